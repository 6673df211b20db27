import { canonicalUri } from '../../../words/index.ts';
import type { EpcisEvent, Json, JsonObject, QuantityElement, SensorElement } from '../event.ts';
import { isObject, standardPrefixes } from './context.ts';
import { sha256Hex } from './sha256.ts';
import {
  alertTypes,
  bizSteps,
  bizTransactionTypes,
  components,
  dispositions,
  measurementTypes,
  sourceDestinationTypes,
  vocabularyUri,
} from './vocabulary.ts';

/**
 * The Event Hash ID of an event in canonical form: equal for equal content, whatever the representation
 * (order of fields and lists, URN or Digital Link, time zone, number format, prefix).
 *
 * It leaves out eventID, recordTime and errorDeclaration, and proves no author: sign it for that.
 * @returns `ni:///sha-256;<64 hex>?ver=CBV2.0`
 * @see CBV 2.0 §8.9 (Event Hash ID); agrees with the reference implementation on all of its JSON-LD vectors
 */
export const eventHash = (event: EpcisEvent): string =>
  `ni:///sha-256;${sha256Hex(hashText(event))}?ver=CBV2.0`;

/** The text that is hashed: every field in a fixed order, without separators. @see eventHash */
export function hashText(event: EpcisEvent): string {
  const names = namespaces(event);
  return [
    `eventType=${event.type}`,
    entry('eventTime', event.eventTime),
    entry('eventTimeZoneOffset', event.eventTimeZoneOffset),
    sorted((event.certificationInfo ?? []).map((link) => field('certificationInfo', link))),
    field('parentID', event.parentID),
    epcs('epcList', event.epcList),
    epcs('inputEPCList', event.inputEPCList),
    epcs('childEPCs', event.childEPCs),
    quantities('quantityList', event.quantityList),
    quantities('childQuantityList', event.childQuantityList),
    quantities('inputQuantityList', event.inputQuantityList),
    epcs('outputEPCList', event.outputEPCList),
    quantities('outputQuantityList', event.outputQuantityList),
    entry('action', event.action),
    field('transformationID', event.transformationID),
    field('bizStep', full(bizSteps, event.bizStep)),
    field('disposition', full(dispositions, event.disposition)),
    persistent(event),
    place('readPoint', event.readPoint, names),
    place('bizLocation', event.bizLocation, names),
    nested('sensorElementList', sensors(event.sensorElementList, names)),
    sorted([...documents(event), ...extensions(event, names), ...masterData(event, names)]),
  ].join('');
}

type Names = ReadonlyMap<string, string>;

function namespaces(event: EpcisEvent): Names {
  const names = new Map(standardPrefixes);
  for (const context of event['@context'] ?? [])
    if (typeof context !== 'string')
      for (const [prefix, namespace] of Object.entries(context)) names.set(prefix, namespace);
  return names;
}

const full = (
  list: Parameters<typeof vocabularyUri>[0],
  value: string | undefined,
): string | undefined => (value === undefined ? undefined : vocabularyUri(list, value));

/** A value that needs no normal form. */
const entry = (name: string, value: string | undefined): string =>
  value === undefined || value === '' ? '' : `${name}=${value}`;

/** A value in its normal form; nothing when there is none. */
const field = (name: string, value: Json | undefined): string =>
  value === undefined ? '' : entry(name, scalar(value));

const nested = (name: string, content: string): string => (content === '' ? '' : name + content);

/** Code point order; it differs from the plain order of texts only where surrogates are. */
function sorted(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  const isPlain = parts.every((part) => !/[\ud800-\udfff]/.test(part));
  return (isPlain ? [...parts].sort() : [...parts].sort(byCodePoint)).join('');
}

function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const lift = (unit: number): number =>
    unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = lift(a.charCodeAt(at)) - lift(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const numeric = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const oldWords: readonly (readonly [string, string])[] = [
  ['urn:epcglobal:cbv:bizstep:', bizSteps.uriPrefix],
  ['urn:epcglobal:cbv:disp:', dispositions.uriPrefix],
  ['urn:epcglobal:cbv:btt:', bizTransactionTypes.uriPrefix],
  ['urn:epcglobal:cbv:sdt:', sourceDestinationTypes.uriPrefix],
  ['urn:epcglobal:cbv:er:', 'https://ref.gs1.org/cbv/ER-'],
];

/** The normal form of a scalar: numbers without ornament, GS1 keys as Digital Links, CBV words as URIs. */
function scalar(value: Json): string {
  const text = (typeof value === 'object' ? '' : String(value)).trim();
  if (numeric.test(text)) return numberText(Number(text));
  if (!text.includes(':')) return text;
  if (text.startsWith('urn:epcglobal:cbv:'))
    for (const [urn, uri] of oldWords)
      if (text.startsWith(urn)) return uri + text.slice(urn.length);
  return canonicalUri(text);
}

/** Whole numbers in full, others shortest; exponents as the reference writes them (`1e-07`). */
function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1e-4) return String(value);
  const [digits = '', power = ''] = value.toExponential().split('e');
  return `${digits}e-${power.slice(1).padStart(2, '0')}`;
}

