import type { Hub } from '@ordermesh/core/hub';
import { referenceWorld } from '@ordermesh/twin';

/** Makes the draft of an order; the same number makes the same draft. */
export type Draft = (ix: number) => unknown;

/**
 * Fills the hub with the reference network and stock; returns how a draft is made.
 *
 * @param stockTimes how much more lies on every shelf than in the reference world; as usual enough for everybody
 */
export async function fill(hub: Hub, stockTimes = 40): Promise<Draft> {
  const world = referenceWorld(42);
  await hub.publishNetwork(world.network, 'bench');
  const items = world.catalogue
    .map(({ profile }) => profile)
    .filter(({ temperatureClass }) => temperatureClass === 'ambient');
  await hub.putItems(items);
  const known = new Set(items.map(({ itemId }) => itemId));
  const rows = world.stock
    .filter(({ itemId }) => known.has(itemId))
    .map((row) => ({ ...row, onHandUnits: Math.ceil(row.onHandUnits * stockTimes) }));
  const filled = await hub.setStock(rows, 'bench');
  if (!filled.ok) throw new Error(JSON.stringify(filled.refusal));
  const cities = world.cities;
  return (ix) => {
    const city = cities[(ix * 7919) % cities.length];
    const itemAt = (at: number): string => items[at % items.length]?.itemId ?? '';
    const lines = [1, 2, 3].map((lineNo) => ({
      line_no: lineNo,
      item: itemAt(ix * 31 + lineNo * 97),
      quantity: 1 + ((ix + lineNo) % 2),
      price: { amount_minor: 1990, currency: 'CNY' },
    }));
    return {
      external_ids: [{ system: 'bench', id: String(ix) }],
      channel: 'webshop',
      tier: 'standard',
      service_level: 'standard',
      currency: 'CNY',
      ship_to: {
        latitude: (city?.latitude ?? 31) + (ix % 37) / 300,
        longitude: (city?.longitude ?? 121) + (ix % 41) / 300,
        country: 'CN',
        subdivision: 'CN-SH',
        postcode: '200001',
        recipient: {
          name: `Recipient ${String(ix)}`,
          phone: '+86-21-5550-0100',
          address_lines: [`${String(ix % 900)} Nanjing East Road`, 'Room 12'],
        },
      },
      // 1 … 3 lines, 1.6 on average.
      lines: lines.slice(0, ix % 5 < 3 ? 1 : 2 + (ix % 2)),
    };
  };
}
