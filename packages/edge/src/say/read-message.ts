import { answerKinds, coldLimits } from '@ordermesh/core/execute';
import type { ColdLimits } from '@ordermesh/core/execute';
import { temperatureClasses } from '@ordermesh/core/parties';
import {
  accept,
  decimal,
  idText,
  instant,
  integer,
  itemId,
  list,
  minuteMs,
  oneOf,
  optional,
  otherwise,
  readDocument,
  refuse,
  shape,
  text,
} from '@ordermesh/core/words';
import type { InputFault, Outcome, ReadBy, Reader } from '@ordermesh/core/words';
import type { WatchedParcel } from '../cold/watched-parcel.ts';
import type { PackTask } from '../pack/pack-task.ts';

/** What people, loggers and scanners say to an agent, one JSON object each; instants in RFC 3339, °C, minutes. */
export type EdgeMessage =
  | { readonly say: 'watch'; readonly parcel: WatchedParcel }
  | {
      readonly say: 'reading';
      readonly parcelUri: string;
      readonly at: number;
      readonly milliCelsius: number;
    }
  | { readonly say: 'done'; readonly parcelUri: string }
  | { readonly say: 'task'; readonly task: PackTask }
  | {
      readonly say: 'scan';
      readonly taskId: string;
      readonly code: string;
      readonly lot?: string;
      readonly expiresAt?: number;
      readonly units: number;
    }
  | { readonly say: 'put_back'; readonly taskId: string }
  | {
      readonly say: 'close';
      readonly taskId: string;
      readonly parcelUri: string;
      readonly weightGrams?: number;
    }
  | { readonly say: 'tell' };

type Fault = Outcome<never, readonly InputFault[]>;

/**
 * Reads one message.
 *
 * @param at when it came, epoch ms UTC; counts where the message names no moment
 * @returns the message, or every fault with its place and remedy
 */
export function readMessage(
  source: unknown,
  at: number,
): Outcome<EdgeMessage, readonly InputFault[]> {
  const say = typeof source === 'object' && source !== null && 'say' in source ? source.say : '';
  const read = typeof say === 'string' ? readers.get(say) : undefined;
  return read ? read(source, at) : unknownWord();
}

const unknownWord = (): Fault =>
  refuse([
    {
      field: '/say',
      reason: 'unknown-value',
      remedy: `Send one of ${[...readers.keys()].join(', ')}.`,
    },
  ]);

const uri = text({ max: 500 });
const word = text({ max: 200 });
const celsius = decimal({ min: -273.15, max: 1000 });
const minutes = decimal({ min: 0, max: 1_000_000 });
const minor = integer({ min: 0, max: 1_000_000_000_000 });
const units = integer({ min: 1, max: 1_000_000_000 });
const eachOrGram = oneOf(['each', 'gram'] as const);
const itself = { say: word };

const option = shape({
  option: text({ max: 100 }),
  kind: oneOf(answerKinds),
  place: optional(uri),
  cost_minor: minor,
  safe_in_minutes: minutes,
  until_safe_celsius: optional(celsius),
  arrives_at: optional(instant),
  resale_percent: optional(integer({ min: 0, max: 100 })),
});
const limits = shape({
  low_celsius: optional(celsius),
  high_celsius: optional(celsius),
  hard_low_celsius: optional(celsius),
  hard_high_celsius: optional(celsius),
  mean_kinetic_celsius_max: optional(celsius),
  mean_kinetic_window_minutes: optional(minutes),
  outside_minutes_max: optional(minutes),
  grace_minutes: optional(minutes),
  gap_minutes_max: optional(minutes),
  stored_celsius: optional(celsius),
});
const watch = shape({
  ...itself,
  parcel: uri,
  since: optional(instant),
  outside_before_minutes: optional(minutes),
  class: oneOf(temperatureClasses),
  limits: optional(limits),
  value_minor: minor,
  promised_until: optional(instant),
  late_minor_per_hour: otherwise(minor, 0),
  late_minor_max: otherwise(minor, 0),
  options: list(option, { max: 20 }),
  orders: list(uri, { max: 20 }),
  vehicle: optional(uri),
  device: optional(uri),
});
const task = shape({
  ...itself,
  task: word,
  orders: list(uri, { min: 1, max: 20 }),
  good_until: optional(instant),
  lines: list(
    shape({
      line_no: integer({ min: 1, max: 1_000_000 }),
      item: idText(itemId),
      name: word,
      unit: otherwise(eachOrGram, 'each'),
      units,
      lots: otherwise(list(word, { max: 100 }), []),
      shelf: optional(word),
    }),
    { min: 1, max: 2000 },
  ),
  codes: list(
    shape({
      code: word,
      item: idText(itemId),
      uri,
      name: word,
      unit: otherwise(eachOrGram, 'each'),
    }),
    { min: 1, max: 10_000 },
  ),
  blocked_lots: otherwise(list(shape({ item: idText(itemId), lot: word }), { max: 1000 }), []),
});
const reading = shape({ ...itself, parcel: uri, at: optional(instant), celsius });
const scan = shape({
  ...itself,
  task: word,
  code: word,
  lot: optional(word),
  expires_at: optional(instant),
  units: otherwise(units, 1),
});
const close = shape({
  ...itself,
  task: word,
  parcel: uri,
  weight_grams: optional(integer({ min: 0, max: 100_000_000 })),
});

