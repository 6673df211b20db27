import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { instantOf, itemId, orderId } from '../../words/index.ts';
import { acceptOrder } from './accept-order.ts';
import type { IntakeContext } from './context.ts';
import { orderDocument } from './order-document.ts';

const at = instantOf('2026-11-25T08:00:00+08:00') ?? NaN;
const shanghai = {
  latitude: 31.2,
  longitude: 121.4,
  country: 'CN',
  subdivision: 'CN-SH',
  postcode: '200001',
};
const context: IntakeContext = {
  orderId: orderId('ord_1'),
  at,
  item: (code) =>
    code.startsWith('OAT')
      ? {
          itemId: itemId(code),
          name: 'Oat drink',
          unit: 'each',
          weightGrams: 1060,
          temperatureClass: 'ambient',
        }
      : undefined,
  currencies: ['CNY', 'EUR'],
  placeOf: (country, postcode) =>
    country === 'CN' && postcode === '200001' ? { latitude: 31.2, longitude: 121.4 } : undefined,
  placeOfNode: (node) => (node === 'st_003' ? shanghai : undefined),
};

const draft = {
  external_ids: [{ system: 'shopify', id: '1001' }],
  channel: 'webshop',
  tier: 'plus',
  service_level: 'express',
  currency: 'CNY',
  placed_at: '2026-11-25T07:59:00+08:00',
  ship_to: {
    ...shanghai,
    recipient: { name: 'Li Wei', phone: '+86 21 5555', address_lines: ['1 Nanjing Road'] },
  },
  pickup_node: null,
  promised_window: { start: '2026-11-26T09:00:00+08:00', end: '2026-11-26T18:00:00+08:00' },
  cart_id: 'crt_1',
  shipping_price: { amount_minor: 1200, currency: 'CNY' },
  lines: [
    {
      line_no: 10,
      item: 'OAT-1L',
      quantity: 2,
      price: { amount_minor: 2990, currency: 'CNY' },
      tax: { amount_minor: 269, currency: 'CNY' },
    },
    { line_no: 20, item: 'OAT-2L', quantity: 1, price: { amount_minor: 1990 }, tax: null },
  ],
};
const pickup = { ...draft, service_level: 'pickup', pickup_node: 'st_003', ship_to: undefined };

const faultsOf = (sent: unknown): readonly string[] => {
  const accepted = acceptOrder(sent, context);
  return accepted.ok ? [] : accepted.refusal.faults.map((f) => `${f.field} ${f.reason}`);
};
const accepted = (sent: unknown) => {
  const taken = acceptOrder(sent, context);
  if (!taken.ok) throw new Error(JSON.stringify(taken.refusal));
  return taken.value;
};

