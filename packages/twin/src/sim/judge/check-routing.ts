import type { CaseRecord } from '@ordermesh/core/hub';
import type { AtRest } from '../at-rest.ts';

const placedType = 'dev.ordermesh.order.placed.v1';
const failedType = 'dev.ordermesh.order.routing_failed.v1';

const movedType = 'dev.ordermesh.order.reassigned.v1';

/** Boards change and orders move with them, but none is passed around at every look, once a minute. */
const [movesMax, withinMs] = [6, 15 * 60_000];

/** How long a case may be there beyond its time: routers look often. */
const caseGraceMs = 5 * 60_000;

/**
 * Nobody waits for a router any more: what was accepted is placed, or was given up by people who were told of it. What
 * its customer was told at once is told once, however often somebody tried.
 */
export function checkRouting({ mesh, database }: AtRest): void {
  const told = database.events.filter(({ type }) => type === placedType);
  const placed = new Set(told.map(({ orderId }) => orderId));
  if (placed.size !== told.length || placed.size !== database.orders.size)
    mesh.broken(
      'an order is told as placed once',
      `${String(told.length)} times, ${String(database.orders.size)} orders`,
    );
  const given = database.events.flatMap(({ type, id }) => (type === failedType ? id : []));
  const at = { now: mesh.clock.now(), told: new Set(given) };
  for (const one of database.cases.values()) {
    const wrong = one.kind === 'routing' ? wrongWith(one, at) : undefined;
    if (wrong !== undefined) mesh.broken(wrong, one.caseId);
  }
}

/** Looks at orders that nobody has begun move each where it is better, and then leave it there for a while. */
export function checkMoved({ mesh, database }: AtRest): void {
  const moves = new Map<string, number[]>();
  for (const { type, orderId, at } of database.events)
    if (type === movedType && orderId !== undefined)
      moves.set(orderId, [...(moves.get(orderId) ?? []), at]);
  for (const [orderId, times] of moves)
    if (times.some((at, ix) => ix >= movesMax && at - (times[ix - movesMax] ?? 0) < withinMs))
      mesh.broken('no order is passed to and fro', `${orderId}: ${String(times.length)} moves`);
}

function wrongWith(
  { caseId, state, version, dueAt = 0 }: CaseRecord,
  { now, told }: { readonly now: number; readonly told: ReadonlySet<string> },
): string | undefined {
  switch (state) {
    case 'waiting':
      return 'every accepted order is placed in the end';
    case 'dead':
      return 'people can have a dead letter tried again';
    case 'discarded':
      return told.has(`${caseId}.${String(version - 1)}`)
        ? undefined
        : 'people are told of what routers gave up';
    default:
      return now - dueAt > caseGraceMs ? 'nothing is left of a wait that is over' : undefined;
  }
}
