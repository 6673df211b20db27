/** The situations, in the order of their numbers. */
import type { Case } from '../contract/index.ts';
import { counters } from './counters.ts';
import { lastUnits } from './last-units.ts';
import { sums } from './sums.ts';

const numberOf = ({ id }: Case): number => Number(id.slice(1));

/** All cases, C1 first. */
export const cases: readonly Case[] = [...lastUnits, ...counters, ...sums].sort(
  (a, b) => numberOf(a) - numberOf(b),
);
