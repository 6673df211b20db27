import { isOwed, nodeOfOwed } from '@ordermesh/core/stock';
import type { StockPosition } from '@ordermesh/core/stock';
import { everyProcess } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

const minuteMs = 60_000;
/** How long a board may show something else than what is stored, when neither changes. */
const rightWithinMs = 5 * minuteMs;

interface Difference {
  /** The row as it is stored; another one after every change. */
  readonly row: StockPosition;
  /** Both numbers. */
  readonly text: string;
}

/** Where boards of processes that are up show other numbers than the database has. */
export const boardDifferences = (mesh: Mesh): readonly Difference[] =>
  everyProcess(mesh).flatMap((process) => {
    const hub = process.hub();
    if (!hub) return [];
    const owed = new Map(hub.owedStock().map((row) => [`${row.nodeId}/${row.itemId}`, row]));
    return [...mesh.database.positions.values()].flatMap((row) => {
      const seen = isOwed(row)
        ? (owed.get(`${nodeOfOwed(row)}/${row.itemId}`) ?? { onHandUnits: 0, reservedUnits: 0 })
        : hub.position(row.nodeId, row.itemId);
      if (seen?.onHandUnits === row.onHandUnits && seen.reservedUnits === row.reservedUnits)
        return [];
      const text = `${process.name} ${row.nodeId}/${row.itemId}: ${String(seen?.onHandUnits)}/${String(seen?.reservedUnits)}, database ${String(row.onHandUnits)}/${String(row.reservedUnits)}`;
      return [{ row, text }];
    });
  });

/** Looks at all boards every minute: what is wrong is put right soon, also while everything breaks. */
export function watchBoards(mesh: Mesh): void {
  let known = new Map<string, { readonly row: StockPosition; readonly at: number }>();
  const look = (): void => {
    const now = mesh.clock.now();
    const still: typeof known = new Map();
    for (const { row, text } of boardDifferences(mesh)) {
      const before = known.get(text);
      const since = before?.row === row ? before : { row, at: now };
      still.set(text, since);
      if (now - since.at === rightWithinMs)
        mesh.broken('a board that is wrong is soon right', text);
    }
    known = still;
    mesh.clock.after(minuteMs, look);
  };
  mesh.clock.after(minuteMs, look);
}
