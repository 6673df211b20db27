import { existsSync, readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpcisEvent, Json, JsonObject } from '../event.ts';
import { eventHash, hashText } from './event-hash.ts';
import { readEpcis } from './read.ts';

const load = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const golden = new URL('../golden/', import.meta.url);
const profile = '../shared/fixtures/ordermesh-epcis-profile';
const official = '../shared/fixtures/epcis-hash-vectors';

const hashesOf = (document: unknown): readonly string[] => {
  const { events, faults } = readEpcis(document);
  expect(faults).toEqual([]);
  return events.map(eventHash);
};

describe('the Event Hash ID', () => {
  it('agrees with all 43 JSON-LD events of the reference implementation', () => {
    const { vectors } = load(new URL('reference-vectors.json', golden).pathname) as {
      vectors: { name: string; hashes: string[]; document: unknown }[];
    };
    for (const { name, hashes, document } of vectors)
      expect(hashesOf(document), name).toEqual(hashes);
    expect(vectors.flatMap(({ hashes }) => hashes)).toHaveLength(43);
  });

  it.skipIf(!existsSync(official))('agrees with the shared vectors', () => {
    const stems = readdirSync(`${official}/examples`).filter((name) => name.endsWith('.jsonld'));
    expect(stems.length).toBeGreaterThan(10);
    for (const name of stems) {
      const hashes = readFileSync(
        `${official}/examples/${name.replace('.jsonld', '.hashes')}`,
        'utf8',
      );
      expect(hashesOf(load(`${official}/examples/${name}`)), name).toEqual(
        hashes.trim().split('\n'),
      );
    }
    const equal = hashesOf(load(`${official}/expected_equal/ReferenceEventHashAlgorithm.json`));
    expect(equal).toHaveLength(2);
    expect(new Set(equal).size).toBe(1);
  });

  it.skipIf(!existsSync(profile))('agrees with the reference on every event of our profile', () => {
    const expected = load(`${profile}/expected-hashes.json`) as Record<
      string,
      { hashes: string[]; prehashes: string[] }
    >;
    expect(Object.keys(expected).length).toBeGreaterThan(30);
    for (const [name, { hashes, prehashes }] of Object.entries(expected)) {
      const { events } = readEpcis(load(`${profile}/${name}`));
      expect(events.map(hashText), name).toEqual(prehashes);
      expect(events.map(eventHash), name).toEqual(hashes);
    }
  });
});

const sample = {
  '@context': [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'https://ns.example.com/epcis/' },
  ],
  type: 'ObjectEvent',
  eventTime: '2026-10-06T09:00:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  epcList: ['urn:epc:id:sscc:4012345.0000000333', 'urn:epc:id:sscc:4012345.0000000111'],
  quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.Lot987', quantity: 2 }],
  bizStep: 'departing',
  disposition: 'in_transit',
  readPoint: { id: 'urn:epc:id:sgln:4012345.00011.987' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000009:PO1' }],
  'ex:numbers': [3, 1.5, '2.50'],
  'ex:nested': { 'ex:b': 'x', 'ex:a': { 'ex:c': true } },
} satisfies Record<string, unknown>;

const only = (document: unknown): EpcisEvent => {
  const { events, faults } = readEpcis(document);
  expect(faults).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0]!;
};
const base = eventHash(only(sample));

describe('equal content has one hash', () => {
  it('whatever the notation of ids, words, times, numbers and prefixes', () => {
    const other = {
      '@context': [
        { prefix: 'https://ns.example.com/epcis/' },
        'https://gs1.github.io/EPCIS/epcis-context.jsonld',
      ],
      'prefix:nested': { 'prefix:a': { 'prefix:c': true }, 'prefix:b': 'x' },
      'prefix:numbers': ['1.50', 2.5, '3.0'],
      type: 'ObjectEvent',
      eventTime: '2026-10-06T01:00:00Z',
      recordTime: '2026-10-06T02:00:00Z',
      eventID: 'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8',
      eventTimeZoneOffset: '+08:00',
      action: 'OBSERVE',
      epcList: [
        'https://example.com/sscc/040123450000001112?x=1',
        'https://id.gs1.org/00/040123450000003338',
      ],
      quantityList: [{ quantity: 2.0, epcClass: 'https://id.gs1.org/01/04012345123456/10/Lot987' }],
      bizStep: 'cbv:BizStep-departing',
      disposition: 'urn:epcglobal:cbv:disp:in_transit',
      readPoint: { id: 'https://id.gs1.org/414/4012345000115/254/987' },
      bizTransactionList: [
        {
          bizTransaction: 'urn:epcglobal:cbv:bt:4012345000009:PO1',
          type: 'https://ref.gs1.org/cbv/BTT-po',
        },
      ],
      errorDeclaration: { declarationTime: '2026-10-06T03:00:00Z', reason: 'did_not_occur' },
    };
    expect(eventHash(only(other))).toBe(base);
  });

  it('whatever the order of fields and of list entries', () => {
    const mixed = (value: Json, seed: number): Json => {
      if (Array.isArray(value)) {
        const items = (value as readonly Json[]).map((item) => mixed(item, seed));
        return seed % 2 === 0 ? items : items.reverse();
      }
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value as JsonObject).map(
        ([name, item], at) => [((at + 1) * seed) % 31, name, mixed(item ?? null, seed)] as const,
      );
      return Object.fromEntries(
        [...entries].sort(([a], [b]) => a - b).map(([, name, item]) => [name, item]),
      );
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        expect(eventHash(only(mixed(sample as unknown as Json, seed)))).toBe(base);
      }),
    );
  });

  it('and changes with any fact that changes', () => {
    const changed: Record<string, unknown>[] = [
      { eventTime: '2026-10-06T09:00:00.001+08:00' },
      { eventTimeZoneOffset: '+09:00' },
      { bizStep: 'arriving' },
      { epcList: ['urn:epc:id:sscc:4012345.0000000333'] },
      { 'ex:numbers': [3, 1.5] },
      { quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.Lot987', quantity: 3 }] },
    ];
    for (const change of changed)
      expect(eventHash(only({ ...sample, ...change })), JSON.stringify(change)).not.toBe(base);
  });

  it('and the canonical form is the canonical form of itself', () => {
    const event = only(sample);
    expect(only(event)).toEqual(event);
    expect(eventHash(only(JSON.parse(JSON.stringify(event))))).toBe(base);
  });

  it('writes small and large numbers as the reference does', () => {
    const text = hashText(
      only({ ...sample, 'ex:numbers': [1e-7, 0.00001, 1e21, -0, 12345678901234] }),
    );
    for (const part of ['1e-07', '1e-05', '1000000000000000000000', '=0{', '12345678901234'])
      expect(text).toContain(part);
  });

  it('sorts by code point, also beyond the basic plane', () => {
    const text = hashText(only({ ...sample, 'ex:numbers': ['\u{1F600}', '\uff00', 'a'] }));
    expect(text.indexOf('\uff00')).toBeLessThan(text.indexOf('\u{1F600}'));
    expect(text.indexOf('=a{')).toBeLessThan(text.indexOf('\uff00'));
  });
});
