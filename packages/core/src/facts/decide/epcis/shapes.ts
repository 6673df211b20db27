import type { EventType } from '../event.ts';
import {
  decimal,
  flag,
  instant,
  listOf,
  masterData,
  objectOf,
  oneOrMore,
  shaped,
  text,
  thing,
  uri,
  word,
} from './fields.ts';
import type { Reader, Shape } from './fields.ts';
import {
  alertTypes,
  bizSteps,
  bizTransactionTypes,
  components,
  dispositions,
  errorReasons,
  measurementTypes,
  sourceDestinationTypes,
} from './vocabulary.ts';

const offset = shaped(
  /^(?:[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/,
  'not-an-offset',
  'Write the offset of the place as ±hh:mm, e.g. +08:00.',
);

const action = shaped(/^(?:ADD|OBSERVE|DELETE)$/, 'unknown-word', 'Write ADD, OBSERVE or DELETE.');

const quantities = listOf(
  objectOf({
    fields: {
      epcClass: thing,
      quantity: decimal,
      uom: shaped(
        /^[A-Z0-9]{2,3}$/,
        'not-a-unit-code',
        'Write a UN/ECE Recommendation 20 code, e.g. KGM for kilograms; leave it out for pieces.',
      ),
    },
    needed: ['epcClass'],
  }),
);

const place = objectOf({ fields: { id: thing }, needed: ['id'], extensible: true });

const sensorTimes = { time: instant, startTime: instant, endTime: instant };
const sensorOrigin = {
  deviceID: thing,
  deviceMetadata: uri,
  rawData: uri,
  dataProcessingMethod: uri,
  bizRules: uri,
};

const sensorReport = objectOf({
  fields: {
    type: word(measurementTypes, 'open'),
    exception: word(alertTypes),
    ...sensorOrigin,
    time: instant,
    microorganism: uri,
    chemicalSubstance: uri,
    coordinateReferenceSystem: uri,
    value: decimal,
    component: word(components),
    stringValue: text,
    booleanValue: flag,
    hexBinaryValue: shaped(/^[0-9A-Fa-f]+$/, 'not-a-text', 'Write hexadecimal digits.'),
    uriValue: uri,
    minValue: decimal,
    maxValue: decimal,
    meanValue: decimal,
    sDev: decimal,
    percRank: decimal,
    percValue: decimal,
    uom: text,
  },
  extensible: true,
});

const sensorElement = objectOf({
  fields: {
    sensorMetadata: objectOf({ fields: { ...sensorTimes, ...sensorOrigin }, extensible: true }),
    sensorReport: listOf(sensorReport, 1),
  },
  needed: ['sensorReport'],
  extensible: true,
});

const errorDeclaration = objectOf({
  fields: { declarationTime: instant, reason: word(errorReasons), correctiveEventIDs: listOf(uri) },
  needed: ['declarationTime'],
  extensible: true,
});

const commonFields: Readonly<Record<string, Reader>> = {
  type: text,
  eventID: uri,
  eventTime: instant,
  recordTime: instant,
  eventTimeZoneOffset: offset,
  certificationInfo: oneOrMore(uri),
  errorDeclaration,
  bizStep: word(bizSteps),
  disposition: word(dispositions),
  persistentDisposition: objectOf({
    fields: { set: listOf(word(dispositions), 1), unset: listOf(word(dispositions), 1) },
  }),
  readPoint: place,
  bizLocation: place,
  bizTransactionList: listOf(
    objectOf({
      fields: { type: word(bizTransactionTypes), bizTransaction: thing },
      needed: ['bizTransaction'],
    }),
  ),
  sourceList: listOf(
    objectOf({
      fields: { type: word(sourceDestinationTypes), source: thing },
      needed: ['type', 'source'],
    }),
  ),
  destinationList: listOf(
    objectOf({
      fields: { type: word(sourceDestinationTypes), destination: thing },
      needed: ['type', 'destination'],
    }),
  ),
  sensorElementList: listOf(sensorElement),
};

const always = ['type', 'eventTime', 'eventTimeZoneOffset'];
const epcs = listOf(thing);

const shapeOf = (fields: Record<string, Reader>, needed: readonly string[]): Shape => ({
  fields: { ...commonFields, ...fields },
  needed: [...always, ...needed],
  extensible: true,
});

/** The fields of each event type. @see EPCIS 2.0 §7.4 */
export const eventShapes: Readonly<Record<EventType, Shape>> = {
  ObjectEvent: shapeOf({ action, epcList: epcs, quantityList: quantities, ilmd: masterData }, [
    'action',
  ]),
  AggregationEvent: shapeOf(
    { action, parentID: thing, childEPCs: epcs, childQuantityList: quantities },
    ['action'],
  ),
  AssociationEvent: shapeOf(
    { action, parentID: thing, childEPCs: epcs, childQuantityList: quantities },
    ['action', 'parentID'],
  ),
  TransactionEvent: shapeOf({ action, parentID: thing, epcList: epcs, quantityList: quantities }, [
    'action',
    'bizTransactionList',
  ]),
  TransformationEvent: shapeOf(
    {
      inputEPCList: epcs,
      inputQuantityList: quantities,
      outputEPCList: epcs,
      outputQuantityList: quantities,
      transformationID: thing,
      ilmd: masterData,
    },
    [],
  ),
};
