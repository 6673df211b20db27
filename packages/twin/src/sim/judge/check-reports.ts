import type { NodeId } from '@ordermesh/core/words';
import type { AtRest } from '../at-rest.ts';
import { madeToOrder } from '../people/reports.ts';

/** How long a node may stay off beyond its time: clocks are right again, and look often. */
const graceMs = 5 * 60_000;

/** The books say what the newest report of each node says, and a node that said until when is open again. */
export function checkReports(rest: AtRest): void {
  for (const [nodeId, { units }] of rest.reported.canMake) checkNewest(rest, nodeId, units);
  checkOpen(rest);
}

function checkNewest({ mesh, database }: AtRest, nodeId: NodeId, units: number): void {
  const row = [...database.positions.values()].find(
    (one) => one.nodeId === nodeId && one.itemId === madeToOrder.itemId,
  );
  if (row?.onHandUnits !== units)
    mesh.broken(
      'a report that came late undoes no newer one',
      `${nodeId}: ${String(row?.onHandUnits)} on the books, ${String(units)} in the newest`,
    );
}

function checkOpen({ mesh, database }: AtRest): void {
  const over = 'a node that was off until a moment is open after it';
  const hubs = mesh.processes.flatMap((process) => process.hub() ?? []);
  for (const { nodeId } of mesh.furniture.network.nodes)
    if (hubs.some((hub) => (hub.nodeState(nodeId)?.state ?? 'open') !== 'open'))
      mesh.broken(over, nodeId);
  const isLate = (dueAt = Infinity): boolean => mesh.clock.now() - dueAt > graceMs;
  for (const { caseId, kind, state, dueAt } of database.cases.values())
    if (kind === 'node_pause' && state === 'running' && isLate(dueAt)) mesh.broken(over, caseId);
}
