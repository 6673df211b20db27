import type { Chance } from '../../chance.ts';
import type { FaultMix } from '../faults/fault-mix.ts';
import type { Kernel } from '../faults/kernel.ts';
import type { ToldAnswer, ToldMessage } from './role.ts';

/** What an endpoint answers by itself. */
export type EndpointAnswer = Pick<ToldAnswer, 'status' | 'askedMs'>;

/** Where a subscriber takes messages: sometimes dead, sometimes failing, always its own. */
export interface Endpoint {
  readonly name: string;
  /** Takes a message, or not; `answer` is called when it says something. */
  receive(message: ToldMessage, answer: (said: EndpointAnswer) => void): void;
  /** Says nothing until then. */
  die(untilAt: number): void;
  /** Says that it is gone, 410, until then. */
  leave(untilAt: number): void;
}

/** What an endpoint is made of. */
export interface EndpointMaking {
  readonly name: string;
  readonly clock: Kernel;
  readonly mix: FaultMix;
  readonly chance: Chance;
  readonly isHealed: () => boolean;
  /** It has the message; `isSaid`: and says so. */
  readonly taken: (message: ToldMessage, isSaid: boolean) => void;
}

/** Longer than the hub waits for an answer, ms. */
const slowMs = 20_000;

/** Opens an endpoint. */
export function endpointOf(making: EndpointMaking): Endpoint {
  const { clock, mix, chance, isHealed, taken } = making;
  let [deadUntilAt, goneUntilAt] = [0, 0];
  return {
    name: making.name,
    die: (untilAt) => (deadUntilAt = untilAt),
    leave: (untilAt) => (goneUntilAt = untilAt),
    receive: (message, answer) => {
      const mood = chance.unit();
      const yes = { status: 204, askedMs: 0 };
      if (!isHealed() && clock.now() < deadUntilAt) return;
      if (!isHealed() && clock.now() < goneUntilAt) answer({ ...yes, status: 410 });
      else if (isHealed() || mood >= mix.endpointFails) {
        taken(message, true);
        answer(yes);
      } else fail(mood / mix.endpointFails, { message, answer });
    },
  };

  /** In one of the ways of endpoints: it has the message and says no, or says yes too late, or has it not. */
  function fail(
    way: number,
    { message, answer }: { message: ToldMessage; answer: (said: EndpointAnswer) => void },
  ): void {
    if (way < 0.2) taken(message, false);
    if (way < 0.4) answer({ status: 500, askedMs: 0 });
    else if (way < 0.6) answer({ status: 503, askedMs: 90_000 });
    else if (way < 0.7) answer({ status: 302, askedMs: 0 });
    else if (way < 0.9) {
      taken(message, false);
      clock.after(slowMs, () => {
        answer({ status: 204, askedMs: 0 });
      });
    }
  }
}
