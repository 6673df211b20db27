import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fulfilmentId, itemId, nodeId, orderId } from '../../../words/index.ts';
import type { OpenWork, ReconcileQuestion, SnapshotRow } from './question.ts';
import { reconcile } from './reconcile.ts';

const [dc, tea] = [nodeId('dc'), itemId('TEA')];
const at = { nodeId: dc, itemId: tea, lot: '' };
const book = (onHandUnits: number, more = {}) => ({
  ...at,
  onHandUnits,
  reservedUnits: 0,
  safetyUnits: 0,
  ...more,
});
const row = (onHandUnits: number, more: Partial<SnapshotRow> = {}): SnapshotRow => ({
  ...at,
  onHandUnits,
  ...more,
});
const work = (heldUnits: number, shortUnits = 0): OpenWork => ({
  fulfilmentId: fulfilmentId('ful_1'),
  orderId: orderId('ord_1'),
  nodeId: dc,
  epoch: 1,
  lines: [{ lineNo: 1, itemId: tea, lot: '', heldUnits, shortUnits }],
});
const move = (units: number, happenedAt: number) => ({
  ...at,
  units,
  happenedAt,
  kind: 'stock.shipped',
  eventId: 'e1',
});
const ask = (change: Partial<ReconcileQuestion>): ReconcileQuestion => ({
  asOfAt: 100,
  isComplete: false,
  rows: [],
  isNode: (id) => id === dc,
  unitOf: (id) => (id === tea ? 'each' : id === itemId('RICE') ? 'gram' : undefined),
  books: [book(10)],
  moves: [],
  works: [],
  transfers: [],
  ...change,
});
const causes = (change: Partial<ReconcileQuestion>) =>
  reconcile(ask(change)).differences.flatMap((one) =>
    one.causes.map(({ cause, units }) => `${cause} ${String(units)}`),
  );
const proposals = (change: Partial<ReconcileQuestion>) => reconcile(ask(change)).proposals;

describe('a difference between two books', () => {
  it('is none when both say the same', () => {
    expect(reconcile(ask({ rows: [row(10)] }))).toMatchObject({
      matches: 1,
      differences: [],
      proposals: [],
    });
  });

  it('is what was booked after the snapshot, but not what had happened before it', () => {
    expect(causes({ rows: [row(13)], moves: [move(-3, 150)] })).toEqual(['facts-after-snapshot 3']);
    expect(causes({ rows: [row(10)], moves: [move(-3, 90)] })).toEqual([]);
    expect(causes({ rows: [row(10)], moves: [move(-3, 150)] })).toEqual([
      'facts-after-snapshot 3',
      'real-drift -3',
    ]);
  });

  it('is goods that are packed and not told to have left, and short picks that nobody confirmed', () => {
    expect(causes({ rows: [row(7)], works: [work(3)] })).toEqual(['shipment-in-flight -3']);
    expect(proposals({ rows: [row(7)], works: [work(3)] })).toEqual([]);
    expect(causes({ rows: [row(6)], works: [work(3, 2)] })).toEqual([
      'short-pick-unconfirmed -2',
      'shipment-in-flight -1',
      'real-drift -1',
    ]);
    expect(proposals({ rows: [row(6)], works: [work(3, 2)] })).toMatchObject([
      { proposalId: 'p1', kind: 'report-short', lines: [{ lineNo: 1, missingUnits: 2 }] },
      { proposalId: 'p2', kind: 'adjust', units: -1, reason: 'lost' },
    ]);
  });

  it('is a transfer that arrived and nobody told us', () => {
    const line = {
      itemId: tea,
      lot: '',
      units: 5,
      shippedUnits: 5,
      receivedUnits: 0,
      lostUnits: 0,
      lossReason: undefined,
    };
    const transfer = {
      transferId: 'trf_1',
      fromNodeId: nodeId('other'),
      toNodeId: dc,
      state: 'shipped' as const,
      expectedAt: 0,
      reason: '',
      lines: [line],
      history: [],
    };
    expect(causes({ rows: [row(16)], transfers: [transfer] })).toEqual([
      'receipt-not-told 5',
      'real-drift 1',
    ]);
    expect(proposals({ rows: [row(15)], transfers: [transfer] })).toMatchObject([
      { kind: 'receive-transfer', units: 5 },
    ]);
  });

  it('is a name or unit that does not fit; then nothing is proposed', () => {
    const rows = [
      row(1, { nodeId: nodeId('x') }),
      row(1, { itemId: itemId('X') }),
      row(12, { unit: 'case' }),
    ];
    expect(causes({ rows })).toEqual(['unknown-node 1', 'unknown-item 1', 'unit-mismatch 2']);
    const rice = { itemId: itemId('RICE') };
    expect(causes({ rows: [row(4, rice)], books: [book(4000, rice)] })).toEqual([
      'unit-mismatch -3996',
    ]);
    expect(proposals({ rows })).toEqual([]);
  });

  it('is drift only when nothing else explains it; a complete snapshot also speaks of what it leaves out', () => {
    const books = [book(10), book(4, { lot: 'L1', itemId: itemId('RICE') })];
    expect(causes({ rows: [row(10)], books })).toEqual([]);
    expect(causes({ rows: [row(10)], books, isComplete: true })).toEqual(['real-drift -4']);
    const untold = { rows: [row(5, { itemId: itemId('RICE') })], books };
    expect([causes(untold), proposals(untold)]).toEqual([['lots-not-told 1'], []]);
    const reserved = reconcile(ask({ rows: [row(10, { reservedUnits: 2 })] })).differences[0];
    expect([reserved?.reserved, reserved?.causes]).toEqual([
      { snapshotUnits: 2, bookUnits: 0 },
      [],
    ]);
  });

  it('is always the sum of its causes, and what is proposed never mends more than it', () => {
    fc.assert(
      fc.property(
        fc.record({
          snapshot: fc.nat(20),
          booked: fc.nat(20),
          held: fc.nat(5),
          short: fc.nat(5),
          later: fc.integer({ min: -5, max: 5 }),
        }),
        ({ snapshot, booked, held, short, later }) => {
          const found = reconcile(
            ask({
              rows: [row(snapshot)],
              books: [book(booked)],
              works: [work(held, Math.min(held, short))],
              moves: later === 0 ? [] : [move(later, 150)],
            }),
          );
          const all = found.differences.flatMap((one) => one.causes);
          const sum = all.reduce((units, cause) => units + cause.units, 0);
          expect(found.differences.length === 0 ? snapshot - booked : sum).toBe(
            found.differences.length === 0 ? 0 : snapshot - booked,
          );
          const drift = all.find(({ cause }) => cause === 'real-drift')?.units ?? 0;
          const adjusted = found.proposals.find(({ kind }) => kind === 'adjust');
          expect(adjusted?.kind === 'adjust' ? adjusted.units : 0).toBe(drift);
        },
      ),
    );
  });
});
