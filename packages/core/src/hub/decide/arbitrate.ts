import { openBook } from './book.ts';
import { openLedger } from './ledger.ts';
import type { LoggedEvent } from './records.ts';
import type { CommitResult, CommitUnit } from './unit.ts';
import type { CurrentState, Writes } from './writes.ts';

/** What the store gives the events of a batch. */
export interface LogStamp {
  /** The first free sequence; the events of accepted units get it and the following ones, without a gap. */
  readonly firstSequence: number;
  /** Which process writes. */
  readonly origin: string;
}

/** The judgement on a batch: one result per unit, and what the accepted ones change. */
export interface Arbitration {
  readonly results: readonly CommitResult[];
  readonly writes: Writes;
}

/**
 * Judges a batch of units in order against what is stored now, each against what the earlier accepted ones left. A
 * refused unit changes nothing, so a later duplicate of it is judged on its own merits. Every store calls this one
 * function under its locks, so that all stores refuse alike.
 *
 * The guards, in this order, the first that says no wins:
 * 1. the Idempotency-Key (`key-replayed`, `key-reused`; an answer that expired at or before the unit's `at` does not count);
 * 2. external ids, versions of orders, fulfilments, exceptions, documents, units of reservations, known facts;
 * 3. stock, per position, over all moves of the unit together: when `available` moves newly reserve (net > 0),
 *    on hand − reserved − safety must be ≥ 0 afterwards. Reserved units are the house's own count: a move that would
 *    make them negative is refused too, whatever its guard. On hand and safety stop at zero, and the event is
 *    logged with the move that was applied, so that the log sums up to the positions;
 *    A move's `keepUnits` takes the place of that 0; above what is on hand nothing is ever newly reserved.
 *    A count (`onHandBeforeUnits`) is refused when on hand is not what it was counted from;
 * 4. slots, per slot: when the unit takes places (net > 0), used places must not exceed the `ordersMax` of its moves.
 *
 * Cost: linear in the moves and records of the batch.
 *
 * @returns results in the order of units, with the sequences of the events; and the writes, each thing once
 */
export function arbitrate(
  units: readonly CommitUnit[],
  current: CurrentState,
  stamp: LogStamp,
): Arbitration {
  const book = openBook(current);
  const ledger = openLedger(current);
  const events: LoggedEvent[] = [];

  function judge(unit: CommitUnit): CommitResult {
    const nextSequence = stamp.firstSequence + events.length;
    const refusal = ledger.refusalOf(unit);
    if (refusal) return { ok: false, refusal };
    const booked = book.tryUnit(unit.events, nextSequence - 1);
    if (!('ok' in booked)) return { ok: false, refusal: booked };
    ledger.keep(unit);
    const sequences: number[] = [];
    unit.events.forEach((draft, ix) => {
      sequences.push(nextSequence + ix);
      events.push({
        type: draft.type,
        id: draft.id,
        subject: draft.subject,
        orderId: draft.orderId,
        at: draft.at,
        causationId: draft.causationId,
        traceparent: draft.traceparent,
        stockMoves: booked.stockMoves[ix] ?? draft.stockMoves,
        slotMoves: booked.slotMoves[ix] ?? draft.slotMoves,
        body: draft.body,
        ...(draft.by && { by: draft.by }),
        ...(draft.changed && { changed: draft.changed }),
        sequence: nextSequence + ix,
        recordedAt: unit.at,
        origin: stamp.origin,
      });
    });
    const isAsAsked = unit.events.every((draft, ix) => booked.stockMoves[ix] === draft.stockMoves);
    return isAsAsked
      ? { ok: true, sequences }
      : { ok: true, sequences, stockMovesApplied: booked.stockMoves };
  }

  const results = units.map(judge);
  return {
    results,
    writes: { ...ledger.writes, positions: book.positions(), slots: book.slots(), events },
  };
}
