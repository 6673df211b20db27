import { missingBin } from './bins.ts';
import type { BinnedRows } from './bins.ts';
import { bestSplit, binsPerFeature, fillHistogram } from './split.ts';
import type { Histogram, Split, SplitRules } from './split.ts';

/** Where grown trees are written, node by node. */
export interface TreeWriter {
  /** @returns the node's number */
  branch(split: Split): number;
  turnsTo(node: number, no: number): void;
  leaf(rows: Int32Array): void;
  /** The number of the next node. */
  next(): number;
}

/** What one tree is grown from. */
export interface Growing {
  readonly binned: BinnedRows;
  /** `[row × outputs + output]`. */
  readonly gradients: Float64Array;
  readonly depthMax: number;
  readonly rules: SplitRules;
  /** Features that this tree may split. */
  readonly columns: readonly number[];
  readonly writer: TreeWriter;
}

/** Grows one tree on the rows, depth first, and writes it. The larger side's sums are what is left of the parent's. */
export function growTree(growing: Growing, rows: Int32Array): void {
  const histogram = emptyHistogram(growing);
  fill(growing, histogram, rows);
  grow(growing, { rows, histogram, depth: 0 });
}

interface Node {
  readonly rows: Int32Array;
  readonly histogram: Histogram;
  readonly depth: number;
}

function grow(growing: Growing, { rows, histogram, depth }: Node): void {
  const { writer, rules, columns, depthMax } = growing;
  const split =
    depth < depthMax && rows.length >= 2 * rules.leafRowsMin
      ? bestSplit(histogram, columns, rules)
      : undefined;
  if (!split) {
    writer.leaf(rows);
    return;
  }
  const { yes, no } = part(growing.binned, rows, split);
  const [smaller, larger] = yes.length <= no.length ? [yes, no] : [no, yes];
  const ofSmaller = emptyHistogram(growing);
  if (depth + 1 < depthMax) {
    fill(growing, ofSmaller, smaller);
    for (let at = 0; at < histogram.length; at += 1)
      histogram[at] = (histogram[at] as number) - (ofSmaller[at] as number);
  }
  const histogramOf = (side: Int32Array): Histogram => (side === larger ? histogram : ofSmaller);
  const node = writer.branch(split);
  grow(growing, { rows: yes, histogram: histogramOf(yes), depth: depth + 1 });
  writer.turnsTo(node, writer.next());
  grow(growing, { rows: no, histogram: histogramOf(no), depth: depth + 1 });
}

const emptyHistogram = ({ binned, rules }: Growing): Histogram =>
  new Float64Array(binned.features * binsPerFeature * (rules.scale.length + 1));

const fill = ({ binned, gradients, rules }: Growing, into: Histogram, rows: Int32Array): void =>
  fillHistogram(into, binned, { rows, gradients, outputs: rules.scale.length });

/** Parts the rows of a node, each side in the order of the rows. */
function part(
  { bins, features }: BinnedRows,
  rows: Int32Array,
  { column, bin, missingYes }: Split,
): { readonly yes: Int32Array; readonly no: Int32Array } {
  const yes = new Int32Array(rows.length);
  const no = new Int32Array(rows.length);
  let [yesCount, noCount] = [0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    const of = bins[row * features + column] as number;
    if (of === missingBin ? missingYes : of <= bin) yes[yesCount++] = row;
    else no[noCount++] = row;
  }
  return { yes: yes.subarray(0, yesCount), no: no.subarray(0, noCount) };
}
