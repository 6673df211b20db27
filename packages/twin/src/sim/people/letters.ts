import type { DeadLetter } from '@ordermesh/core/hub';
import type { Chance } from '../../chance.ts';
import { ask } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

const minuteMs = 60_000;
const lettersPerLook = 20;

/**
 * Staff look now and then at orders that routers could not place: most are tried again, some given up. When all is well
 * again each is tried again, for as long as there are any.
 */
export function lookThroughLetters(mesh: Mesh, chance: Chance): void {
  if (mesh.routers.length === 0) return;
  const pauseMs = mesh.isHealed() ? 2 * minuteMs : chance.exponential(15 * minuteMs);
  mesh.clock.after(pauseMs, () => {
    ask(mesh, {
      from: 'staff',
      chance,
      handle: (hub) =>
        hub.deadLetters({ state: 'dead' }, { limit: lettersPerLook, after: undefined }),
      answered: ({ rows }) => {
        for (const letter of rows) decide(mesh, chance, letter);
      },
      silence: () => undefined,
    });
    lookThroughLetters(mesh, chance);
  });
}

function decide(mesh: Mesh, chance: Chance, { deadLetterId }: DeadLetter): void {
  const isGivenUp = !mesh.isHealed() && chance.unit() < 0.3;
  ask<unknown>(mesh, {
    from: 'staff',
    chance,
    handle: (hub) =>
      isGivenUp
        ? hub.discardDeadLetter(deadLetterId, 'sold elsewhere')
        : hub.retryDeadLetter(deadLetterId),
    answered: () => undefined,
    silence: () => undefined,
  });
}
