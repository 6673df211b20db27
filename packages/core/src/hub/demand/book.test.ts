import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LoggedEvent } from '../ports/records.ts';
import { DemandBook, weekOf, weekStartAt } from './book.ts';
import type { DemandPart } from './book.ts';
import { addUnits, unitsAt } from './sparse.ts';

const dayMs = 86_400_000;

function placedEvent(sequence: number, day: number, units: number): LoggedEvent {
  return {
    type: 'dev.ordermesh.order.placed.v1',
    id: `ord_${String(sequence)}.1`,
    subject: `order/ord_${String(sequence)}`,
    orderId: undefined,
    at: day * dayMs,
    causationId: undefined,
    traceparent: undefined,
    stockMoves: [],
    slotMoves: [],
    body: { place: ['CN-SH', 31.2, 121.5], lines: [[1, 'OAT', units]] },
    sequence,
    recordedAt: day * dayMs,
    origin: 'test',
  };
}

const anyLog = fc
  .array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 40 })
  .map((rows) => rows.map(([day, units], ix) => placedEvent(ix + 1, 20_000 + day, units)));

const stretch = (log: readonly LoggedEvent[], from: number, until: number) => ({
  from,
  events: log.filter(({ sequence }) => sequence > from && sequence <= until),
  until,
});

describe('the book of demand', () => {
  it('is the same however the log is cut, told twice or kept in between', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(40), fc.nat(40), (log, first, second) => {
        const whole = new DemandBook();
        whole.follow(stretch(log, 0, log.length));
        const [a, b] = [Math.min(first, log.length), Math.min(second, log.length)];
        const cut = new DemandBook();
        cut.follow(stretch(log, 0, a));
        const kept = new DemandBook();
        kept.restore(cut.parts());
        kept.follow(stretch(log, Math.min(a, b), Math.max(a, b)));
        kept.follow(stretch(log, Math.max(a, b), log.length));
        expect(kept.parts()).toEqual(whole.parts());
      }),
    );
  });

  it('leaves a stretch alone that would leave a gap', () => {
    const book = new DemandBook();
    const log = [1, 2, 3].map((sequence) => placedEvent(sequence, 20_000, 1));
    book.follow(stretch(log, 1, 3));
    expect([book.sequence, book.tracks.size]).toEqual([0, 0]);
  });

  it('does not count a book of which a part is missing', () => {
    const book = new DemandBook();
    book.restore([
      { sequence: 9, parts: 2, firstDay: 1, zones: {}, lines: [], zoneLines: {}, tracks: [] },
    ]);
    expect(book.sequence).toBe(0);
  });

  it('counts the days of zones, and a book of a time without them is made anew from the log', () => {
    const book = new DemandBook();
    book.follow(stretch([placedEvent(1, 20_000, 3), placedEvent(2, 20_002, 9)], 0, 2));
    const days = (one: DemandBook) =>
      one.dailyByZone(20_000, 20_004).map(({ zone, lines }) => [zone, ...lines]);
    // Lines of orders, not their units.
    expect(days(book)).toEqual([['CN-SH', 1, 0, 1, 0]]);
    const [{ zoneLines, ...old }] = book.parts() as [DemandPart];
    const restored = new DemandBook();
    restored.restore([old]);
    expect(restored.sequence).toBe(0);
    restored.restore([{ ...old, zoneLines }]);
    expect(days(restored)).toEqual(days(book));
  });

  it('counts weeks from Monday', () => {
    const monday = Date.UTC(2026, 0, 5);
    expect(weekStartAt(weekOf(monday))).toBe(monday);
    expect(weekOf(monday - 1)).toBe(weekOf(monday) - 1);
  });
});

describe('a row of units by day', () => {
  it('adds up what a dense one would, and forgets what is too old', () => {
    const anyUnits = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: -3, max: 9 })));
    fc.assert(
      fc.property(anyUnits, (rows) => {
        const pairs: number[] = [];
        for (const [place, units] of rows) addUnits(pairs, { place, units, kept: 100 });
        for (let place = 0; place <= 50; place++) {
          const sum = rows.reduce((all, [at, units]) => all + (at === place ? units : 0), 0);
          expect(unitsAt(pairs, place)).toBe(sum);
        }
      }),
    );
    const pairs: number[] = [];
    for (let place = 0; place < 30; place++) addUnits(pairs, { place, units: 1, kept: 7 });
    expect(pairs.length).toBe(14);
    expect(unitsAt(pairs, 22)).toBe(0);
  });
});
