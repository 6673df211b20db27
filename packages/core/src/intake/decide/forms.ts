import type { ItemProfile } from '../../parties/decide/index.ts';
import { kitParts } from '../../parties/decide/index.ts';
import type { CustomerOrder, LineForm, LinePart, OrderLine } from './order.ts';

/** Parts of line n are numbered from n · 10,000 on, a hundred for each form: never the number of an order line. */
const partNosPerLine = 10_000;
const partNosPerForm = 100;

/**
 * The forms of a line of an item besides the item itself: the parts of a kit, then, when the line allows it, its
 * substitutes in their order.
 *
 * @returns undefined when there are none, as for most lines
 */
export function formsOf(
  item: ItemProfile,
  lineNo: number,
  world: {
    readonly item: (itemId: string) => ItemProfile | undefined;
    readonly mayReplace: boolean;
  },
): readonly LineForm[] | undefined {
  if (!item.components && !(world.mayReplace && item.substitutes)) return undefined;
  const forms: LineForm[] = [];
  const add = (kind: LineForm['kind'], parts: readonly Omit<LinePart, 'partNo'>[]): void => {
    const first = lineNo * partNosPerLine + forms.length * partNosPerForm + 1;
    const together = kind === 'kit' && item.shipTogether === true;
    forms.push({
      kind,
      together,
      parts: parts.map(({ itemId, unitsPer }, i) => ({ partNo: first + i, itemId, unitsPer })),
    });
  };
  const kit = kitParts(item, world.item);
  if (kit)
    add(
      'kit',
      kit.map(({ itemId, unitsPerKit }) => ({ itemId, unitsPer: unitsPerKit })),
    );
  if (world.mayReplace)
    for (const { itemId, unitsPerUnit } of item.substitutes ?? [])
      add('substitute', [{ itemId, unitsPer: unitsPerUnit }]);
  return forms;
}

/** A part with the line and the form that it belongs to. */
export interface PartOfLine {
  readonly line: OrderLine;
  readonly form: LineForm;
  readonly part: LinePart;
}

/** Whether a number is that of a part, not of an order line. */
export const isPartNo = (lineNo: number): boolean => lineNo >= partNosPerLine;

/** The part of a number; undefined for numbers of order lines and unknown ones. */
export function partOf(order: CustomerOrder, partNo: number): PartOfLine | undefined {
  if (!isPartNo(partNo)) return undefined;
  const lineNo = Math.floor(partNo / partNosPerLine);
  const line = order.lines.find((one) => one.lineNo === lineNo);
  for (const form of line?.forms ?? [])
    for (const part of form.parts) if (line && part.partNo === partNo) return { line, form, part };
  return undefined;
}

/** Units of a line or of one of its parts. */
export interface LineUnits {
  readonly lineNo: number;
  readonly units: number;
}

/** The same in the customer's words: parts are told as units of their line, begun ones counted full; one entry per line. */
export function asOrdered(order: CustomerOrder, units: readonly LineUnits[]): readonly LineUnits[] {
  const whole = new Map<number, number>();
  const begun = new Map<number, Map<LineForm, number>>();
  for (const one of units) {
    const found = partOf(order, one.lineNo);
    if (!found) {
      whole.set(one.lineNo, (whole.get(one.lineNo) ?? 0) + one.units);
      continue;
    }
    const { line, form, part } = found;
    const forms = begun.get(line.lineNo) ?? new Map<LineForm, number>();
    begun.set(line.lineNo, forms);
    forms.set(form, Math.max(forms.get(form) ?? 0, Math.ceil(one.units / part.unitsPer)));
  }
  for (const [lineNo, forms] of begun)
    for (const more of forms.values()) whole.set(lineNo, (whole.get(lineNo) ?? 0) + more);
  return [...whole].map(([lineNo, sum]) => ({ lineNo, units: sum }));
}

/** The same with parts that make whole kits told as units of their kit; parts that are missing others stay apart. */
export function wholeKits(order: CustomerOrder, units: readonly LineUnits[]): readonly LineUnits[] {
  if (!units.some(({ lineNo }) => isPartNo(lineNo))) return units;
  const left = new Map<number, number>();
  for (const { lineNo, units: more } of units) left.set(lineNo, (left.get(lineNo) ?? 0) + more);
  for (const { lineNo, forms = [] } of order.lines)
    for (const { parts } of forms) joinParts(left, lineNo, parts);
  return [...left].flatMap(([lineNo, sum]) => (sum > 0 ? [{ lineNo, units: sum }] : []));
}

function joinParts(left: Map<number, number>, lineNo: number, parts: readonly LinePart[]): void {
  const unitsOf = (no: number): number => left.get(no) ?? 0;
  const sets = Math.min(
    ...parts.map(({ partNo, unitsPer }) => Math.floor(unitsOf(partNo) / unitsPer)),
  );
  if (sets === 0) return;
  left.set(lineNo, unitsOf(lineNo) + sets);
  for (const { partNo, unitsPer } of parts) left.set(partNo, unitsOf(partNo) - sets * unitsPer);
}
