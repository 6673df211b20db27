import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { Chars, getLengthRange, hasSomeDescendant, toUnicodeSet } from 'regexp-ast-analysis';

import { again, both, character, condition, either, never, nothing } from './fragment.ts';
import type { CharSet, Fragment, States } from './fragment.ts';

/** An expression as an automaton that over-estimates its matcher: every path that is tried is a path here. */
export interface Automaton {
  readonly sets: readonly CharSet[];
  /** Where each state goes, with the ways (1, or 2 for more) to go there. */
  readonly follow: readonly ReadonlyMap<number, number>[];
  /** States from which the match can no longer fail: nothing behind them is ever tried again. */
  readonly free: ReadonlySet<number>;
  readonly starts: readonly number[];
}

/** An expression that cannot be proved, with what is in the way. */
export class Unprovable extends Error {}

/** Repetitions of up to this many states are written out; longer ones count as endless. */
const writtenOutMax = 40;
/** So are up to this many rounds of more than one character, in all: each could double what is tried. */
const roundsMax = 8;
const statesMax = 1_500;

/** What is read, and where. */
interface Reading {
  readonly states: States;
  readonly flags: AST.Flags;
  /** Whether nothing of the text has been walked over yet. */
  readonly isStart: boolean;
  /** How often the repetitions around it are written out. */
  readonly rounds: number;
}

/** Reads an expression as a search runs it: tried at every place of the text. */
export function automatonOf(source: string, flagText: string): Automaton {
  const parser = new RegExpParser();
  const flags = parser.parseFlags(flagText);
  const { alternatives } = parser.parsePattern(source, 0, source.length, {
    unicode: flags.unicode,
    unicodeSets: flags.unicodeSets,
  });
  const states: States = { sets: [], follow: [] };
  const whole = alternatives
    .map((alternative) =>
      searched(alternative.elements, { states, flags, isStart: true, rounds: 1 }),
    )
    .reduce(either);
  return { ...states, free: whole.free, starts: [...whole.first.keys()] };
}

type Elements = readonly AST.Element[];

const isBegin = (node: AST.Node | undefined): boolean =>
  node?.type === 'Assertion' && node.kind === 'start';

/** An alternative behind the walk over the text to each place where it is tried. */
function searched(elements: Elements, reading: Reading): Fragment {
  const { states, flags } = reading;
  const atStart = (): Fragment => sequence(elements, reading);
  const later = (rest: Elements): Fragment => sequence(rest, { ...reading, isStart: false });
  const walk = (): Fragment => again(states, character(states, Chars.all(flags)));
  if (flags.sticky || (isBegin(elements[0]) && !flags.multiline)) return atStart();
  if (isBegin(elements[0])) {
    const lineEnd = character(states, Chars.lineTerminator(flags));
    const toLine = both(states, either(walk(), nothing), lineEnd);
    return either(atStart(), both(states, toLine, later(elements.slice(1))));
  }
  const isSameEverywhere = flags.multiline || !elements.some(holdsBegin);
  return isSameEverywhere
    ? both(states, either(walk(), nothing), atStart())
    : either(atStart(), both(states, walk(), later(elements)));
}

const holdsBegin = (element: AST.Element): boolean => hasSomeDescendant(element, isBegin);

const sequence = (elements: Elements, reading: Reading): Fragment =>
  elements.reduce<Fragment>(
    (made, element) => both(reading.states, made, fragmentOf(element, reading)),
    nothing,
  );

const choice = (alternatives: readonly AST.Alternative[], reading: Reading): Fragment =>
  alternatives.map(({ elements }) => sequence(elements, reading)).reduce(either);

function fragmentOf(element: AST.Element, reading: Reading): Fragment {
  if (element.type === 'Quantifier') return repeated(element, reading);
  if (element.type === 'Assertion') return asserted(element, reading);
  if (element.type === 'CapturingGroup') return choice(element.alternatives, reading);
  if (element.type === 'Backreference') throw new Unprovable('a reference back into it');
  if (element.type !== 'Group') return oneOf(element, reading);
  if (element.modifiers) throw new Unprovable('flags inside it');
  return choice(element.alternatives, reading);
}

type OneCharacter = Extract<
  AST.Element,
  { type: 'Character' | 'CharacterClass' | 'CharacterSet' | 'ExpressionCharacterClass' }
>;

const isOne = ({ type }: AST.Element): boolean =>
  type === 'Character' || type === 'CharacterClass' || type === 'CharacterSet';

function oneOf(element: OneCharacter, { states, flags }: Reading): Fragment {
  if (element.type === 'ExpressionCharacterClass' || flags.unicodeSets)
    throw new Unprovable('sets of the flag v');
  if (states.sets.length >= statesMax) throw new Unprovable('its size');
  return character(states, toUnicodeSet(element, flags).chars);
}

/** A look ahead is a branch that leads nowhere; what it costs counts, what it forbids does not. */
function asserted(assertion: AST.Assertion, reading: Reading): Fragment {
  switch (assertion.kind) {
    case 'start':
      return reading.isStart || reading.flags.multiline ? condition : never;
    case 'end':
    case 'word':
      return condition;
    case 'lookahead': {
      const seen = choice(assertion.alternatives, reading);
      return either(both(reading.states, seen, never), condition);
    }
    case 'lookbehind':
      if (getLengthRange(assertion.alternatives, reading.flags).max > writtenOutMax)
        throw new Unprovable('a look behind without a bound');
      return condition;
  }
}

function repeated({ element, min, max }: AST.Quantifier, reading: Reading): Fragment {
  if (max === 0) return nothing;
  const { states } = reading;
  const copies = Number.isFinite(max) ? max : Math.max(min, 1);
  const inside = { ...reading, rounds: reading.rounds * copies };
  const make = (): Fragment => fragmentOf(element, inside);
  const before = states.sets.length;
  const one = make();
  const size = states.sets.length - before;
  const isFew = isOne(element) || inside.rounds <= roundsMax;
  if (copies > 1 && !(isFew && copies * size <= writtenOutMax))
    return endless(one, { min, max, states });
  const least = Math.max(min, 1);
  const first = least === 1 && max === Infinity ? again(states, one) : one;
  const needed = Array.from({ length: least - 1 }, make).reduce<Fragment>(
    (made, next) => both(states, made, next),
    first,
  );
  const whole = both(states, needed, optional({ least, max }, { states, make }));
  return min === 0 ? either(whole, nothing) : whole;
}

interface Making {
  readonly states: States;
  readonly make: () => Fragment;
}

/** `(R(R(R)?)?)?`: so that there is one way to each number of rounds. */
const upTo = (rounds: number, making: Making): Fragment =>
  rounds <= 0
    ? nothing
    : either(both(making.states, making.make(), upTo(rounds - 1, making)), nothing);

/** The rounds that may follow those that are needed; without a bound, a single needed one repeats itself. */
function optional(
  { least, max }: { readonly least: number; readonly max: number },
  making: Making,
): Fragment {
  if (Number.isFinite(max)) return upTo(max - least, making);
  return least === 1 ? nothing : either(again(making.states, making.make()), nothing);
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly states: States;
}

/** A long repetition: any number of rounds, where less than the least may fail, and empty rounds count where they may be. */
function endless(one: Fragment, { min, max, states }: Bounds): Fragment {
  const rounds = again(states, one);
  if (one.empty > 0 && (Number.isFinite(max) || min > 1)) again(states, one);
  if (min === 0) return either(rounds, nothing);
  return min === 1 ? rounds : { ...rounds, free: new Set(), isEmptyFree: false };
}
