import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId } from '../../../words/index.ts';
import {
  priceSheet,
  priceSheetDocument,
  readPriceSheet,
  slotPriceMilli,
  unitPriceMilli,
} from './sheet.ts';

const source = {
  version: 3,
  madeAt: Date.UTC(2026, 4, 6, 2),
  method: 'removal' as const,
  shrinkPercent: 100,
  forecastVersion: 'croston 7',
  networkVersion: 12,
  nodeCount: 3,
};
const [tea, cup] = [itemId('tea'), itemId('cup')];
const slotAt = Date.UTC(2026, 4, 6, 3);

describe('a price sheet', () => {
  it('tells the price of a unit by node and item, and none for what is not on it', () => {
    const items = [
      { itemId: tea, milli: [0, 1500.4, -3] },
      { itemId: cup, milli: [0, 0.2, 0] },
    ];
    const sheet = priceSheet(source, { items, slots: [] });
    expect([0, 1, 2].map((nodeIx) => unitPriceMilli(sheet, nodeIx, tea))).toEqual([0, 1500, 0]);
    expect(unitPriceMilli(sheet, 1, cup)).toBe(0);
    expect([...sheet.rows.keys()], 'items without a price take no row').toEqual([tea]);
  });

  it('tells the price of a place in a slot, and none for other slots and nodes', () => {
    const slots = [
      { nodeIx: 2, slotAt, milli: 700 },
      { nodeIx: 0, slotAt, milli: 0 },
    ];
    const sheet = priceSheet(source, { items: [], slots });
    expect(slotPriceMilli(sheet, 2, slotAt)).toBe(700);
    expect(slotPriceMilli(sheet, 2, slotAt + 1)).toBe(0);
    expect(slotPriceMilli(sheet, 0, slotAt)).toBe(0);
  });

  it('comes back from its document as it was', () => {
    const anyMilli = fc.nat(5_000_000);
    const anyItems = fc.array(fc.array(anyMilli, { minLength: 3, maxLength: 3 }), { maxLength: 6 });
    const anySlots = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(40), anyMilli), {
      maxLength: 12,
      selector: ([nodeIx, hour]) => `${String(nodeIx)}/${String(hour)}`,
    });
    fc.assert(
      fc.property(anyItems, anySlots, (items, slots) => {
        const sheet = priceSheet(source, {
          items: items.map((milli, at) => ({ itemId: itemId(`item-${String(at)}`), milli })),
          slots: slots.map(([nodeIx, hour, milli]) => ({
            nodeIx,
            slotAt: slotAt + hour * 3_600_000,
            milli,
          })),
          crews: slots.map(([nodeIx, , milli]) => ({ nodeIx, slotMinutes: 15, milli })),
        });
        const text = JSON.stringify(priceSheetDocument(sheet));
        expect(readPriceSheet(JSON.parse(text) as ReturnType<typeof priceSheetDocument>)).toEqual(
          sheet,
        );
      }),
      { numRuns: 200, seed: 20_261_126 },
    );
  });
});
