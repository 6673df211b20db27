import type { ExchangeFile } from '@ordermesh/core/aftercare';
import type { CaseRecord } from '@ordermesh/core/hub';
import type { Reservation } from '@ordermesh/core/reserve';
import type { AtRest } from '../at-rest.ts';

/** How long an exchange may wait for somebody to look at it: clocks are right again, and look often. */
const graceMs = 5 * 60_000;

interface Exchange {
  readonly rest: AtRest;
  readonly record: CaseRecord;
  readonly file: ExchangeFile;
  /** Orders that replace its goods. */
  readonly replacements: readonly string[];
  /** What is still held for it. */
  readonly held: readonly Reservation[];
}

/**
 * An exchange is sent or called off, never both; its replacement is one order; its goods are held while it waits and
 * free when it is over; and its customer gets a replacement or the money.
 */
export function checkExchanges(rest: AtRest): void {
  const asked = new Set<string>();
  const replacements = replacementsIn(rest);
  for (const record of rest.database.cases.values()) {
    if (record.kind !== 'exchange') continue;
    const file = record.document as ExchangeFile;
    const { orderId = '', caseId } = record;
    if (asked.has(orderId)) say(rest, record, 'an exchange asked for again is the same exchange');
    asked.add(orderId);
    const held = [...(rest.database.reservationsOfCart.get(file.cartId) ?? [])].flatMap((id) => {
      const one = rest.database.reservations.get(id);
      return one?.state === 'live' ? [one] : [];
    });
    const ofIt = [...replacements].flatMap(([name, id]) => (name.startsWith(caseId) ? [id] : []));
    checkOne({ rest, record, file, held, replacements: ofIt });
  }
}

/** Orders that replace goods, by the name under which they were placed. */
function replacementsIn({ database }: AtRest): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { order } of database.orders.values())
    for (const { system, id } of order.externalIds)
      if (system === 'exchange') found.set(id, order.orderId);
  return found;
}

function checkOne(exchange: Exchange): void {
  checkReplacement(exchange);
  checkHeld(exchange);
  checkTold(exchange);
  checkCredit(exchange);
}

const say = ({ mesh }: AtRest, { caseId, state }: CaseRecord, invariant: string): void => {
  mesh.broken(invariant, `${caseId} is ${state}`);
};

const isSent = ({ state }: CaseRecord): boolean => state === 'sent' || state === 'unreturned';

function checkReplacement({ rest, record, file, replacements }: Exchange): void {
  const wanted = isSent(record) ? [file.replacementOrderId] : [];
  const isWhole = JSON.stringify(replacements) === JSON.stringify(wanted);
  // What is due may have been placed in the last moment, and noted in the next.
  if (!isWhole && record.state !== 'due')
    rest.mesh.broken(
      'an exchange is one replacement or none',
      `${record.caseId} is ${record.state}, placed ${replacements.join(' ')}`,
    );
  const isLate = rest.mesh.clock.now() - (record.dueAt ?? Infinity) > graceMs;
  if (isLate) say(rest, record, 'an exchange that is due is sent');
}

function checkHeld({ rest, record, file, held }: Exchange): void {
  const now = rest.mesh.clock.now();
  const units = held.reduce((sum, one) => sum + one.units, 0);
  if (record.state === 'waiting' && file.lacksSinceAt !== undefined) checkLost(rest, record, units);
  else if (record.state === 'waiting') {
    const isKept = held.every(({ expiresAt = 0 }) => expiresAt === file.heldUntilAt);
    if ((units !== 1 || !isKept) && now < file.heldUntilAt)
      say(rest, record, 'goods are held for an exchange that waits');
  } else if (units > 0 && now - (file.movedAt ?? record.openedAt) > graceMs)
    say(rest, record, 'goods held for an exchange that is over are free');
}

/** Its customer was told that the goods are gone, and others are looked for. */
function checkLost(rest: AtRest, record: CaseRecord, units: number): void {
  const { caseId, orderId = '', dueAt = 0 } = record;
  const isTold = (rest.database.eventsOf.get(orderId) ?? []).some(
    ({ type, subject }) => type.includes('exchange.goods_lost') && subject === `exchange/${caseId}`,
  );
  if (units > 0 || !isTold) say(rest, record, 'who loses the goods of an exchange is told of it');
  if (rest.mesh.clock.now() - dueAt > graceMs)
    say(rest, record, 'goods that an exchange lost are looked for again');
}

/** What the customer did, and was told. */
function checkTold({ rest, record, file }: Exchange): void {
  const back = rest.database.cases.get(file.returnId);
  if (back?.state === 'cancelled' && ['waiting', 'due', 'sent'].includes(record.state))
    say(rest, record, 'an exchange ends with its return');
  const swap = rest.swapped.all.get(record.caseId);
  if (!swap) return;
  if (swap.isCalledOff && !isEnded(record, file))
    say(rest, record, 'who was told that the exchange is called off gets no replacement');
  if (swap.isSent && !swap.isUnwanted && !isSent(record))
    say(rest, record, 'who sends the goods back gets the replacement');
}

/** Only what is sent at once may be on its way already when its customer keeps the goods. */
const isEnded = (record: CaseRecord, { shipsAt }: ExchangeFile): boolean =>
  record.state === 'expired' || (shipsAt === 'at_once' && isSent(record));

/** What comes back pays for the replacement at most once, and not at all when none is sent. */
function checkCredit({ rest, record, file }: Exchange): void {
  const order = rest.database.orders.get(record.orderId ?? '');
  const refunds = (order?.aftercare?.refunds ?? []).filter(
    ({ caseId, state }) => caseId === file.returnId && state !== 'withdrawn',
  );
  const creditedMinor = refunds.reduce((sum, refund) => sum + refund.creditedMinor, 0);
  if (creditedMinor > (isSent(record) ? file.replacementMinor : 0))
    rest.mesh.broken(
      'what came back pays for the replacement that was sent',
      `${record.caseId} is ${record.state}, credited ${String(creditedMinor)} of ${String(file.replacementMinor)}`,
    );
}
