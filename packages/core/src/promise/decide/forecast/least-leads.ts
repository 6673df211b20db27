import { hourMs } from '../../../words/index.ts';
import { leastPrediction, rowWriter } from '../../../models/decide/index.ts';
import type { ModelDocument, ValueBounds } from '../../../models/decide/index.ts';
import type { CarrierService } from '../../../network/decide/index.ts';
import { massPoints, spanKept } from '../mass-points.ts';
import type { MassPoints } from '../mass-points.ts';
import { serviceKnown, zoneKm } from './known.ts';

/** A service and, per zone, the curve that the network states. */
export interface ServiceTransit {
  readonly service: CarrierService;
  readonly transit: readonly MassPoints[];
}

/**
 * Transit that no answer goes below, ms, by service and zone.
 *
 * @param model says it where given, else the curves of the network
 * @param percent how sure answers are at least
 */
export const leastLeads = (
  services: readonly ServiceTransit[],
  model: ModelDocument | undefined,
  percent: number,
): readonly Float64Array[] =>
  services.map(({ service, transit }) =>
    Float64Array.from(transit, (stated, zone) =>
      spanKept(model ? leastTransit(model, { service, zone }) : stated, percent * 10),
    ),
  );

interface ServiceZone {
  readonly service: CarrierService;
  readonly zone: number;
}

/** Point by point at most what a model says of any node, day and order of the zone. */
function leastTransit(model: ModelDocument, of: ServiceZone): MassPoints {
  const row = new Float32Array(model.features.length);
  rowWriter(model.features)(serviceKnown(of), row);
  const differing = new Map([...differs, ['distanceKm', distancesOf(of)]]);
  const bounds = model.features.map(
    ({ name }, column) => differing.get(name) ?? exactly(row[column] as number),
  );
  // One millisecond less: what a model says is a power of e, and its last digit need not grow with it.
  const hours = leastPrediction(model, bounds).map((one) => Math.max(0, one - 1 / hourMs));
  return massPoints({ levels: model.levels, values: hours }, hourMs);
}

const anything: ValueBounds = { from: -Infinity, until: Infinity, maybeMissing: true };
const missing: ValueBounds = { from: Infinity, until: -Infinity, maybeMissing: true };

/** What else differs between the parcels of a zone. */
const differs: readonly (readonly [name: string, ValueBounds])[] = [
  ['node', anything],
  ['weekday', { from: 0, until: 6, maybeMissing: false }],
  ['region', anything],
  ['postArea', anything],
  ['weightGrams', { ...anything, from: 0 }],
];

const exactly = (value: number): ValueBounds =>
  Number.isNaN(value) ? missing : { from: value, until: value, maybeMissing: false };

/** Goods that a customer comes for travel no distance that is known. */
function distancesOf(of: ServiceZone): ValueBounds {
  const [from, until] = zoneKm(of);
  return { from: Math.fround(from), until: Math.fround(until), maybeMissing: true };
}
