import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decisionId,
  fulfilmentId,
  itemId,
  nodeId,
  orderId,
  serviceId,
} from '../../../words/index.ts';
import type { Fulfilment, FulfilmentState } from '../fulfilment.ts';
import { keptWork, linesBetween, pairWork } from './pair-work.ts';
import { planWork } from '../plan-work.ts';
import type { PlannedWork } from '../plan-work.ts';

const window = { startAt: 10_000, endAt: 20_000 };
const parcel = (node: string, units: Readonly<Record<number, number>>): PlannedWork => ({
  nodeId: nodeId(node),
  serviceId: serviceId('parcel'),
  lines: Object.entries(units).map(([lineNo, quantityUnits]) => ({
    lineNo: Number(lineNo),
    itemId: itemId(`item-${lineNo}`),
    quantityUnits,
  })),
  slotAt: 1_000,
  startAt: 1_500,
  window,
  collectedAt: 9_000,
  costMinor: 700,
  carbonGrams: 30,
});
const work = (
  number: number,
  planned: PlannedWork,
  state: FulfilmentState = 'scheduled',
): Fulfilment => {
  const [made] = planWork([planned], {
    orderId: orderId('ord_1'),
    epoch: number,
    decisionId: decisionId('dec_1'),
    promisedWindow: window,
  });
  return { ...made!, fulfilmentId: fulfilmentId(`ful_1.${String(number)}.1`), state };
};

describe('a new plan over the work there is', () => {
  it('keeps work at nodes that stay, lets the others go, and names what nobody has yet', () => {
    const stays = work(1, parcel('a', { 1: 2 }));
    const goes = work(2, parcel('b', { 2: 1 }));
    const [first, second] = [parcel('a', { 1: 1 }), parcel('c', { 1: 1, 2: 1 })];
    expect(pairWork([stays, goes], [first, second])).toEqual({
      kept: [{ work: stays, parcel: first }],
      leaving: [goes],
      fresh: [second],
    });
  });

  it('takes the work with most units in common where a node has several', () => {
    const [little, much] = [work(1, parcel('a', { 1: 1 })), work(2, parcel('a', { 2: 5 }))];
    const planned = parcel('a', { 1: 1, 2: 4 });
    const { kept, leaving } = pairWork([little, much], [planned]);
    expect([kept[0]?.work, leaving]).toEqual([much, [little]]);
  });

  it('never keeps work that is on offer to several nodes at once', () => {
    const offered = {
      ...work(1, parcel('a', { 1: 1 })),
      competition: {} as NonNullable<Fulfilment['competition']>,
    };
    expect(pairWork([offered], [parcel('a', { 1: 1 })]).leaving).toEqual([offered]);
  });

  it('changes what is to be done, not whose it is, how far it is or which fencing number it has', () => {
    const before = { ...work(3, parcel('a', { 1: 2, 2: 1 }), 'accepted'), dueAt: 99 };
    const decided = { decisionId: decisionId('dec_2'), promisedWindow: window };
    const after = keptWork(before, { ...parcel('a', { 1: 3 }), slotAt: 4_000 }, decided);
    expect(after).toMatchObject({
      fulfilmentId: before.fulfilmentId,
      epoch: 3,
      state: 'accepted',
      slotAt: 4_000,
      decisionId: 'dec_2',
    });
    expect(after.lines.map((line) => [line.lineNo, line.quantityUnits])).toEqual([
      [1, 3],
      [2, 0],
    ]);
    const held = { ...before, state: 'scheduled' as const, dueAt: undefined };
    expect(keptWork(held, parcel('a', { 1: 1 }), decided).dueAt).toBeUndefined();
    const onOffer = { ...before, state: 'offered' as const, dueAt: 77 };
    expect(keptWork(onOffer, parcel('a', { 1: 1 }), decided).dueAt).toBe(77);
  });

  it('loses and invents no unit: what grows minus what shrinks is the difference', () => {
    const anyLines = fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.nat(9));
    fc.assert(
      fc.property(anyLines, anyLines, (before, after) => {
        const [a, b] = [parcel('a', before).lines, parcel('a', after).lines];
        const { more, fewer } = linesBetween(a, b);
        const sum = (lines: typeof a): number =>
          lines.reduce((total, { quantityUnits }) => total + quantityUnits, 0);
        expect(sum(more) - sum(fewer)).toBe(sum(b) - sum(a));
        for (const { lineNo, quantityUnits } of fewer)
          expect(quantityUnits).toBeLessThanOrEqual(before[lineNo] ?? 0);
      }),
    );
  });
});