const epcs = (name: string, list: readonly string[] | undefined): string =>
  nested(name, sorted((list ?? []).map((epc) => field('epc', epc))));

const quantities = (name: string, list: readonly QuantityElement[] | undefined): string =>
  nested(
    name,
    sorted(
      (list ?? []).map(
        ({ epcClass, quantity, uom }) =>
          `quantityElement${field('epcClass', epcClass)}${field('quantity', quantity)}${field('uom', uom)}`,
      ),
    ),
  );

function persistent({ persistentDisposition }: EpcisEvent): string {
  const part = (name: 'set' | 'unset'): string =>
    sorted(
      (persistentDisposition?.[name] ?? []).map((value) =>
        field(name, vocabularyUri(dispositions, value)),
      ),
    );
  return nested('persistentDisposition', part('set') + part('unset'));
}

function place(name: string, value: EpcisEvent['readPoint'], names: Names): string {
  if (value === undefined) return '';
  return nested(name, field('id', value.id) + sorted(extensions(value, names)));
}

const metadataOrder = [
  'time',
  'startTime',
  'endTime',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'bizRules',
];
const reportOrder = [
  'type',
  'exception',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'time',
  'microorganism',
  'chemicalSubstance',
  'value',
  'component',
  'stringValue',
  'booleanValue',
  'hexBinaryValue',
  'uriValue',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
  'uom',
  'coordinateReferenceSystem',
];
const reportWords: Readonly<Record<string, typeof bizSteps>> = {
  type: measurementTypes,
  exception: alertTypes,
  component: components,
};

function sensors(list: readonly SensorElement[] | undefined, names: Names): string {
  const elements = (list ?? []).map((element) => {
    const metadata = nested(
      'sensorMetadata',
      ordered(element.sensorMetadata ?? {}, metadataOrder, names),
    );
    const reports = element.sensorReport.map((report) =>
      nested('sensorReport', ordered(report as JsonObject, reportOrder, names)),
    );
    return nested('sensorElement', metadata + sorted(reports) + sorted(extensions(element, names)));
  });
  return sorted(elements);
}

function ordered(record: JsonObject, order: readonly string[], names: Names): string {
  const known = order.map((name) => {
    const value = record[name];
    const vocabulary = reportWords[name];
    const isWord = vocabulary !== undefined && typeof value === 'string';
    return field(name, isWord ? vocabularyUri(vocabulary, value) : value);
  });
  return known.join('') + sorted(extensions(record, names));
}

/** Lists of documents and parties; the standard sorts them among the extensions. */
function documents(event: EpcisEvent): string[] {
  const transactions = (event.bizTransactionList ?? []).map(
    ({ type, bizTransaction }) =>
      field('type', full(bizTransactionTypes, type)) + field('bizTransaction', bizTransaction),
  );
  const sources = (event.sourceList ?? []).map(
    ({ type, source }) =>
      field('type', full(sourceDestinationTypes, type)) + field('source', source),
  );
  const destinations = (event.destinationList ?? []).map(
    ({ type, destination }) =>
      field('type', full(sourceDestinationTypes, type)) + field('destination', destination),
  );
  return [
    nested('bizTransactionList', sorted(transactions)),
    nested('sourceList', sorted(sources)),
    nested('destinationList', sorted(destinations)),
  ];
}

/** Every prefixed field with its content; comments say nothing and are left out. */
function extensions(record: object, names: Names): string[] {
  return Object.entries(record as JsonObject).flatMap(([name, value]) =>
    name.includes(':') && name !== 'rdfs:comment' && value !== undefined
      ? generic(name, value, names)
      : [],
  );
}

function masterData({ ilmd }: EpcisEvent, names: Names): string[] {
  return ilmd === undefined ? [] : [`ilmd${sorted(extensions(ilmd, names))}`];
}

function generic(name: string, value: Json, names: Names): string[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((item) => generic(name, item, names));
  if (!isObject(value)) {
    const text = scalar(value);
    return [text === '' ? expandedName(name, names) : `${expandedName(name, names)}=${text}`];
  }
  const inner = Object.entries(value).flatMap(([key, item]) =>
    item === undefined || key === 'rdfs:comment' ? [] : generic(key, item, names),
  );
  return [expandedName(name, names) + sorted(inner)];
}

function expandedName(name: string, names: Names): string {
  const colon = name.indexOf(':');
  const namespace = colon < 0 ? undefined : names.get(name.slice(0, colon));
  return namespace === undefined ? name : `{${namespace}}${name.slice(colon + 1)}`;
}
