import type { CustomerOrder, LineForm, LineUnits, OrderLine } from '../../intake/decide/index.ts';
import { isActive } from './answer-offer.ts';
import type { Fulfilment } from './fulfilment.ts';

/** In what forms the units of a line are worked on, in units of the line. */
export interface LineCoverage {
  readonly line: OrderLine;
  /** As the item itself. */
  readonly asItself: number;
  /** Kits and substitutes that are begun: of at least one part there is work. */
  readonly asForms: readonly FormCoverage[];
  /** Neither cancelled nor begun: it waits for a node. */
  readonly open: number;
}

/** How far one form is. */
export interface FormCoverage {
  readonly form: LineForm;
  /** Sets begun, the largest over the parts. */
  readonly sets: number;
  /** Units of parts that the sets begun still miss, by part number. */
  readonly missing: readonly LineUnits[];
}

type Works = readonly Pick<Fulfilment, 'state' | 'lines'>[];

/** Whether the work still counts for the units that it names. */
const counts = ({ state }: Works[number]): boolean =>
  isActive(state) || ['shipped', 'delivered', 'undelivered'].includes(state);

/** What work there is for every line of an order. */
export function coverageOf(
  order: CustomerOrder,
  cancelledUnits: Readonly<Record<number, number>>,
  works: Works,
): readonly LineCoverage[] {
  const covered = new Map<number, number>();
  for (const work of works)
    if (counts(work))
      for (const { lineNo, quantityUnits } of work.lines)
        covered.set(lineNo, (covered.get(lineNo) ?? 0) + quantityUnits);
  const unitsOf = (lineNo: number): number => covered.get(lineNo) ?? 0;
  return order.lines.map((line) => {
    const asItself = unitsOf(line.lineNo);
    const asForms = (line.forms ?? []).map((form) => formCoverage(form, unitsOf));
    const begun = asForms.reduce((sum, { sets }) => sum + sets, asItself);
    const cancelled = cancelledUnits[line.lineNo] ?? 0;
    return { line, asItself, asForms, open: line.quantityUnits - cancelled - begun };
  });
}

function formCoverage(form: LineForm, unitsOf: (partNo: number) => number): FormCoverage {
  const sets = Math.max(
    ...form.parts.map(({ partNo, unitsPer }) => Math.ceil(unitsOf(partNo) / unitsPer)),
  );
  const missing = form.parts.flatMap(({ partNo, unitsPer }) => {
    const units = sets * unitsPer - unitsOf(partNo);
    return units > 0 ? [{ lineNo: partNo, units }] : [];
  });
  return { form, sets, missing };
}

/**
 * Units that no live work covers: neither cancelled, nor assigned to a node that works, has shipped or has delivered
 * them. They wait for a node: whole units by line number, missing parts of kits by part number.
 */
export const openUnits = (
  order: CustomerOrder,
  cancelledUnits: Readonly<Record<number, number>>,
  works: Works,
): readonly LineUnits[] =>
  coverageOf(order, cancelledUnits, works)
    .flatMap(({ line, asForms, open }) => [
      { lineNo: line.lineNo, units: open },
      ...asForms.flatMap(({ missing }) => missing),
    ])
    .filter(({ units }) => units > 0);

/** What cancelling units of a line takes out of the work in hand. */
export interface CancelShare {
  /** Units that are not worked on: they are simply no longer wanted. */
  readonly open: number;
  /** Units to take out of active work, by line and part number; parts in the ratio of their kit. */
  readonly fromWork: readonly LineUnits[];
}

/**
 * How much of a line can still be cancelled: what waits, and what nodes have but have not sent. Of a kit only as many
 * as all parts can still be taken back of.
 */
export function cancellable(coverage: LineCoverage, works: Works): number {
  const active = activeUnits(works);
  return (
    Math.max(0, coverage.open) +
    (active.get(coverage.line.lineNo) ?? 0) +
    coverage.asForms.reduce((sum, form) => sum + cancellableSets(form, active), 0)
  );
}

