import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedOnce, ingestAttemptsMax, judgeRow } from './ingest.ts';
import type { IngestKnown, IngestRow } from './ingest.ts';

type Row = Pick<IngestRow, 'version' | 'kind'>;
const row = (version: number, kind: Row['kind'] = 'order'): Row => ({ version, kind });
const known = (change: Partial<IngestKnown> = {}): IngestKnown => ({
  version: 5,
  state: 'placed',
  orderId: 'ord_1',
  attempts: 0,
  ...change,
});

describe('a row of a source', () => {
  it('is placed when it is new, and remembered when it is a cancel whose order has not come', () => {
    expect(judgeRow(row(1), undefined)).toEqual({ step: 'place' });
    expect(judgeRow(row(1, 'cancel'), undefined)).toEqual({ step: 'remember' });
  });

  it('changes nothing when it is older or the same', () => {
    expect(judgeRow(row(4), known())).toEqual({ step: 'skip', because: 'older' });
    expect(judgeRow(row(5), known())).toEqual({ step: 'skip', because: 'same' });
    expect(judgeRow(row(5), known({ state: 'parked' }))).toEqual({
      step: 'skip',
      because: 'parked',
    });
  });

  it('amends or cancels when it is newer, and does not revive what was cancelled here', () => {
    expect(judgeRow(row(6), known())).toEqual({ step: 'amend' });
    expect(judgeRow(row(6, 'cancel'), known())).toEqual({ step: 'cancel' });
    expect(judgeRow(row(6), known({ state: 'cancelled' }))).toEqual({
      step: 'skip',
      because: 'cancelled',
    });
  });

  it('is placed after a cancel only when its source says so at a newer version', () => {
    const cancelled = known({ state: 'cancelled', orderId: undefined });
    expect(judgeRow(row(5), cancelled).step).toBe('skip');
    expect(judgeRow(row(6), cancelled)).toEqual({ step: 'place' });
    expect(judgeRow(row(6, 'cancel'), cancelled)).toEqual({ step: 'remember' });
  });

  it('that failed is tried again, and parked after three tries; a newer version begins anew', () => {
    let now: IngestKnown | undefined;
    for (let n = 1; n <= ingestAttemptsMax; n += 1) {
      expect(judgeRow(row(7), now)).toEqual({ step: 'place' });
      now = failedOnce(row(7), now);
      expect(now.attempts).toBe(n);
    }
    expect(now?.state).toBe('parked');
    expect(judgeRow(row(7), now).step).toBe('skip');
    expect(judgeRow(row(8), now)).toEqual({ step: 'place' });
    expect(failedOnce(row(8), now)).toMatchObject({ state: 'trying', attempts: 1 });
  });

  it('leads to the same end in whatever order rows come and however often', () => {
    const end = (rows: readonly Row[]): string => {
      let now: IngestKnown | undefined;
      for (const one of rows) {
        const { step } = judgeRow(one, now);
        if (step === 'skip') continue;
        const cancels = step === 'cancel' || step === 'remember';
        now = {
          version: one.version,
          state: cancels ? 'cancelled' : 'placed',
          orderId: step === 'place' ? 'ord_1' : now?.orderId,
          attempts: 0,
        };
      }
      return `${String(now?.state)} at ${String(now?.version)}`;
    };
    // Versions 1 … n are orders, the last one may be a cancel: as a source that does not revive would send them.
    const history = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.boolean())
      .map(([last, cancelled]) =>
        Array.from({ length: last }, (_, ix) =>
          row(ix + 1, cancelled && ix === last - 1 ? 'cancel' : 'order'),
        ),
      );
    const told = history.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(told, ([rows, shuffled]) => {
        expect(end(shuffled)).toBe(end(rows));
      }),
    );
  });
});
