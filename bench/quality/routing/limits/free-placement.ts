import { hindsightBound } from '../bound.ts';
import type { RoutingInstance } from '../instance.ts';
import type { LinearSolver } from '../linear-solver.ts';

/** The same units of each item, lying where the orders that come want them, among the nodes that list it. */
export interface FreePlacement {
  /** What the orders must cost at least, wherever the units had lain; proven from below. */
  readonly boundMinor: number;
  /** The instance with its stock moved there; as many units of each item as before. */
  readonly instance: RoutingInstance;
}

/** Finds where the stock should have lain: the bound's own ways, rounded to units. */
export function freePlacement(solver: LinearSolver, instance: RoutingInstance): FreePlacement {
  const { mayLie, stock, classes, nodeCount, itemCount, arrivals } = instance;
  if (mayLie === undefined) throw new Error('Stock can be placed where nodes list items only');
  const counts = new Float64Array(classes.length);
  for (const classIx of arrivals) counts[classIx] = (counts[classIx] ?? 0) + 1;
  const bound = hindsightBound(solver, instance, { counts, stock, mayLie });
  const used = new Float64Array(stock.length);
  bound.mix.forEach((ways, classIx) => {
    const order = classes[classIx];
    for (const { way, share } of ways)
      way.forEach((node, line) => {
        if (node === nodeCount) return;
        const cell = node * itemCount + (order?.items[line] ?? 0);
        used[cell] = (used[cell] ?? 0) + share * (counts[classIx] ?? 0) * (order?.units[line] ?? 0);
      });
  });
  return { boundMinor: bound.minor, instance: { ...instance, stock: placed(instance, used) } };
}

/** Each item's units by what is used of them; what nobody uses lies as it lay, as far as there is some left. */
function placed({ stock, nodeCount, itemCount }: RoutingInstance, used: Float64Array): Int32Array {
  const lies = Int32Array.from(used, (units) => Math.floor(units + 1e-6));
  for (let item = 0; item < itemCount; item++) {
    const cells = Array.from({ length: nodeCount }, (_, node) => node * itemCount + item);
    const sumOf = (of: ArrayLike<number>): number =>
      cells.reduce((sum, cell) => sum + (of[cell] as number), 0);
    let spare = sumOf(stock) - sumOf(lies);
    const restOf = (cell: number): number => (used[cell] as number) - (lies[cell] as number);
    for (const cell of [...cells].sort((a, b) => restOf(b) - restOf(a) || a - b))
      if (spare > 0 && restOf(cell) > 1e-6) {
        lies[cell] = (lies[cell] as number) + 1;
        spare -= 1;
      }
    const lackOf = (cell: number): number => (stock[cell] as number) - (lies[cell] as number);
    for (; spare > 0; spare--) {
      const most = cells.reduce((best, cell) => (lackOf(cell) > lackOf(best) ? cell : best));
      lies[most] = (lies[most] as number) + 1;
    }
  }
  return lies;
}