const milli = (degrees: number): number => Math.round(degrees * 1000);
const ms = (count: number): number => Math.round(count * minuteMs);

type Read = (source: unknown, at: number) => Outcome<EdgeMessage, readonly InputFault[]>;

const reader =
  <T>(form: Reader<T>, message: (read: T, at: number) => EdgeMessage): Read =>
  (source, at) => {
    const read = readDocument(form, source);
    return read.ok ? accept(message(read.value, at)) : read;
  };

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['watch', reader(watch, (sent, at) => ({ say: 'watch', parcel: parcelOf(sent, at) }))],
  [
    'reading',
    reader(reading, (sent, at) => ({
      say: 'reading',
      parcelUri: sent.parcel,
      at: sent.at ?? at,
      milliCelsius: milli(sent.celsius),
    })),
  ],
  [
    'done',
    reader(shape({ ...itself, parcel: uri }), (sent) => ({ say: 'done', parcelUri: sent.parcel })),
  ],
  ['task', reader(task, (sent, at) => ({ say: 'task', task: taskOf(sent, at) }))],
  [
    'scan',
    reader(scan, (sent) => ({
      say: 'scan',
      taskId: sent.task,
      code: sent.code,
      units: sent.units,
      ...(sent.lot !== undefined && { lot: sent.lot }),
      ...(sent.expires_at !== undefined && { expiresAt: sent.expires_at }),
    })),
  ],
  [
    'put_back',
    reader(shape({ ...itself, task: word }), (sent) => ({ say: 'put_back', taskId: sent.task })),
  ],
  [
    'close',
    reader(close, (sent) => ({
      say: 'close',
      taskId: sent.task,
      parcelUri: sent.parcel,
      ...(sent.weight_grams !== undefined && { weightGrams: sent.weight_grams }),
    })),
  ],
  ['tell', reader(shape(itself), () => ({ say: 'tell' }))],
]);

const parcelOf = (sent: ReadBy<typeof watch>, at: number): WatchedParcel => ({
  parcelUri: sent.parcel,
  sinceAt: sent.since ?? at,
  ...(sent.outside_before_minutes !== undefined && {
    outsideBeforeMs: ms(sent.outside_before_minutes),
  }),
  limits: limitsOf(coldLimits[sent.class], sent.limits ?? {}),
  goods: {
    valueMinor: sent.value_minor,
    lateMinorPerHour: sent.late_minor_per_hour,
    lateMinorMax: sent.late_minor_max,
    ...(sent.promised_until !== undefined && { promisedEndAt: sent.promised_until }),
  },
  options: sent.options.map((one) => ({
    optionId: one.option,
    kind: one.kind,
    costMinor: one.cost_minor,
    safeInMs: ms(one.safe_in_minutes),
    ...(one.place !== undefined && { placeUri: one.place }),
    ...(one.until_safe_celsius !== undefined && {
      untilSafeMilliCelsius: milli(one.until_safe_celsius),
    }),
    ...(one.arrives_at !== undefined && { arrivesAt: one.arrives_at }),
    ...(one.resale_percent !== undefined && { resalePercent: one.resale_percent }),
  })),
  orderUris: sent.orders,
  ...(sent.vehicle !== undefined && { vehicleUri: sent.vehicle }),
  ...(sent.device !== undefined && { deviceUri: sent.device }),
});

/** What the owner of the goods agreed counts before what is usual for their class. */
function limitsOf(usual: ColdLimits, sent: ReadBy<typeof limits>): ColdLimits {
  const degrees = (given: number | undefined, usually: number): number =>
    given === undefined ? usually : milli(given);
  const span = (given: number | undefined, usually: number): number =>
    given === undefined ? usually : ms(given);
  return {
    lowMilliCelsius: degrees(sent.low_celsius, usual.lowMilliCelsius),
    highMilliCelsius: degrees(sent.high_celsius, usual.highMilliCelsius),
    hardLowMilliCelsius: degrees(sent.hard_low_celsius, usual.hardLowMilliCelsius),
    hardHighMilliCelsius: degrees(sent.hard_high_celsius, usual.hardHighMilliCelsius),
    meanKineticMilliCelsiusMax: degrees(
      sent.mean_kinetic_celsius_max,
      usual.meanKineticMilliCelsiusMax,
    ),
    meanKineticWindowMs: span(sent.mean_kinetic_window_minutes, usual.meanKineticWindowMs),
    excursionMsMax: span(sent.outside_minutes_max, usual.excursionMsMax),
    graceMs: span(sent.grace_minutes, usual.graceMs),
    gapMsMax: span(sent.gap_minutes_max, usual.gapMsMax),
    storedMilliCelsius: degrees(sent.stored_celsius, usual.storedMilliCelsius),
  };
}

const taskOf = (sent: ReadBy<typeof task>, at: number): PackTask => ({
  taskId: sent.task,
  orderUris: sent.orders,
  goodUntilAt: sent.good_until ?? at,
  lines: sent.lines.map((line) => ({
    lineNo: line.line_no,
    itemId: line.item,
    name: line.name,
    unit: line.unit,
    units: line.units,
    lots: line.lots,
    ...(line.shelf !== undefined && { shelf: line.shelf }),
  })),
  codes: sent.codes.map((one) => ({
    code: one.code,
    itemId: one.item,
    itemUri: one.uri,
    name: one.name,
    unit: one.unit,
  })),
  blockedLots: sent.blocked_lots.map((one) => ({ itemId: one.item, lot: one.lot })),
});