const activeUnits = (works: Works): ReadonlyMap<number, number> => {
  const units = new Map<number, number>();
  for (const { state, lines } of works)
    if (isActive(state))
      for (const { lineNo, quantityUnits } of lines)
        units.set(lineNo, (units.get(lineNo) ?? 0) + quantityUnits);
  return units;
};

function cancellableSets(
  { form, sets, missing }: FormCoverage,
  active: ReadonlyMap<number, number>,
): number {
  const free = form.parts.map(({ partNo, unitsPer }) => {
    const lacks = missing.find(({ lineNo }) => lineNo === partNo)?.units ?? 0;
    return Math.floor(((active.get(partNo) ?? 0) + lacks) / unitsPer);
  });
  return Math.min(sets, ...free);
}

/**
 * Divides a cancel of a line: first units that wait, then the item itself, then whole kits, parts that are missing
 * anyway before those in hand.
 */
export function cancelShare(coverage: LineCoverage, works: Works, units: number): CancelShare {
  const active = activeUnits(works);
  const open = Math.min(units, Math.max(0, coverage.open));
  const itself = Math.min(units - open, active.get(coverage.line.lineNo) ?? 0);
  const fromWork: LineUnits[] = itself > 0 ? [{ lineNo: coverage.line.lineNo, units: itself }] : [];
  let left = units - open - itself;
  for (const one of coverage.asForms) {
    const sets = Math.min(left, cancellableSets(one, active));
    left -= sets;
    for (const { partNo, unitsPer } of sets > 0 ? one.form.parts : []) {
      const lacks = one.missing.find(({ lineNo }) => lineNo === partNo)?.units ?? 0;
      const taken = sets * unitsPer - lacks;
      if (taken > 0) fromWork.push({ lineNo: partNo, units: taken });
    }
  }
  return { open, fromWork };
}

/**
 * What else a node must give back with some units, because it travels together with them: the other parts of the kits
 * that they belong to, other lines of their group, everything of an order that is sent complete.
 *
 * @returns all that is given back, the asked units among it
 */
export function givenTogether(
  order: CustomerOrder,
  work: Pick<Fulfilment, 'lines'>,
  given: readonly LineUnits[],
): readonly LineUnits[] {
  const units = new Map(given.map((one) => [one.lineNo, one.units]));
  const atLeast = (lineNo: number, wanted: number): void => {
    const here = work.lines.find((line) => line.lineNo === lineNo)?.quantityUnits ?? 0;
    const more = Math.min(here, Math.max(units.get(lineNo) ?? 0, wanted));
    if (more > 0) units.set(lineNo, more);
  };
  if (given.every((one) => one.units <= 0)) return given;
  for (const line of order.lines) kitsTogether(line, units, atLeast);
  for (const numbers of groupsOf(order))
    if (numbers.some((lineNo) => (units.get(lineNo) ?? 0) > 0))
      for (const lineNo of numbers) atLeast(lineNo, Infinity);
  return [...units].map(([lineNo, sum]) => ({ lineNo, units: sum }));
}

function kitsTogether(
  line: OrderLine,
  units: ReadonlyMap<number, number>,
  atLeast: (lineNo: number, units: number) => void,
): void {
  for (const { together, parts } of line.forms ?? []) {
    if (!together) continue;
    const sets = Math.max(
      ...parts.map(({ partNo, unitsPer }) => Math.ceil((units.get(partNo) ?? 0) / unitsPer)),
    );
    for (const { partNo, unitsPer } of parts) atLeast(partNo, sets * unitsPer);
  }
}

/** Numbers of lines (with their parts) that travel in one parcel. */
function groupsOf(order: CustomerOrder): readonly (readonly number[])[] {
  const numbers = (line: OrderLine): readonly number[] => [
    line.lineNo,
    ...(line.forms ?? []).flatMap(({ parts }) => parts.map(({ partNo }) => partNo)),
  ];
  if (order.shipComplete === true) return [order.lines.flatMap(numbers)];
  const words = new Set(order.lines.flatMap(({ shipWith }) => shipWith ?? []));
  return [...words].map((word) =>
    order.lines.filter(({ shipWith }) => shipWith === word).flatMap(numbers),
  );
}
