import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anOrder } from '@ordermesh/testkit';
import { itemId } from '../../words/index.ts';
import {
  isWhollyRefunded,
  paidTotal,
  refundedTotal,
  refundLeft,
  refundLines,
  refundTotal,
  shippingLeft,
} from './refund.ts';
import type { PaidOrder, Refund, RefundLine } from './refund.ts';

const order = anOrder('ord_1', {
  shippingPriceMinor: 700,
  lines: [
    { lineNo: 1, itemId: itemId('tea'), quantityUnits: 3, priceMinor: 1000, taxMinor: 130 },
    { lineNo: 2, itemId: itemId('oat'), quantityUnits: 1, priceMinor: 550, taxMinor: 0 },
  ],
});
const paid: PaidOrder = { order, cancelledUnits: {}, refunds: [] };
const full = (lineNo: number, units: number) =>
  ({ lineNo, units, grade: 'unseen', basisPoints: 10_000 }) as const;
const aRefund = (lines: readonly RefundLine[], parts: Partial<Refund> = {}): Refund => ({
  refundId: `rfd_${String(lines.length)}`,
  caseId: 'ret_1',
  state: 'approved',
  creditedMinor: 0,
  lines,
  shippingMinor: 0,
  because: 'test',
  approvedAt: 0,
  issuedAt: undefined,
  reference: undefined,
  ...parts,
});
const given = (
  of: PaidOrder,
  ...wishes: Parameters<typeof refundLines>[1]
): readonly RefundLine[] => {
  const lines = refundLines(of, wishes);
  if (!lines.ok) throw new Error(JSON.stringify(lines.refusal));
  return lines.value;
};

describe('a refund', () => {
  it('gives each unit its exact share, and the rounding with the last one', () => {
    const amounts = [0, 1, 2].map((before) => {
      const refunds = before === 0 ? [] : [aRefund(given(paid, full(1, before)))];
      return given({ ...paid, refunds }, full(1, 1))[0]?.goodsMinor;
    });
    expect(amounts).toEqual([333, 333, 334]);
  });

  it('refuses units that were cancelled or refunded before, with what is left', () => {
    expect(refundLines({ ...paid, cancelledUnits: { 1: 1 } }, [full(1, 3)])).toEqual({
      ok: false,
      refusal: { reason: 'above-paid', lineNo: 1, asked: 3, left: 2, of: 'units' },
    });
    expect(refundLines(paid, [full(1, 2), full(1, 2)])).toMatchObject({
      refusal: { asked: 2, left: 1 },
    });
    expect(refundLines(paid, [full(9, 1)])).toMatchObject({ refusal: { lineNo: 9, left: 0 } });
  });

  it('takes an exact amount up to what is left of the line, divided among goods and tax', () => {
    const wish = { ...full(1, 0), amountMinor: 113 };
    expect(given(paid, wish)).toMatchObject([{ units: 0, goodsMinor: 100, taxMinor: 13 }]);
    expect(refundLines(paid, [{ ...wish, amountMinor: 1131 }])).toMatchObject({
      refusal: { asked: 1131, left: 1130, of: 'minor' },
    });
  });

  it('gives less for a lower grade, and nothing of it is lost for people who decide otherwise', () => {
    const half = given(paid, { ...full(2, 1), basisPoints: 5_000 });
    expect(half).toMatchObject([{ goodsMinor: 275 }]);
    const line = order.lines[1]!;
    expect(refundLeft({ ...paid, refunds: [aRefund(half)] }, line)).toEqual({
      units: 0,
      goodsMinor: 275,
      taxMinor: 0,
    });
  });

  it('forgets withdrawn refunds', () => {
    const withdrawn = aRefund(given(paid, full(1, 3)), { state: 'withdrawn', shippingMinor: 700 });
    const after = { ...paid, refunds: [withdrawn] };
    expect(refundLeft(after, order.lines[0]!).units).toBe(3);
    expect(shippingLeft(after)).toBe(700);
    expect(refundedTotal(after.refunds)).toBe(0);
  });

  const anyLine = fc.record({
    quantityUnits: fc.integer({ min: 1, max: 9 }),
    priceMinor: fc.nat(100_000),
    taxMinor: fc.nat(20_000),
  });
  const anyAct = fc.record({
    lineNo: fc.integer({ min: 1, max: 3 }),
    units: fc.nat(4),
    basisPoints: fc.nat(10_000),
    amountMinor: fc.option(fc.nat(120_000), { nil: undefined }),
    isCancel: fc.boolean(),
  });

  it('is never above what was paid, per line and in all, whatever is asked in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 3 }),
        fc.array(anyAct, { maxLength: 15 }),
        (lines, acts) => {
          let state: PaidOrder = {
            order: anOrder('ord_1', {
              shippingPriceMinor: 500,
              lines: lines.map((line, ix) => ({ ...line, lineNo: ix + 1, itemId: itemId('tea') })),
            }),
            cancelledUnits: {},
            refunds: [],
          };
          for (const { isCancel, amountMinor, ...act } of acts) {
            const line = state.order.lines.find(({ lineNo }) => lineNo === act.lineNo);
            if (isCancel && line && refundLeft(state, line).units >= act.units) {
              const { cancelledUnits: known } = state;
              // Only units that nobody refunded can still be cancelled.
              if (state.refunds.length > 0) continue;
              const cancelledUnits = {
                ...known,
                [act.lineNo]: (known[act.lineNo] ?? 0) + act.units,
              };
              state = { ...state, cancelledUnits };
              continue;
            }
            const wish = {
              ...act,
              grade: 'unseen' as const,
              ...(amountMinor !== undefined && { amountMinor }),
            };
            const outcome = refundLines(state, [wish]);
            if (!outcome.ok) continue;
            state = { ...state, refunds: [...state.refunds, aRefund(outcome.value)] };
          }
          for (const line of state.order.lines) {
            const left = refundLeft({ ...state, refunds: [] }, line);
            const own = state.refunds.flatMap((one) =>
              one.lines.filter(({ lineNo }) => lineNo === line.lineNo),
            );
            const sum = own.reduce((total, one) => total + one.goodsMinor, 0);
            const tax = own.reduce((total, one) => total + one.taxMinor, 0);
            expect(sum).toBeLessThanOrEqual(left.goodsMinor);
            expect(tax).toBeLessThanOrEqual(left.taxMinor);
          }
          expect(refundedTotal(state.refunds)).toBeLessThanOrEqual(paidTotal(state));
        },
      ),
    );
  });

  it('of all units, in any portions, is exactly what was paid', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 12 }),
        (line, portions) => {
          let state: PaidOrder = {
            order: anOrder('ord_1', { lines: [{ ...line, lineNo: 1, itemId: itemId('tea') }] }),
            cancelledUnits: {},
            refunds: [],
          };
          const [only] = state.order.lines;
          for (const wished of [...portions, line.quantityUnits]) {
            const units = Math.min(wished, refundLeft(state, only!).units);
            const refund = aRefund(given(state, full(1, units)));
            state = { ...state, refunds: [...state.refunds, refund] };
          }
          expect(isWhollyRefunded(state)).toBe(true);
          const sum = state.refunds.reduce((total, refund) => total + refundTotal(refund), 0);
          expect(sum).toBe(line.priceMinor + line.taxMinor);
        },
      ),
    );
  });
});
