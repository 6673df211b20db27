import type { TreesBody } from './document.ts';

/** Adds up what a body says of a row, on the scale of the body. */
export type Sum = (row: Float32Array, into: Float64Array) => void;

/**
 * Trees laid out for walking, with the numbers of the plain walk to the last bit. A row is coded once per feature (how
 * many of the model's thresholds lie below its value), so that a branch compares two integers; the two ways of a branch lie
 * side by side, so that going on is an addition and leaves the processor nothing to guess; a leaf leads to itself, so that
 * four trees are walked at once, in the steps of the longest way.
 */
export function treesSum(body: TreesBody, outputs: number): Sum {
  const cuts = cutsOf(body);
  const { slots, steps } = slotsOf(body, cuts, outputs);
  const trees = body.roots.length;
  const base = Float64Array.from(body.base);
  const leaves = Float32Array.from(body.leaves);
  const codes = new Int32Array(2 * cuts.length);
  const found = new Int32Array(steps.length * abreast);
  return (row, into) => {
    codeRow(row, cuts, codes);
    walk(slots, steps, { codes, found });
    into.set(base);
    addLeaves(leaves, found, { into, outputs, trees });
  };
}

/** Finds the leaf of every tree: four at once, so that the processor waits for none of them. */
function walk(
  slots: Int32Array,
  steps: Int32Array,
  { codes, found }: { readonly codes: Int32Array; readonly found: Int32Array },
): void {
  const next = (at: number): number => {
    const isAbove = ((slots[at + 1] as number) - (codes[slots[at] as number] as number)) >>> 31;
    return (slots[at + 2] as number) + isAbove * width;
  };
  for (let group = 0; group < steps.length; group += 1) {
    const tree = group * abreast;
    let a = tree * width;
    let [b, c, d] = [a + width, a + 2 * width, a + 3 * width];
    for (let step = steps[group] as number; step > 0; step -= 1) {
      a = next(a);
      b = next(b);
      c = next(c);
      d = next(d);
    }
    found[tree] = slots[a + 3] as number;
    found[tree + 1] = slots[b + 3] as number;
    found[tree + 2] = slots[c + 3] as number;
    found[tree + 3] = slots[d + 3] as number;
  }
}

/** Trees that are walked at once. */
const abreast = 4;

/** Numbers per slot: the code that a branch looks at, its own, the slot of its first way, and where the leaf is. */
const width = 4;
/** What no value comes above and what no threshold lies below, so that a missing value goes one way or the other. */
const [goesOn, goesOff, leadsToItself] = [-1, 2 ** 30 - 1, 2 ** 30];

/** Per feature the thresholds of all branches that look at it, ascending, each once. */
function cutsOf({ feature, threshold }: TreesBody): readonly Float32Array[] {
  const byFeature: Set<number>[] = [];
  feature.forEach((column, node) => {
    while (byFeature.length <= column) byFeature.push(new Set());
    byFeature[column]?.add(Math.fround(threshold[node] ?? 0));
  });
  return byFeature.map((some) =>
    Float32Array.from([...some].filter((cut) => !Number.isNaN(cut)).sort((a, b) => a - b)),
  );
}

/** Writes every value twice: for branches where missing ones go on, and for those where they do not. */
function codeRow(row: Float32Array, cuts: readonly Float32Array[], codes: Int32Array): void {
  for (let column = 0; column < cuts.length; column += 1) {
    const value = row[column] as number;
    const isMissing = value !== value;
    const code = isMissing ? 0 : cutsBelow(cuts[column] as Float32Array, value);
    codes[2 * column] = isMissing ? goesOn : code;
    codes[2 * column + 1] = isMissing ? goesOff : code;
  }
}

function cutsBelow(cuts: Float32Array, value: number): number {
  let [from, until] = [0, cuts.length];
  while (from < until) {
    const middle = (from + until) >>> 1;
    if ((cuts[middle] as number) < value) from = middle + 1;
    else until = middle;
  }
  return from;
}

/**
 * Lays the trees out; slot n holds the root of tree n, and leaves fill the last group up. Every branch has its two ways once,
 * however many lead to it.
 *
 * @returns the slots, and the steps of each group of trees
 */
function slotsOf(
  { feature, threshold, no, missing, roots }: TreesBody,
  cuts: readonly Float32Array[],
  outputs: number,
): { readonly slots: Int32Array; readonly steps: Int32Array } {
  const groups = Math.ceil(roots.length / abreast);
  let slotCount = groups * abreast;
  const waysAt = feature.map((column) => (column < 0 ? -1 : (slotCount += 2) - 2));
  const slots = new Int32Array(slotCount * width);
  const put = (slot: number, node: number): void => {
    const column = feature[node] ?? -1;
    const cut = Math.fround(threshold[node] as number);
    const written =
      column < 0
        ? [0, leadsToItself, slot * width, (no[node] ?? 0) * outputs]
        : [
            2 * column + (missing[node] === 1 ? 0 : 1),
            // Nothing lies below what is no number: only missing values that go on do so there.
            Number.isNaN(cut) ? goesOn : cutsBelow(cuts[column] as Float32Array, cut),
            (waysAt[node] as number) * width,
            0,
          ];
    slots.set(written, slot * width);
  };
  for (let tree = 0; tree < groups * abreast; tree += 1) put(tree, roots[tree] ?? -1);
  waysAt.forEach((ways, node) => {
    if (ways < 0) return;
    put(ways, node + 1);
    put(ways + 1, no[node] as number);
  });
  const below = branchesBelow({ feature, no });
  const steps = new Int32Array(groups);
  roots.forEach((root, tree) => {
    const group = Math.floor(tree / abreast);
    steps[group] = Math.max(steps[group] as number, below[root] as number);
  });
  return { slots, steps };
}

/** Branches on the longest way from each node, itself included; both ways of a branch lead forward. */
function branchesBelow({ feature, no }: Pick<TreesBody, 'feature' | 'no'>): Int32Array {
  const below = new Int32Array(feature.length);
  for (let node = feature.length - 1; node >= 0; node -= 1)
    if ((feature[node] as number) >= 0)
      below[node] = 1 + Math.max(below[node + 1] as number, below[no[node] as number] as number);
  return below;
}

/** Adds the leaves tree by tree, four outputs at a time. */
function addLeaves(
  leaves: Float32Array,
  found: Int32Array,
  {
    into,
    outputs,
    trees,
  }: { readonly into: Float64Array; readonly outputs: number; readonly trees: number },
): void {
  let out = 0;
  for (; out + 4 <= outputs; out += 4) {
    let [a, b] = [into[out] as number, into[out + 1] as number];
    let [c, d] = [into[out + 2] as number, into[out + 3] as number];
    for (let tree = 0; tree < trees; tree += 1) {
      const leaf = (found[tree] as number) + out;
      a += leaves[leaf] as number;
      b += leaves[leaf + 1] as number;
      c += leaves[leaf + 2] as number;
      d += leaves[leaf + 3] as number;
    }
    into[out] = a;
    into[out + 1] = b;
    into[out + 2] = c;
    into[out + 3] = d;
  }
  for (; out < outputs; out += 1)
    for (let tree = 0; tree < trees; tree += 1)
      into[out] = (into[out] as number) + (leaves[(found[tree] as number) + out] as number);
}
