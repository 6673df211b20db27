import { faultAt, gln } from '../../words/index.ts';
import type { Reading } from '../../words/index.ts';
import { carrierLimitOf, carrierName } from './day-place.ts';
import type {
  CarrierService,
  NetworkDocument,
  NodeProfile,
  QuantileCurve,
  WorkingCalendar,
} from './profile.ts';

/** Where a check stands below the reading's own place. */
type Path = readonly (string | number)[];

/** What the fields of one node say about each other. */
export function checkNode(node: NodeProfile, on: Reading): void {
  checkCalendar(node.calendar, on, ['calendar']);
  checkCurve(node.handlingMinutes, on, ['handlingMinutes']);
  checkUnique(node.carrierServices, on, (i) => ['carrierServices', i]);
  const key = node.gln === undefined ? undefined : gln(node.gln);
  if (key && !key.ok)
    faultAt(on, ['gln'], { reason: key.refusal.reason, remedy: key.refusal.remedy });
}

/** What the fields of one carrier service say about each other: one rate row and one transit per zone. */
export function checkService(service: CarrierService, on: Reading): void {
  const zones = service.zoneKmMax.length;
  const bands = service.bandWeightGramsMax.length;
  checkAscending(service.zoneKmMax, on, ['zoneKmMax']);
  checkAscending(service.bandWeightGramsMax, on, ['bandWeightGramsMax']);
  checkLength(service.rateMinor, on, { path: ['rateMinor'], length: zones, per: 'zone' });
  checkLength(service.transit, on, { path: ['transit'], length: zones, per: 'zone' });
  service.rateMinor.forEach((row, zone) => {
    checkLength(row, on, { path: ['rateMinor', zone], length: bands, per: 'weight band' });
  });
  service.transit.forEach((transit, zone) => {
    checkTransit(transit, on, zone);
  });
  if (service.collection.kind === 'scheduled')
    checkAscending(service.collection.timesMinute, on, ['collection', 'timesMinute']);
  checkCalendar(service.deliveryCalendar, on, ['deliveryCalendar']);
}

/** What the parts of the network say about each other: unique ids, known services. */
export function checkNetwork(document: NetworkDocument, on: Reading): void {
  checkUnique(
    document.nodes.map((node) => node.nodeId),
    on,
    (i) => ['nodes', i, 'nodeId'],
  );
  checkEntities(document, on);
  checkBorders(document, on);
  const serviceIds = document.carrierServices.map((service) => service.serviceId);
  checkUnique(serviceIds, on, (i) => ['carrierServices', i, 'serviceId']);
  const known = new Set<string>(serviceIds);
  document.nodes.forEach((node, n) => {
    node.carrierServices.forEach((id, s) => {
      if (!known.has(id))
        faultAt(on, ['nodes', n, 'carrierServices', s], {
          reason: 'unknown-service',
          remedy: 'Send the id of a service that this document describes, or describe it.',
        });
    });
  });
  checkCarrierLimits(document, on);
  checkUnique(
    document.dutyRates.map((r) => `${r.toCountry} ${r.originCountry ?? '*'} ${r.hsPrefix}`),
    on,
    (i) => ['dutyRates', i],
  );
}

/** Limits name services that collect there, each once, and no two limited services are counted under one name. */
function checkCarrierLimits({ nodes, carrierServices }: NetworkDocument, on: Reading): void {
  nodes.forEach((node, n) => {
    const limits = node.terms?.carrierLimits ?? [];
    checkUnique(
      limits.map(({ serviceId }) => serviceId),
      on,
      (i) => ['nodes', n, 'terms', 'carrierLimits', i],
    );
    limits.forEach(({ serviceId }, i) => {
      if (!node.carrierServices.includes(serviceId))
        faultAt(on, ['nodes', n, 'terms', 'carrierLimits', i, 'serviceId'], {
          reason: 'unknown-service',
          remedy: 'Send the id of a service that collects at this node.',
        });
    });
    const limited = carrierServices.filter(
      (service) =>
        node.carrierServices.includes(service.serviceId) &&
        carrierLimitOf(node, service) !== undefined,
    );
    const names = limited.map(carrierName);
    if (new Set(names).size < names.length)
      faultAt(on, ['nodes', n, 'carrierServices'], {
        reason: 'ambiguous-limits',
        remedy: 'Two limited services of this node would be counted as one: rename one of them.',
      });
  });
}

