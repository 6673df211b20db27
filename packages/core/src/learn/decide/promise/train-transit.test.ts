import { describe, expect, it } from 'vitest';

import { dayMs, ensure, hourMs } from '../../../words/index.ts';
import { digestOf, readModel } from '../../../models/decide/index.ts';
import { compileNetwork } from '../../../network/decide/index.ts';
import { networkOf, parcel, shanghai } from '../../../promise/decide/golden/example-lanes.ts';
import { chanceFrom } from '../chance.ts';
import { transitKnown } from '../../../promise/decide/index.ts';
import { timesPrediction } from './train-times.ts';
import { trainTransit, usualTransitFeatures } from './train-transit.ts';
import type { CarriedParcel } from './train-transit.ts';

const { nodes, services } = compileNetwork(networkOf(shanghai));
const [[node], service] = [nodes, services[parcel]];
ensure(node !== undefined && service !== undefined, 'the example network has a lane');
const lane = { node, service };

const order = {
  lines: 1,
  units: 1,
  weightGrams: 500,
  region: 'CN-SH',
  postArea: undefined,
  distanceKm: 8,
  loadPercent: undefined,
};

const firstDay = 20_000;
/** Two zones over 120 days: the near one takes 12 to 24 hours, the far one 30 to 60, and twice as long when work starts on a Friday. */
function parcels(count: number): readonly CarriedParcel[] {
  const chance = chanceFrom(31);
  return Array.from({ length: count }, (_, n) => {
    const epochDay = firstDay + Math.floor((n * 120) / count);
    const zone = chance() < 0.5 ? 0 : 1;
    const isFriday = (epochDay + 3) % 7 === 4;
    const hours = (zone === 0 ? 12 : 30) * (1 + chance()) * (isFriday ? 2 : 1);
    const collectedAt = epochDay * dayMs + 12 * hourMs;
    const isLost = n % 50 === 0;
    return {
      lane: { ...lane, zone, epochDay },
      collectedAt,
      deliveredAt: isLost ? undefined : collectedAt + hours * hourMs,
    };
  });
}

const at = (firstDay + 120) * dayMs;

describe('a model of transit from parcels', () => {
  const trained = trainTransit(parcels(4000), { at, version: 3, seed: 1 });
  if (!trained.ok) throw new Error(trained.refusal.reason);
  const model = trained.value;

  it('learns lanes and days', () => {
    const predict = timesPrediction(model);
    const hours = (zone: number, epochDay: number) =>
      predict(transitKnown({ ...lane, zone, epochDay }))[model.levels.indexOf(0.9)] ?? 0;
    // the ninth deciles are 12 · 1.9 and 30 · 1.9; 20 006 is a Thursday, 20 007 a Friday
    expect(hours(0, 20_006)).toBeGreaterThan(20.5);
    expect(hours(0, 20_006)).toBeLessThan(25);
    expect(hours(1, 20_006)).toBeGreaterThan(51);
    expect(hours(1, 20_006)).toBeLessThan(63);
    expect(hours(1, 20_007) / hours(1, 20_006)).toBeGreaterThan(1.7);
  });

  it('tells on its card how good it was on parcels that it had not seen', () => {
    const { card } = model;
    const ninth = card.calibration.find(({ level }) => level === 0.9);
    expect(Math.abs((ninth?.coveredShare ?? 0) - 0.9)).toBeLessThan(0.04);
    expect(card).toMatchObject({ seed: 1, trainedAt: at, fromAt: firstDay * dayMs + 12 * hourMs });
    const open = parcels(4000).filter(
      ({ collectedAt, deliveredAt = Infinity }) =>
        collectedAt >= at - 90 * dayMs && deliveredAt > at,
    );
    expect(card.censoredRows).toBe(open.length);
    expect(digestOf(model)).toBe(card.digest);
    expect(readModel(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
  });

  it('is the same for the same parcels, and learns nothing from later ones', () => {
    const later = parcels(4000).map((one) => ({
      ...one,
      collectedAt: one.collectedAt + 300 * dayMs,
    }));
    const again = trainTransit([...parcels(4000), ...later], { at, version: 3, seed: 1 });
    expect(again).toEqual({ ok: true, value: model });
  });

  it('looks at what it was allowed to, else at what usually helps', () => {
    const known = parcels(1000).map((one, n) => ({
      ...one,
      lane: { ...one.lane, order: { ...order, weightGrams: 100 + n } },
    }));
    const namesOf = (features?: readonly string[]) => {
      const asked = { at, version: 1, seed: 1, ...(features && { features }) };
      const narrow = trainTransit(known, asked);
      if (!narrow.ok) throw new Error(narrow.refusal.reason);
      return narrow.value.features.map(({ name }) => name);
    };
    expect(namesOf(['weightGrams', 'zone'])).toEqual(['zone', 'weightGrams']);
    expect(namesOf()).toEqual(usualTransitFeatures);
  });

  it('does not look at what nobody knew of the parcels, so that it is no drift when it becomes known', () => {
    const unknown = ['distanceKm', 'region'];
    expect(model.features.map(({ name }) => name)).toEqual(
      usualTransitFeatures.filter((name) => !unknown.includes(name)),
    );
  });

  it('is not made of too few', () => {
    expect(trainTransit(parcels(300), { at, version: 1, seed: 1 })).toMatchObject({
      ok: false,
      refusal: { reason: 'too-few-parcels', parcelsMin: 400 },
    });
  });
});
