import { describe, expect, it } from 'vitest';

import { itemId } from '../../words/index.ts';
import type { ItemProfile } from './item.ts';
import { catalogueFaults, kitParts } from './kits.ts';

const item = (id: string, parts: Readonly<Record<string, number>> = {}): ItemProfile => ({
  itemId: itemId(id),
  name: id,
  unit: 'each',
  weightGrams: 1,
  temperatureClass: 'ambient',
  ...(Object.keys(parts).length > 0 && {
    components: Object.entries(parts).map(([of, unitsPerKit]) => ({
      itemId: itemId(of),
      unitsPerKit,
    })),
  }),
});

const catalogue = (...items: readonly ItemProfile[]) =>
  new Map<string, ItemProfile>(items.map((one) => [one.itemId, one]));
const reasons = (items: readonly ItemProfile[], known = catalogue()): readonly string[] =>
  catalogueFaults(items, known).map(({ field, reason }) => `${field} ${reason}`);

describe('a catalogue', () => {
  it('knows all parts, and lets kits hold kits one level deep', () => {
    const set = item('SET', { POT: 1, CUP: 2 });
    expect(reasons([item('POT'), item('CUP'), set, item('HAMPER', { SET: 1, POT: 1 })])).toEqual(
      [],
    );
    expect(reasons([set], catalogue(item('POT')))).toEqual([
      '/items/0/components/1/itemId unknown-item',
    ]);
  });

  it('refuses a kit that would be a part of itself', () => {
    const known = catalogue(item('POT'), item('SET', { POT: 1 }));
    expect(reasons([item('POT', { SET: 1 })], known)).toContain(
      '/items/0/components/0/itemId kit-cycle',
    );
  });

  it('refuses kits of kits of kits, whichever of them is published last', () => {
    const known = catalogue(item('CUP'), item('SET', { CUP: 2 }), item('BOX', { SET: 1 }));
    expect(reasons([item('CRATE', { BOX: 1 })], known)).toEqual([
      '/items/0/components/0/itemId kit-too-deep',
    ]);
    expect(reasons([item('SET', { PAIR: 1 }), item('PAIR', { CUP: 2 })], known)).toEqual([
      '/items/0/components kit-too-deep',
    ]);
  });
});

it('a kit is picked as its parts, those of kits inside it among them, each item once', () => {
  const known = catalogue(item('CUP'), item('POT'), item('SET', { POT: 1, CUP: 2 }));
  expect(kitParts(item('HAMPER', { SET: 2, CUP: 1 }), (id) => known.get(id))).toEqual([
    { itemId: 'POT', unitsPerKit: 2 },
    { itemId: 'CUP', unitsPerKit: 5 },
  ]);
  expect(kitParts(item('CUP'), () => undefined)).toBeUndefined();
});
