import { isOwed, nodeOfOwed } from '@ordermesh/core/stock';
import { isActive } from '@ordermesh/core/release';
import { checkBooks } from '../../run/invariants.ts';
import { newerField } from '../faults/newer-version.ts';
import type { AtRest } from '../at-rest.ts';
import { everyProcess } from '../mesh.ts';
import { checkReports } from './check-reports.ts';
import { checkClaims } from '../aftercare/check-claims.ts';
import { checkExchanges } from '../aftercare/check-exchanges.ts';
import { checkReturns } from '../aftercare/check-returns.ts';
import { checkMoved, checkRouting } from './check-routing.ts';
import { checkTold } from '../webhooks/check-told.ts';
import { boardDifferences } from './watch-boards.ts';

/**
 * What must hold in the end: nothing acknowledged is absent or dearer, every unit has an owner, nothing stands still,
 * all boards say what the database says, and the database says what is physically there.
 */
export async function checkAtRest(rest: AtRest): Promise<void> {
  const { mesh } = rest;
  if (rest.openScans > 0)
    mesh.broken('every scan is taken in the end', `${String(rest.openScans)} are not`);
  for (const { invariant, subject, numbers } of (await checkBooks(rest.store)).broken)
    mesh.broken(invariant, `${subject}: ${numbers}`);
  checkAcknowledged(rest);
  checkPhysical(rest);
  await checkBoards(rest);
  checkMoving(rest);
  checkCarts(rest);
  checkPlaces(rest);
  checkReturns(rest);
  checkExchanges(rest);
  checkClaims(rest);
  checkRouting(rest);
  checkMoved(rest);
  checkTold(rest);
  checkReports(rest);
  checkNewer(rest);
  await checkReplay(rest);
}

function checkAcknowledged({ mesh, database, customers }: AtRest): void {
  for (const [orderId, told] of customers.acknowledged) {
    const record = database.orders.get(orderId);
    if (!record) {
      mesh.broken('no acknowledged order is absent', `${orderId} (${told.externalId})`);
      continue;
    }
    const { lines } = record.order;
    const priceMinor = lines.reduce((sum, line) => sum + line.priceMinor, 0);
    const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
    if (priceMinor !== told.priceMinor || taxMinor !== told.taxMinor)
      mesh.broken(
        'the price told stays the price',
        `${orderId}: ${String(told.priceMinor)} → ${String(priceMinor)}`,
      );
  }
}

/** Books = physical truth, wherever no picker found fewer than the books said. */
function checkPhysical({ mesh, database, crews }: AtRest): void {
  const { truth } = mesh;
  const booked = new Map<string, number>();
  // What is owed left before its receipt was told; when all is told, nothing may be.
  for (const position of database.positions.values()) {
    const units = isOwed(position) ? -position.onHandUnits : position.onHandUnits;
    const place = `${nodeOfOwed(position)}/${position.itemId}`;
    booked.set(place, (booked.get(place) ?? 0) + units);
  }
  for (const [nodeId, itemId] of truth.places()) {
    if (crews.some((crew) => crew.nodeId === nodeId && crew.foundFewer.has(itemId))) continue;
    const inside = truth.insideUnits(nodeId, itemId);
    const onHand = booked.get(`${nodeId}/${itemId}`) ?? 0;
    if (onHand !== inside)
      mesh.broken(
        'books = physical truth',
        `${nodeId}/${itemId}: on hand ${String(onHand)}, there are ${String(inside)}`,
      );
  }
}

/** A board follows the log a moment behind: an order may have moved in the last one. A board that is wrong stays wrong. */
const boardLagMs = 60_000;

async function checkBoards(rest: AtRest): Promise<void> {
  const { mesh } = rest;
  for (const process of everyProcess(mesh))
    if (!process.hub()) mesh.broken('every process is up in the end', process.name);
  const untilAt = mesh.clock.now() + boardLagMs;
  let differences = boardDifferences(mesh);
  while (differences.length > 0 && mesh.clock.now() < untilAt) {
    await mesh.clock.runUntil(mesh.clock.now() + 1000);
    differences = boardDifferences(mesh);
  }
  for (const { text } of differences) mesh.broken('every board says what the database says', text);
}

/** Longest pause of an order that is worked on, when nothing is wrong any more. */
const standstillMs = 30 * 60_000;

function checkMoving({ mesh, database }: AtRest): void {
  const now = mesh.clock.now();
  for (const work of database.fulfilments.values()) {
    if (work.state === 'scheduled' && work.releaseAt > now) continue;
    const last = database.eventsOf.get(work.orderId)?.at(-1)?.at ?? 0;
    if ((isActive(work.state) || work.state === 'shipped') && now - last > standstillMs)
      mesh.broken(
        'nothing stands still',
        `${work.fulfilmentId} at ${work.nodeId} is ${work.state}, ${work.lines.map((line) => String(line.quantityUnits)).join('+')} units`,
      );
  }
}

/** How long a cart may hold beyond its time: clocks are right again, and look often. */
const cartGraceMs = 5 * 60_000;

/** Places that were held are used, free again, or held within their time; who was told that they are used, uses them. */
function checkPlaces({ mesh, database, planned }: AtRest): void {
  for (const holdId of planned.confirmed)
    if (database.cases.get(holdId)?.state !== 'confirmed')
      mesh.broken('places that are used stay used', holdId);
  for (const { caseId, kind, state, dueAt = 0 } of database.cases.values())
    if (kind === 'slot_hold' && state === 'held' && mesh.clock.now() - dueAt > cartGraceMs)
      mesh.broken('places are held no longer than they may', caseId);
}

function checkCarts({ mesh, database }: AtRest): void {
  for (const { reservationId, kind, state, expiresAt = 0 } of database.reservations.values())
    if (kind === 'soft' && state === 'live' && mesh.clock.now() - expiresAt > cartGraceMs)
      mesh.broken('a cart holds no longer than it may', reservationId);
}

/** Whoever changed an order since, of whatever version: what a newer one wrote about it is still there. */
function checkNewer({ mesh, database }: AtRest): void {
  for (const event of database.events) {
    if (!(newerField in event.body) || event.orderId === undefined) continue;
    const record = database.orders.get(event.orderId);
    if (record && !(newerField in record))
      mesh.broken('what a newer version wrote is kept', event.orderId);
  }
}

/** The last decisions, asked again, answer the same. */
async function checkReplay({ mesh, database }: AtRest): Promise<void> {
  const hub = mesh.processes[0]?.hub();
  if (!hub) return;
  for (const decisionId of [...database.decisions.keys()].slice(-3)) {
    const replayed = await hub.replay(decisionId);
    if (!replayed.ok || !replayed.value.same)
      mesh.broken('the same question has the same answer', decisionId);
  }
}
