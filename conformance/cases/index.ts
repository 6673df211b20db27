/** The situations, in the order of their numbers. */
import type { Case } from '../contract/index.ts';
import { counters } from './counters.ts';
import { floor } from './floor.ts';
import { intake } from './intake.ts';
import { lastUnits } from './last-units.ts';
import { plumbing } from './plumbing.ts';
import { releases } from './releases.ts';
import { states } from './states.ts';
import { sums } from './sums.ts';

const numberOf = ({ id }: Case): number => Number(id.slice(1));

/** All cases, C1 first. */
export const cases: readonly Case[] = [
  ...lastUnits,
  ...counters,
  ...sums,
  ...releases,
  ...states,
  ...intake,
  ...floor,
  ...plumbing,
].sort((a, b) => numberOf(a) - numberOf(b));
