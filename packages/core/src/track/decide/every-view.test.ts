import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { basicStatusOf } from '../../facts/decide/index.ts';
import type { StoredFact } from '../../facts/decide/index.ts';
import { hourMs } from '../../words/index.ts';
import { legs, allFacts, tracked } from './golden/example-order.ts';
import { trackOrder } from './index.ts';

/** Everything that a reader of the basic tier must not find, down to the byte. */
const hidden = [
  'st_hidden',
  'dc_hidden',
  'svc_hidden',
  'Hidden',
  'hub_hz',
  'Hangzhou',
  'ful_',
  '9182736',
  '5647382',
  '8473625',
  'standard',
  '王小明',
  '13800138000',
  '南京',
  '200987',
  '31.2304',
  '121.4737',
  'vip',
  'marginMinor',
  'Minor',
  'carbon',
  'parcel/',
  'node',
  'cost',
  'epcis',
];
/** The advanced tier sees parcels and stages, and where a parcel was seen on the road. */
const hiddenFromAdvanced = hidden.filter((word) => !['Hangzhou', 'parcel/'].includes(word));

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        ...(Array.isArray(value) ? [] : [key]),
        ...keysOf(inner),
      ])
    : [];
const statements = (
  value: unknown,
): readonly { basis: readonly string[]; kind: string; asOf: number }[] =>
  typeof value === 'object' && value !== null
    ? [...('basis' in value ? [value as never] : []), ...Object.values(value).flatMap(statements)]
    : [];

describe('every view of every past', () => {
  const anyPast = fc.record({
    facts: fc
      .subarray([...allFacts])
      .chain((some) => fc.shuffledSubarray(some, { minLength: some.length })),
    again: fc.subarray([...allFacts]),
    at: fc.integer({ min: 0, max: 100 * hourMs }),
    isLinked: fc.boolean(),
  });
  const pastOf = ({
    facts,
    at,
    isLinked,
  }: {
    facts: readonly StoredFact[];
    at: number;
    isLinked: boolean;
  }) =>
    tracked(facts, { at, legs: isLinked ? legs : legs.map((leg) => ({ ...leg, parcelUris: [] })) });

  it('keeps from each tier what is not for it, to the byte', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const basic = JSON.stringify(trackOrder(pastOf(past), 'basic'));
        for (const word of hidden) expect(basic).not.toContain(word);
        const advanced = JSON.stringify(trackOrder(pastOf(past), 'advanced'));
        for (const word of hiddenFromAdvanced) expect(advanced).not.toContain(word);
        const high = JSON.stringify(trackOrder(pastOf(past), 'high'));
        for (const word of ['王小明', '13800138000', '南京', '31.2304'])
          expect(high).not.toContain(word);
        for (const word of ['st_hidden', '9182736', '5647382']) expect(high).toContain(word);
      }),
      { numRuns: 300 },
    );
  });

  it('has no field that its tier does not have', () => {
    const told = ['status', 'label', 'en', 'zh', 'basis', 'asOf', 'kind'];
    const named = [
      'tier',
      'orderId',
      'externalIds',
      'system',
      'id',
      'promised',
      'startAt',
      'endAt',
      'lines',
      'parcels',
      'isCorrected',
    ];
    const parts = [
      'ahead',
      'ofParcels',
      'delay',
      'promisedEndAt',
      'expectedEndAt',
      'hoursLate',
      'quantities',
      'items',
      'number',
    ];
    const goods = ['lineNo', 'itemId', 'name', 'unit', 'orderedUnits', 'units'];
    const basicKeys = new Set([...told, ...named, ...parts, ...goods]);
    const advancedKeys = new Set([
      ...basicKeys,
      'confidencePercent',
      'parcelUri',
      'expected',
      'window',
      'exceptions',
      'milestones',
      'step',
      'plannedAt',
      'latestAt',
      'isReached',
    ]);
    fc.assert(
      fc.property(anyPast, (past) => {
        for (const key of keysOf(trackOrder(pastOf(past), 'basic')))
          expect(basicKeys).toContain(key);
        for (const key of keysOf(trackOrder(pastOf(past), 'advanced')))
          expect(advancedKeys).toContain(key);
      }),
      { numRuns: 100 },
    );
  });

  it('rests every statement on facts and decisions that there are', () => {
    const known = new Set(['dec_1', ...allFacts.map(({ hash }) => hash)]);
    fc.assert(
      fc.property(
        anyPast,
        fc.constantFrom('basic' as const, 'advanced' as const, 'high' as const),
        (past, tier) => {
          const all = statements(trackOrder(pastOf(past), tier));
          expect(all.length).toBeGreaterThan(3);
          for (const { basis, kind } of all) {
            expect(basis.length).toBeGreaterThan(0);
            for (const ground of basis) expect(known).toContain(ground);
            if (kind === 'fact') for (const ground of basis) expect(ground).toMatch(/^ni:/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order or repetition of facts, and no unit is lost', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const sorted = allFacts.filter((one) => past.facts.includes(one));
        const repeated = [...past.facts, ...past.again.filter((one) => past.facts.includes(one))];
        for (const tier of ['basic', 'advanced', 'high'] as const) {
          const view = trackOrder(pastOf({ ...past, facts: repeated }), tier);
          expect(view).toEqual(trackOrder(pastOf({ ...past, facts: sorted }), tier));
          for (const { orderedUnits, quantities } of view.lines)
            expect(quantities.reduce((sum, { units }) => sum + units, 0)).toBe(orderedUnits);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('agrees between the tiers', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const [basic, advanced, high] = [
          trackOrder(pastOf(past), 'basic'),
          trackOrder(pastOf(past), 'advanced'),
          trackOrder(pastOf(past), 'high'),
        ];
        expect(basic.status.status).toBe(basicStatusOf(advanced.status.status));
        expect(basic.parcels.map(({ status }) => status.status)).toEqual(
          advanced.parcels.map(({ status }) => basicStatusOf(status.status)),
        );
        expect(high).toMatchObject({ ...advanced, tier: 'high', exceptions: advanced.exceptions });
      }),
      { numRuns: 150 },
    );
  });
});
