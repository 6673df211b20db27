import type { Chance } from '../../chance.ts';
import type { FaultMix } from './fault-mix.ts';
import type { Kernel } from './kernel.ts';

/** The net between people, nodes and processes. It loses, delays, doubles and cuts, as the mix says. */
export interface Post {
  /** Brings a message over the link `from` → `to`, or not. */
  send(from: string, to: string, arrive: () => void): void;
  /** Cuts one direction until then. */
  cut(from: string, to: string, untilAt: number): void;
  /** All links work and nothing is lost any more. */
  heal(): void;
}

/** Opens the net. */
export function post(clock: Kernel, chance: Chance, mix: FaultMix): Post {
  const cuts = new Map<string, number>();
  let isHealed = false;
  const isCut = (link: string): boolean => (cuts.get(link) ?? 0) > clock.now();
  const deliver = (link: string, arrive: () => void): void => {
    const delayMs = isHealed ? 5 : 1 + chance.unit() ** 3 * mix.delayMsMax;
    clock.after(delayMs, () => {
      if (!isCut(link)) arrive();
    });
  };
  return {
    send: (from, to, arrive) => {
      const link = `${from}→${to}`;
      const [lost, twice] = [chance.unit() < mix.loss, chance.unit() < mix.duplicate];
      if (isCut(link) || (lost && !isHealed)) return;
      deliver(link, arrive);
      if (twice && !isHealed) deliver(link, arrive);
    },
    cut: (from, to, untilAt) => {
      cuts.set(`${from}→${to}`, untilAt);
    },
    heal: () => {
      isHealed = true;
      cuts.clear();
    },
  };
}
