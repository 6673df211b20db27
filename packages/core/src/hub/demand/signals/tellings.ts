/** Something that was told at a moment, and again when it changed: the newest counts, the older ones say what was known. */
export interface Telling<T> {
  readonly at: number;
  readonly row: T;
}

/** More corrections of one thing than these are not remembered: the oldest is let go. */
const tellingsMax = 40;

/** With a new one at its end. */
export const toldAgain = <T>(
  tellings: readonly Telling<T>[],
  telling: Telling<T>,
): readonly Telling<T>[] => [...tellings, telling].slice(-tellingsMax);

/** What was known at a moment (absent = now); undefined before it was told. */
export const knownAt = <T>(
  tellings: readonly Telling<T>[],
  at = Number.POSITIVE_INFINITY,
): T | undefined => tellings.findLast((one) => one.at <= at)?.row;

/** Whether two rows say the same, whatever the order of their fields. */
export const saysSame = (a: object | undefined, b: object): boolean =>
  a !== undefined && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (row: object): readonly (readonly [string, unknown])[] =>
  Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .sort(([x], [y]) => (x < y ? -1 : 1));
