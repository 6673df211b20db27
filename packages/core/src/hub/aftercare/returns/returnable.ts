import { foldLifecycle, recalledFact } from '../../../facts/index.ts';
import type { EpcisEvent, StageQuantity } from '../../../facts/index.ts';
import type { ClaimFile, ReturnableLine } from '../../../aftercare/index.ts';
import type { LineForm, OrderLine } from '../../../intake/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { CaseRecord, FactRecord, OrderRecord } from '../../ports/records.ts';
import { returnFileOf } from '../matters.ts';

/**
 * What of an order has arrived, and what of it is in a return or claim already: its lines, then after each line the
 * parts in which it was sent, under their own numbers.
 */
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
  const world: Delivered = {
    quantitiesOf: (no) => lines.find(({ lineNo }) => lineNo === no)?.quantities ?? [],
    takenOf: (no) => taken.get(no) ?? 0,
  };
  return known.record.order.lines.flatMap((line) => [
    wholeLine(world, line),
    ...partLines(world, line),
  ]);
}

/** Where units of lines and parts are, and how many of them are in a return or claim. */
interface Delivered {
  readonly quantitiesOf: (no: number) => readonly StageQuantity[];
  readonly takenOf: (no: number) => number;
}

function wholeLine(world: Delivered, line: OrderLine): ReturnableLine {
  const { lineNo, itemId, forms = [] } = line;
  const partNos = forms.flatMap(({ parts }) => parts.map(({ partNo }) => partNo));
  const units = (stages: readonly StageQuantity['stage'][]): number =>
    unitsAt(world.quantitiesOf(lineNo), stages) +
    forms.reduce((sum, form) => sum + setsAt(world, form, stages), 0);
  return {
    lineNo,
    itemId,
    deliveredUnits: units(arrivedStages),
    leftUnits: units(onTheRoad),
    deliveredAt: deliveredAt([lineNo, ...partNos].flatMap(world.quantitiesOf)),
    takenUnits: world.takenOf(lineNo),
    ...(forms.length > 0 && { sets: forms.map(setOf) }),
  };
}

/**
 * The parts in which a line was sent, one by one. Whole units of the line that come back take their parts along: first
 * those that were sent as they are, then set by set in the order of the forms.
 */
function partLines(world: Delivered, line: OrderLine): readonly ReturnableLine[] {
  let setsTaken = Math.max(
    0,
    world.takenOf(line.lineNo) - unitsAt(world.quantitiesOf(line.lineNo), arrivedStages),
  );
  return (line.forms ?? []).flatMap((form) => {
    const ofForm = Math.min(setsTaken, setsAt(world, form, arrivedStages));
    setsTaken -= ofForm;
    return form.parts.map(({ partNo, itemId, unitsPer }) => ({
      lineNo: partNo,
      itemId,
      part: { ofLineNo: line.lineNo, unitsPer },
      deliveredUnits: unitsAt(world.quantitiesOf(partNo), arrivedStages),
      leftUnits: unitsAt(world.quantitiesOf(partNo), onTheRoad),
      deliveredAt: deliveredAt(world.quantitiesOf(partNo)),
      takenUnits: world.takenOf(partNo) + ofForm * unitsPer,
    }));
  });
}

const setOf = ({ parts }: LineForm) => parts.map(({ itemId, unitsPer }) => ({ itemId, unitsPer }));

/** When the last of them was delivered. */
function deliveredAt(quantities: readonly StageQuantity[]): number | undefined {
  const moments = quantities.filter(({ stage }) => stage === 'delivered').map(({ asOf }) => asOf);
  return moments.length > 0 ? Math.max(...moments) : undefined;
}

const arrivedStages: readonly StageQuantity['stage'][] = ['delivered', 'returned'];
const onTheRoad: readonly StageQuantity['stage'][] = [
  'departed',
  'in_transit',
  'out_for_delivery',
  'delivery_attempted',
];

/** Whole kits (or substitutes) of which every part is at one of the stages, without parts that come back alone. */
const setsAt = (
  { quantitiesOf, takenOf }: Delivered,
  { parts }: LineForm,
  stages: readonly StageQuantity['stage'][],
): number => {
  const takes = (partNo: number): number => (stages === arrivedStages ? takenOf(partNo) : 0);
  const sets = parts.map(({ partNo, unitsPer }) =>
    Math.floor((unitsAt(quantitiesOf(partNo), stages) - takes(partNo)) / unitsPer),
  );
  return Math.max(0, Math.min(...sets));
};

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
