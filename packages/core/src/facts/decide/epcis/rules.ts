import type { EpcisEvent, JsonObject, QuantityElement } from '../event.ts';
import { below } from './fault.ts';
import type { EpcisFault } from './fault.ts';
import { instantOf } from './instant.ts';

type Rule = (event: EpcisEvent) => { readonly field: string; readonly remedy: string } | undefined;

const holds = (list: readonly unknown[] | undefined): boolean => (list?.length ?? 0) > 0;

const ilmdOnlyWithAdd: Rule = ({ type, ilmd, action }) =>
  type === 'ObjectEvent' && ilmd !== undefined && action !== 'ADD'
    ? {
        field: 'ilmd',
        remedy: 'Master data (ilmd) is given when goods begin, with action ADD; remove it here.',
      }
    : undefined;

const namesObjects: Rule = (event) => {
  if (event.type !== 'ObjectEvent') return undefined;
  if (event.epcList !== undefined || holds(event.quantityList)) return undefined;
  if (holds(event.sensorElementList) && event.readPoint !== undefined) return undefined;
  return {
    field: 'epcList',
    remedy: 'Say what was seen: epcList or quantityList (or sensor readings with a readPoint).',
  };
};

const namesParent: Rule = ({ type, action, parentID }) =>
  type === 'AggregationEvent' && action !== 'OBSERVE' && parentID === undefined
    ? { field: 'parentID', remedy: 'ADD and DELETE need the parent that the goods join or leave.' }
    : undefined;

const namesChildren: Rule = (event) =>
  (event.type === 'AggregationEvent' || event.type === 'AssociationEvent') &&
  event.action === 'ADD' &&
  !holds(event.childEPCs) &&
  !holds(event.childQuantityList)
    ? { field: 'childEPCs', remedy: 'ADD needs the children: childEPCs or childQuantityList.' }
    : undefined;

const namesTransaction: Rule = (event) => {
  if (event.type !== 'TransactionEvent') return undefined;
  if (!holds(event.bizTransactionList))
    return { field: 'bizTransactionList', remedy: 'Name at least one business transaction.' };
  if (event.action === 'DELETE' || event.epcList !== undefined || holds(event.quantityList))
    return undefined;
  return { field: 'epcList', remedy: 'Say which goods: epcList or quantityList.' };
};

const namesBothEnds: Rule = (event) => {
  if (event.type !== 'TransformationEvent' || event.transformationID !== undefined)
    return undefined;
  if (!holds(event.inputEPCList) && !holds(event.inputQuantityList))
    return { field: 'inputQuantityList', remedy: 'Name the inputs, or a transformationID.' };
  if (!holds(event.outputEPCList) && !holds(event.outputQuantityList))
    return { field: 'outputQuantityList', remedy: 'Name the outputs, or a transformationID.' };
  return undefined;
};

const neverHappenedHasNoSuccessor: Rule = ({ errorDeclaration }) =>
  errorDeclaration?.reason === 'did_not_occur' && holds(errorDeclaration.correctiveEventIDs)
    ? {
        field: 'errorDeclaration/correctiveEventIDs',
        remedy:
          'What did not occur is not corrected by another event: use incorrect_data, or drop the ids.',
      }
    : undefined;

const reportsSayWhat: Rule = ({ sensorElementList }) => {
  for (const [at, { sensorReport }] of (sensorElementList ?? []).entries()) {
    const mute = sensorReport.findIndex(({ type, exception }) => (type ?? exception) === undefined);
    if (mute >= 0)
      return {
        field: `sensorElementList/${at}/sensorReport/${mute}/type`,
        remedy: 'Say what was measured (type, e.g. Temperature) or which exception occurred.',
      };
  }
  return undefined;
};

const quantityLists = [
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const;

const countsAreWhole: Rule = (event) => {
  for (const name of quantityLists) {
    const at = (event[name] ?? []).findIndex((element) => !isCount(element));
    if (at >= 0)
      return {
        field: `${name}/${at}/quantity`,
        remedy:
          'Pieces are counted in whole numbers ≥ 0; give a uom such as KGM for measured goods.',
      };
  }
  return undefined;
};

const isCount = ({ quantity, uom }: QuantityElement): boolean =>
  quantity === undefined || (quantity >= 0 && (uom !== undefined || Number.isInteger(quantity)));

const rules: readonly Rule[] = [
  ilmdOnlyWithAdd,
  namesObjects,
  namesParent,
  namesChildren,
  namesTransaction,
  namesBothEnds,
  neverHappenedHasNoSuccessor,
  countsAreWhole,
  reportsSayWhat,
];

/** The rules of EPCIS and CBV that one event alone can break. @see EPCIS 2.0 §7.4, CBV 2.0 §7 */
export function brokenRules(event: EpcisEvent, pointer: string): EpcisFault[] {
  return rules.flatMap((rule) => {
    const broken = rule(event);
    if (broken === undefined) return [];
    return [
      {
        field: `${pointer}/${broken.field}`,
        reason: 'rule-broken' as const,
        remedy: broken.remedy,
      },
    ];
  });
}

/**
 * Sensor times later than the event. EPCIS 2.0 §7.3.6 forbids them, but GS1's own examples have them, so
 * they are told as warnings and the event is taken.
 */
export function sensorWarnings(event: EpcisEvent, pointer: string): EpcisFault[] {
  const eventAt = instantOf(event.eventTime) ?? Infinity;
  const isLate = (time: unknown): boolean =>
    typeof time === 'string' && (instantOf(time) ?? 0) > eventAt;
  return (event.sensorElementList ?? []).flatMap((element, at) => {
    const metadata: JsonObject = element.sensorMetadata ?? {};
    const reports = element.sensorReport.some(({ time }) => isLate(time));
    if (!reports && !['time', 'startTime', 'endTime'].some((name) => isLate(metadata[name])))
      return [];
    return [
      {
        field: below(below(pointer, 'sensorElementList'), at),
        reason: 'rule-broken' as const,
        remedy:
          'A reading is not later than the event that reports it: check the clock of the device.',
      },
    ];
  });
}