/** Companies are named once, sell on a channel alone, and nodes belong to known ones. */
function checkEntities({ legalEntities, nodes }: NetworkDocument, on: Reading): void {
  if (!legalEntities) return;
  const ids = legalEntities.map(({ entityId }) => entityId);
  checkUnique(ids, on, (i) => ['legalEntities', i, 'entityId']);
  const sold = legalEntities.flatMap(({ channels }, i) => channels.map((name) => ({ name, i })));
  checkUnique(
    sold.map(({ name }) => name),
    on,
    (at) => ['legalEntities', sold[at]?.i ?? 0, 'channels'],
  );
  nodes.forEach(({ entity = '' }, n) => {
    if (entity !== '' && !ids.includes(entity))
      faultAt(on, ['nodes', n, 'entity'], {
        reason: 'unknown-entity',
        remedy: 'Send the id of a legal entity that this document names, or name it.',
      });
  });
}

/** Each country has one border rule, each currency one rate. */
function checkBorders({ borders = [], exchangeRates }: NetworkDocument, on: Reading): void {
  checkUnique(
    borders.map(({ country }) => country),
    on,
    (i) => ['borders', i, 'country'],
  );
  checkUnique(
    (exchangeRates?.rates ?? []).map(({ currency }) => currency),
    on,
    (i) => ['exchangeRates', 'rates', i, 'currency'],
  );
}

function checkTransit(transit: CarrierService['transit'][number], on: Reading, zone: number): void {
  const { hours, minutes } = transit;
  if ((hours === undefined) === (minutes === undefined))
    faultAt(on, ['transit', zone], {
      reason: 'hours-or-minutes',
      remedy: 'Send exactly one of hours and minutes.',
    });
  if (hours) checkCurve(hours, on, ['transit', zone, 'hours']);
  if (minutes) checkCurve(minutes, on, ['transit', zone, 'minutes']);
}

function checkCurve(curve: QuantileCurve, on: Reading, path: Path): void {
  const { levels, values } = curve;
  checkLength(values, on, { path: [...path, 'values'], length: levels.length, per: 'level' });
  checkAscending(levels, on, [...path, 'levels']);
  levels.forEach((level, i) => {
    if (level <= 0 || level >= 1)
      faultAt(on, [...path, 'levels', i], {
        reason: 'not-a-probability',
        remedy: 'Send a probability above 0 and below 1.',
      });
  });
  values.forEach((value, i) => {
    if (i > 0 && value < (values[i - 1] ?? 0))
      faultAt(on, [...path, 'values', i], {
        reason: 'descending',
        remedy: 'Send values that do not fall: a higher level is never reached earlier.',
      });
  });
}

function checkCalendar(calendar: WorkingCalendar, on: Reading, path: Path): void {
  calendar.weekly.forEach((spans, weekday) => {
    checkHours(spans, on, [...path, 'weekly', weekday]);
  });
  const special = calendar.specialDates ?? [];
  special.forEach(({ spans }, i) => {
    checkHours(spans, on, [...path, 'specialDates', i, 'spans']);
  });
  const dates = special.map(({ date }) => date);
  checkUnique(dates, on, (i) => [...path, 'specialDates', i, 'date']);
  calendar.closedDates.forEach((date, i) => {
    if (dates.includes(date))
      faultAt(on, [...path, 'closedDates', i], {
        reason: 'contradicting-dates',
        remedy:
          'The date has special hours too: keep one of them (special hours [] also mean closed).',
      });
  });
  if (calendar.holidays === undefined && (calendar.holidayDates ?? []).length > 0)
    faultAt(on, [...path, 'holidayDates'], {
      reason: 'holidays-not-named',
      remedy: 'Name the list in holidays, or move dates that were set by hand to closedDates.',
    });
}

function checkHours(spans: WorkingCalendar['weekly'][number], on: Reading, path: Path): void {
  let closedUntil = 0;
  spans.forEach(([from, to], i) => {
    if (from < closedUntil || to <= from)
      faultAt(on, [...path, i], {
        reason: 'overlapping-hours',
        remedy: 'Send spans that end after they start and start after the one before them ends.',
      });
    closedUntil = to;
  });
}

function checkAscending(values: readonly number[], on: Reading, path: Path): void {
  values.forEach((value, i) => {
    if (i > 0 && value <= (values[i - 1] ?? -Infinity))
      faultAt(on, [...path, i], {
        reason: 'not-ascending',
        remedy: 'Send values that rise from each to the next.',
      });
  });
}

function checkLength(
  values: readonly unknown[],
  on: Reading,
  wanted: { readonly path: Path; readonly length: number; readonly per: string },
): void {
  if (values.length !== wanted.length)
    faultAt(on, wanted.path, {
      reason: 'wrong-length',
      remedy: `Send ${wanted.length} entries, one per ${wanted.per}; there are ${values.length}.`,
    });
}

function checkUnique(keys: readonly string[], on: Reading, pathOf: (i: number) => Path): void {
  const first = new Map<string, number>();
  keys.forEach((key, i) => {
    const before = first.get(key);
    if (before === undefined) first.set(key, i);
    else
      faultAt(on, pathOf(i), {
        reason: 'duplicate',
        remedy: `Send it once: entry ${before} says the same.`,
      });
  });
}