describe('an order', () => {
  it('is taken in the words of the house', () => {
    expect(accepted(draft)).toEqual({
      orderId: 'ord_1',
      externalIds: [{ system: 'shopify', id: '1001' }],
      channel: 'webshop',
      tier: 'plus',
      serviceLevel: 'express',
      currency: 'CNY',
      placedAt: at - 60_000,
      shipTo: shanghai,
      recipient: { name: 'Li Wei', phone: '+86 21 5555', addressLines: ['1 Nanjing Road'] },
      pickupNodeId: undefined,
      promisedWindow: {
        startAt: instantOf('2026-11-26T01:00:00Z'),
        endAt: instantOf('2026-11-26T10:00:00Z'),
      },
      cartId: 'crt_1',
      shippingPriceMinor: 1200,
      backorder: 'no',
      holds: [],
      lines: [
        { lineNo: 10, itemId: 'OAT-1L', quantityUnits: 2, priceMinor: 2990, taxMinor: 269 },
        { lineNo: 20, itemId: 'OAT-2L', quantityUnits: 1, priceMinor: 1990, taxMinor: 0 },
      ],
    });
  });

  it('needs little: channel, currency, where to, and what', () => {
    const little = {
      channel: 'pos',
      currency: 'CNY',
      ship_to: { latitude: 31.2, longitude: 121.4, country: 'CN' },
      lines: [
        { item: 'OAT-1L', quantity: 1 },
        { item: 'OAT-1L', quantity: 3 },
      ],
    };
    expect(accepted(little)).toMatchObject({
      tier: 'standard',
      serviceLevel: 'standard',
      placedAt: at,
      externalIds: [],
      shipTo: { subdivision: '', postcode: '' },
      recipient: undefined,
      shippingPriceMinor: 0,
      holds: [],
      lines: [
        { lineNo: 1, priceMinor: 0 },
        { lineNo: 2, quantityUnits: 3 },
      ],
    });
  });

  it('finds its coordinates by postcode, or at the node where it is picked up', () => {
    const { latitude, longitude, ...address } = shanghai;
    expect(accepted({ ...draft, ship_to: address }).shipTo).toEqual({
      ...address,
      latitude,
      longitude,
    });
    expect(accepted(pickup)).toMatchObject({ shipTo: shanghai, pickupNodeId: 'st_003' });
  });

  it('may have two thousand lines and not one more', () => {
    const lines = Array.from({ length: 2000 }, () => ({ item: 'OAT-1L', quantity: 1 }));
    expect(accepted({ ...draft, lines }).lines).toHaveLength(2000);
    expect(faultsOf({ ...draft, lines: [...lines, lines[0]] })).toEqual(['/lines too-many']);
  });

  it.each([
    ['/channel wrong-format', { channel: 'Web Shop' }],
    ['/tier unknown-value', { tier: 'gold' }],
    ['/service_level unknown-value', { service_level: 'sameday' }],
    ['/currency wrong-format', { currency: 'cny' }],
    [
      '/currency currency-not-taken',
      { currency: 'JPY', lines: [{ item: 'OAT', quantity: 1 }], shipping_price: null },
    ],
    ['/placed_at in-the-future', { placed_at: '2026-11-25T09:00:00+08:00' }],
    ['/placed_at wrong-format', { placed_at: '2026-11-25T07:00:00' }],
    ['/external_ids too-many', { external_ids: Array(11).fill({ system: 'a', id: 'b' }) }],
    ['/external_ids/1 duplicate', { external_ids: Array(2).fill({ system: 'a', id: 'b' }) }],
    ['/pickup_node missing', { service_level: 'pickup' }],
    ['/pickup_node not-a-pickup-order', { pickup_node: 'st_003' }],
    [
      '/promised_window/end ends-before-it-starts',
      { promised_window: { start: '2026-11-26T09:00:00Z', end: '2026-11-26T09:00:00Z' } },
    ],
    [
      '/promised_window/end before-the-order',
      { promised_window: { start: '2026-11-01T09:00:00Z', end: '2026-11-02T09:00:00Z' } },
    ],
    [
      '/promised_window/end too-long',
      { promised_window: { start: '2026-11-26T09:00:00Z', end: '2027-02-26T09:00:00Z' } },
    ],
    ['/promised_window/start missing', { promised_window: { end: '2026-11-26T09:00:00Z' } }],
    [
      '/shipping_price/currency other-currency',
      { shipping_price: { amount_minor: 1, currency: 'EUR' } },
    ],
    ['/shipping_price/amount_minor too-small', { shipping_price: { amount_minor: -1 } }],
    ['/lines too-few', { lines: [] }],
    ['/ship_to missing', { ship_to: null }],
    ['/ship_to/longitude missing', { ship_to: { latitude: 1, country: 'CN' } }],
    ['/ship_to/latitude missing', { ship_to: { longitude: 1, country: 'CN' } }],
    ['/ship_to/latitude place-unknown', { ship_to: { country: 'CN', postcode: '999999' } }],
    ['/ship_to/latitude place-unknown', { ship_to: { country: 'CN' } }],
    ['/ship_to/latitude too-large', { ship_to: { latitude: 91, longitude: 0, country: 'CN' } }],
    ['/ship_to/subdivision other-country', { ship_to: { ...shanghai, subdivision: 'US-CA' } }],
    ['/ship_to missing', { service_level: 'pickup', pickup_node: 'st_999', ship_to: null }],
    ['/order_id unknown-field', { order_id: 'ord_7' }],
  ])('is refused for %s', (found, part) => {
    expect(faultsOf({ ...draft, ...part })).toEqual([found]);
  });

  it.each([
    ['/lines/0/item unknown-item', { item: 'RICE' }],
    ['/lines/0/item wrong-format', { item: 'OAT 1' }],
    ['/lines/0/quantity not-an-integer', { quantity: '2' }],
    ['/lines/0/quantity not-an-integer', { quantity: 0.5 }],
    ['/lines/0/quantity too-small', { quantity: 0 }],
    ['/lines/0/quantity too-large', { quantity: 10_000_001 }],
    ['/lines/0/price/amount_minor not-an-integer', { price: { amount_minor: 12.5 } }],
    ['/lines/0/price/currency other-currency', { price: { amount_minor: 1, currency: 'EUR' } }],
    ['/lines/0/tax/currency other-currency', { tax: { amount_minor: 1, currency: 'EUR' } }],
    ['/lines/0/qty unknown-field', { qty: 1 }],
    ['/lines/1/line_no duplicate', { line_no: 20 }],
  ])('is refused for %s of a line', (found, part) => {
    expect(faultsOf({ ...draft, lines: [{ ...draft.lines[0], ...part }, draft.lines[1]] })).toEqual(
      [found],
    );
  });

  it('is refused with all faults at once, each with a remedy', () => {
    const refused = acceptOrder(
      { ...draft, chanel: 'x', lines: [{ item: 'OAT' }], tier: 1 },
      context,
    );
    expect(refused).toMatchObject({ ok: false, refusal: { reason: 'invalid-order' } });
    if (refused.ok) return;
    expect(refused.refusal.faults.map((f) => f.field)).toEqual([
      '/tier',
      '/lines/0/quantity',
      '/chanel',
    ]);
    expect(refused.refusal.faults[2]?.remedy).toContain('Did you mean "channel"?');
    for (const one of refused.refusal.faults) expect(one.remedy).toMatch(/^[A-Z].*[.?]$/);
  });

  it.each([null, undefined, 7, 'order', [], [draft]])('is not %j', (sent) => {
    expect(faultsOf(sent)[0]).toMatch(/^ (missing|not-an-object)$/);
  });

  it('is refused with a pointer to every single value that is no longer right', () => {
    const all = mutants(draft, '');
    expect(all.length).toBeGreaterThan(35);
    for (const [path, mutant] of all) {
      const found = faultsOf(mutant);
      expect(found.length, path).toBeGreaterThan(0);
      expect(found[0]?.startsWith(path), `${path}: ${found.join(', ')}`).toBe(true);
    }
  });

  it('takes nothing that is not JSON of its shape, whatever is sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (sent) => {
        expect(acceptOrder(sent, context).ok).toBe(false);
      }),
    );
  });

  it('is written for the API so that it can be taken back as the same order', () => {
    const anyLine = fc.record({
      item: fc.constantFrom('OAT-1L', 'OAT-2L'),
      quantity: fc.integer({ min: 1, max: 10_000_000 }),
      price: fc.option(fc.record({ amount_minor: fc.nat(), currency: fc.constant('CNY') })),
      tax: fc.option(fc.record({ amount_minor: fc.nat() })),
    });
    const { external_ids, tier, service_level, placed_at, promised_window, cart_id } = draft;
    const anyPart = fc.subarray(
      Object.entries({ external_ids, tier, service_level, placed_at, promised_window, cart_id }),
    );
    const anyDraft = fc
      .record({
        part: anyPart.map((entries): object => Object.fromEntries(entries)),
        ship_to: fc.constantFrom(draft.ship_to, shanghai),
        lines: fc.array(anyLine, { minLength: 1, maxLength: 30 }),
      })
      .map(({ part, ...rest }) => ({ channel: 'webshop', currency: 'CNY', ...part, ...rest }));
    fc.assert(
      fc.property(anyDraft, (sent) => {
        const order = accepted(sent);
        const { order_id: id, ...written } = orderDocument(order);
        expect(id).toBe('ord_1');
        expect(accepted(JSON.parse(JSON.stringify(written)))).toEqual(order);
      }),
    );
    const picked = accepted(pickup);
    const { order_id: pickedId, ...written } = orderDocument(picked);
    expect(pickedId).toBe('ord_1');
    expect(accepted(written)).toEqual(picked);
  });
});

/** The draft with each value in turn replaced by an object that fits nowhere. */
function mutants(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const source = value as Record<string, unknown>;
  return Object.keys(source).flatMap((key): [string, unknown][] => {
    const rebuilt = (fresh: unknown): unknown =>
      Array.isArray(value)
        ? value.map((one: unknown, i) => (String(i) === key ? fresh : one))
        : { ...source, [key]: fresh };
    const here = `${path}/${key}`;
    const inner = mutants(source[key], here);
    return [
      [here, rebuilt({ not: 'this' })],
      ...inner.map(([deeper, fresh]): [string, unknown] => [deeper, rebuilt(fresh)]),
    ];
  });
}
