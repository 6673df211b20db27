/**
 * Ways to divide each set of elements (bit = element) into exactly k parts, `[k * sets + set]`: the cost and two sums
 * that break ties, the smaller going first. Scratch memory: valid until the next {@link openDivision}.
 */
export interface Division {
  readonly sets: number;
  readonly minor: Float64Array;
  readonly firstTie: Float64Array;
  readonly secondTie: Float64Array;
  /** The part that carries the lowest element of the set. */
  readonly part: Int32Array;
}

/** What divisions may be made of. */
export interface DivisionLimits {
  readonly partsMax: number;
  /** Added for each part beyond the first. */
  readonly perExtraMinor: number;
}

let scratch = columns(64);

function columns(length: number): Omit<Division, 'sets'> {
  return {
    minor: new Float64Array(length),
    firstTie: new Float64Array(length),
    secondTie: new Float64Array(length),
    part: new Int32Array(length),
  };
}

/** Opens tables in which no set has a part yet; {@link enterPart} gives them some. */
export function openDivision(sets: number, partsMax: number): Division {
  const length = (partsMax + 1) * sets;
  if (scratch.minor.length < length) scratch = columns(length);
  scratch.minor.fill(Infinity, 0, length);
  return { sets, ...scratch };
}

/** A set that may travel as one part. */
export function enterPart(
  { sets, minor, firstTie, secondTie, part }: Division,
  set: number,
  cost: { readonly minor: number; readonly firstTie: number; readonly secondTie: number },
): void {
  minor[sets + set] = cost.minor;
  firstTie[sets + set] = cost.firstTie;
  secondTie[sets + set] = cost.secondTie;
  part[sets + set] = set;
}

/**
 * Fills in the cheapest division of all elements into 2 … `partsMax` parts: a dynamic programme over sets and counts
 * of parts. Exact; 3^elements / 2 pairs of sets per count.
 */
export function divideAll(division: Division, { partsMax, perExtraMinor }: DivisionLimits): void {
  const { sets } = division;
  // The first part carries element 0, so that only sets without it (even numbers) are ever left over.
  for (let parts = 2; parts <= partsMax; parts++) {
    if (parts < partsMax)
      for (let set = 2; set < sets; set += 2) divide(division, [parts, set], perExtraMinor);
    divide(division, [parts, sets - 1], perExtraMinor);
  }
}

/** Finds the cheapest part that carries the lowest element, the rest going in one part less. */
function divide(
  division: Division,
  [parts, set]: readonly [parts: number, set: number],
  perExtraMinor: number,
): void {
  const { sets, minor, firstTie, secondTie, part } = division;
  const low = set & -set;
  const others = set ^ low;
  const at = parts * sets + set;
  if (others === 0) return;
  for (let more = (others - 1) & others; ; more = (more - 1) & others) {
    const one = sets + (more | low);
    const rest = (parts - 1) * sets + (others ^ more);
    const sum = (minor[one] as number) + (minor[rest] as number) + perExtraMinor;
    if (sum <= (minor[at] as number) && sum < Infinity) {
      const first = (firstTie[one] as number) + (firstTie[rest] as number);
      const second = (secondTie[one] as number) + (secondTie[rest] as number);
      if (sum < (minor[at] as number) || tiesBetter(division, at, [first, second])) {
        minor[at] = sum;
        firstTie[at] = first;
        secondTie[at] = second;
        part[at] = more | low;
      }
    }
    if (more === 0) return;
  }
}

function tiesBetter(
  { firstTie, secondTie }: Division,
  at: number,
  [first, second]: readonly [first: number, second: number],
): boolean {
  if (first !== firstTie[at]) return first < (firstTie[at] as number);
  return second < (secondTie[at] as number);
}

/** The sets of the cheapest division of all elements into so many parts; the first carries element 0. */
export function partsOf({ sets, part }: Division, parts: number): readonly number[] {
  const chosen: number[] = [];
  let set = sets - 1;
  for (let left = parts; left > 0; left--) {
    const one = parts === 1 ? set : (part[left * sets + set] as number);
    chosen.push(one);
    set ^= one;
  }
  return chosen;
}

/** A division of all elements and what it costs. */
export interface Divided {
  readonly totalMinor: number;
  /** Sets of elements, bit = element; the first carries element 0. */
  readonly parts: readonly number[];
}

/**
 * The cheapest division of a few elements by plain numbers: the same search as that of whole orders. Of equally cheap
 * ones, that with fewer parts.
 *
 * @param partMinor by set of elements (bit = element; a power of two long, at most 2^12): the cost of sending exactly
 *   this set in one parcel; `Infinity` where nobody can
 * @returns undefined when no division is possible
 */
export function cheapestParts(
  partMinor: Float64Array,
  limits: DivisionLimits,
): Divided | undefined {
  const sets = partMinor.length;
  const partsMax = Math.min(limits.partsMax, 31 - Math.clz32(sets));
  const whole = partMinor[sets - 1] as number;
  if (partsMax === 1)
    return whole < Infinity ? { totalMinor: whole, parts: [sets - 1] } : undefined;
  const division = openDivision(sets, partsMax);
  for (let set = 1; set < sets; set++) {
    const minor = partMinor[set] as number;
    if (minor < Infinity) enterPart(division, set, { minor, firstTie: 0, secondTie: 0 });
  }
  divideAll(division, { partsMax, perExtraMinor: limits.perExtraMinor });
  let best = 1;
  for (let parts = 2; parts <= partsMax; parts++)
    if (
      (division.minor[parts * sets + sets - 1] as number) <
      (division.minor[best * sets + sets - 1] as number)
    )
      best = parts;
  const totalMinor = division.minor[best * sets + sets - 1] as number;
  return totalMinor < Infinity ? { totalMinor, parts: partsOf(division, best) } : undefined;
}
