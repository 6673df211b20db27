import { foldLifecycle, recalledFact } from '../../../facts/index.ts';
import type { EpcisEvent, StageQuantity } from '../../../facts/index.ts';
import type { ClaimFile, ReturnableLine } from '../../../aftercare/index.ts';
import type { OrderLine } from '../../../intake/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { CaseRecord, FactRecord, OrderRecord } from '../../ports/records.ts';
import { returnFileOf } from '../matters.ts';

/** What of an order has arrived, and what of it is in a return or claim already. */
export function returnableLines(
  names: FactNames,
  known: {
    readonly record: OrderRecord;
    readonly facts: readonly FactRecord[];
    readonly works: readonly Fulfilment[];
    readonly cases: readonly CaseRecord[];
  },
): readonly ReturnableLine[] {
  const facts = known.facts.map((fact) => recalledFact(JSON.parse(fact.epcis) as EpcisEvent, fact));
  const { lines } = foldLifecycle(names.lifecycleOrder(known.record, facts, known.works), facts);
  const taken = takenUnits(known.cases);
  const quantitiesOf = (no: number): readonly StageQuantity[] =>
    lines.find(({ lineNo }) => lineNo === no)?.quantities ?? [];
  return known.record.order.lines.map((line) => {
    const { lineNo, itemId } = line;
    const quantities = quantitiesOf(lineNo);
    return {
      lineNo,
      itemId,
      deliveredUnits:
        unitsAt(quantities, arrivedStages) + setsAt(line, quantitiesOf, arrivedStages),
      leftUnits: unitsAt(quantities, onTheRoad) + setsAt(line, quantitiesOf, onTheRoad),
      deliveredAt: quantities.find(({ stage }) => stage === 'delivered')?.asOf,
      takenUnits: taken.get(lineNo) ?? 0,
    };
  });
}

const arrivedStages: readonly StageQuantity['stage'][] = ['delivered', 'returned'];
const onTheRoad: readonly StageQuantity['stage'][] = [
  'departed',
  'in_transit',
  'out_for_delivery',
  'delivery_attempted',
];

/** Whole kits (or substitutes) of the line of which every part is at one of the stages. */
const setsAt = (
  { forms = [] }: OrderLine,
  quantitiesOf: (partNo: number) => readonly StageQuantity[],
  stages: readonly StageQuantity['stage'][],
): number =>
  forms.reduce((sum, { parts }) => {
    const sets = parts.map(({ partNo, unitsPer }) =>
      Math.floor(unitsAt(quantitiesOf(partNo), stages) / unitsPer),
    );
    return sum + Math.min(...sets);
  }, 0);

const unitsAt = (
  quantities: readonly StageQuantity[],
  stages: readonly StageQuantity['stage'][],
): number =>
  quantities
    .filter(({ stage }) => stages.includes(stage))
    .reduce((sum, { units }) => sum + units, 0);

/** Units per line in returns that stand, and in claims that are open or were refunded. */
function takenUnits(cases: readonly CaseRecord[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  for (const record of cases)
    for (const { lineNo, units } of takenLines(record))
      taken.set(lineNo, (taken.get(lineNo) ?? 0) + units);
  return taken;
}

function takenLines(record: CaseRecord): readonly { lineNo: number; units: number }[] {
  if (record.kind === 'return') {
    const isOver = record.state === 'cancelled' || record.state === 'expired';
    const file = returnFileOf(record);
    return isOver || file.isReshipped ? [] : file.lines;
  }
  if (record.kind !== 'claim') return [];
  const { state, document } = record;
  return state === 'open' || state === 'refunded' ? (document as ClaimFile).lines : [];
}
