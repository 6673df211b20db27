import type { Elements } from '../../candidates/elements.ts';
import { nodeHasAll } from '../../candidates/supply.ts';
import type { Survey } from '../../candidates/survey.ts';

/**
 * All amounts that could still be needed, as numbers of a mixed radix: one digit per element, which counts
 * 1 for a whole element and single units for a cut one. `a − b` is the state left when `b` is taken from `a`.
 */
export interface StateSpace {
  readonly count: number;
  /** The state in which everything is needed. */
  readonly full: number;
  /** Digits side by side with a guard bit each, so that one subtraction compares all digits. */
  readonly packed: Int32Array;
  readonly guard: number;
  /** What a parcel of this amount holds. */
  readonly parts: readonly StatePart[];
}

export interface StatePart {
  readonly elements: readonly number[];
  readonly units: readonly number[];
  readonly temperatures: number;
  readonly valueMinor: number;
}

/** Steps in which an element may be placed. */
const stepsOf = ({ cut, quantityUnits }: Elements, element: number): number =>
  cut[element] === true ? (quantityUnits[element] as number) : 1;

/** Steps of all elements together. */
export function stepTotal(elements: Elements): number {
  return elements.lines.reduce((sum, _, element) => sum + stepsOf(elements, element), 0);
}

/** Lists all states; call only with at most twelve steps, so that there are at most 4,096. */
export function stateSpace(elements: Elements): StateSpace {
  const steps = elements.lines.map((_, element) => stepsOf(elements, element));
  const count = steps.reduce((product, digitMax) => product * (digitMax + 1), 1);
  const packed = new Int32Array(count);
  const parts: StatePart[] = [];
  let guard = 0;
  for (let state = 0; state < count; state++) {
    const digits = digitsOf(state, steps);
    const code = packDigits(digits, steps);
    packed[state] = code.packed;
    guard = code.guard;
    parts.push(partOf(elements, digits));
  }
  return { count, full: count - 1, packed, guard, parts };
}

function digitsOf(state: number, steps: readonly number[]): number[] {
  let rest = state;
  return steps.map((digitMax) => {
    const digit = rest % (digitMax + 1);
    rest = Math.floor(rest / (digitMax + 1));
    return digit;
  });
}

function packDigits(
  digits: readonly number[],
  steps: readonly number[],
): { readonly packed: number; readonly guard: number } {
  let [packed, guard, shift] = [0, 0, 0];
  for (const [element, digit] of digits.entries()) {
    const bits = 32 - Math.clz32(steps[element] as number);
    packed |= digit << shift;
    guard |= 1 << (shift + bits);
    shift += bits + 1;
  }
  return { packed, guard };
}

function partOf(elements: Elements, digits: readonly number[]): StatePart {
  const taken = [...digits.keys()].filter((element) => digits[element] !== 0);
  const units = taken.map((element) =>
    elements.cut[element] === true
      ? (digits[element] as number)
      : (elements.quantityUnits[element] as number),
  );
  return {
    elements: taken,
    units,
    temperatures: taken.reduce(
      (bits, element) => bits | (elements.temperature[element] as number),
      0,
    ),
    valueMinor: taken.reduce(
      (sum, element, at) =>
        sum +
        ((elements.valueMinor[element] as number) * (units[at] as number)) /
          (elements.quantityUnits[element] as number),
      0,
    ),
  };
}

/** Whether the amount `part` can be taken from `whole`. */
export const within = ({ packed, guard }: StateSpace, part: number, whole: number): boolean =>
  ((((packed[whole] as number) | guard) - (packed[part] as number)) & guard) === guard;

/** Amounts that a node can give, counting lines of one item together. */
export function statesAt(survey: Survey, space: StateSpace, nodeIx: number): number[] {
  const states: number[] = [];
  for (let state = 1; state < space.count; state++)
    if (nodeGives(survey, space.parts[state] as StatePart, nodeIx)) states.push(state);
  return states;
}

function nodeGives(survey: Survey, part: StatePart, nodeIx: number): boolean {
  const { elements, offered, asked } = survey;
  if (elements.goods !== undefined)
    return nodeHasAll(survey, nodeIx, [part]) && offers(survey, part, nodeIx);
  const lines = asked.question.lines.length;
  let [item, sum] = [-1, 0];
  for (const [at, element] of part.elements.entries()) {
    const units = part.units[at] as number;
    if (units > (offered[nodeIx * elements.count + element] as number)) return false;
    sum = elements.itemNo[element] === item ? sum + units : units;
    item = elements.itemNo[element] as number;
    const column = elements.atpColumn[element] as number;
    if (sum > (asked.question.slice.atpUnits[nodeIx * lines + column] as number)) return false;
  }
  return true;
}

/** Whether the node offers that much of each element; goods of a class that it does not keep are not offered. */
const offers = ({ elements, offered }: Survey, part: StatePart, nodeIx: number): boolean =>
  part.elements.every(
    (element, at) =>
      (part.units[at] as number) <= (offered[nodeIx * elements.count + element] as number),
  );
