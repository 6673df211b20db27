import { ensure } from '../../words/index.ts';
import type { ItemId, Outcome } from '../../words/index.ts';
import type { CustomerOrder, LineForm, LineUnits, OrderLine } from '../../intake/decide/index.ts';
import { partOf, wholeKits } from '../../intake/decide/index.ts';
import type { ItemProfile } from '../../parties/decide/index.ts';
import type { RouteAnswer, RouteLine, RouteQuestion, RouteRefusal } from './question.ts';

/** What is known of items when an order asks for nodes. */
export interface DemandWorld {
  readonly item: (itemId: string) => ItemProfile | undefined;
  /** The largest ATP of the item at any one node. */
  readonly mostAvailable: (itemId: ItemId) => number;
  /** Where it goes, ISO 3166-1 alpha-2. */
  readonly toCountry: string;
}

/** Open units of an order that look for nodes. */
export interface OpenDemand {
  readonly order: CustomerOrder;
  readonly open: readonly LineUnits[];
}

/** A question about lines, with its answer. */
export interface Routed {
  readonly question: RouteQuestion;
  readonly answer: Outcome<RouteAnswer, RouteRefusal>;
}

/**
 * Asks for the demand in its forms, in their order: as it lies on the shelf, as the parts of kits, each with substitutes
 * for what is short. The first one that finds a plan counts; when none does, the answer is that to the first.
 */
export function routeDemand(
  demand: OpenDemand,
  world: DemandWorld & { readonly routed: (lines: readonly RouteLine[]) => Routed },
): Routed {
  let first: Routed | undefined;
  for (const lines of demandForms(demand, world)) {
    const asked = world.routed(lines);
    if (asked.answer.ok) return asked;
    first ??= asked;
    const { shortLines: short } = asked.answer.refusal;
    const others = withSubstitutes(demand, { lines, short }, world);
    const again = others && world.routed(others);
    if (again?.answer.ok) return again;
  }
  ensure(first !== undefined, 'a demand has a form');
  return first;
}

/**
 * What open units are asked for, in the forms in which they are tried, best first; the first that finds a plan counts.
 *
 * Most orders have one form. A kit is asked for as it lies on the shelf put together, as far as one node has it, and
 * for the rest as its parts; then, if that finds nothing, as its parts alone.
 */
function demandForms(demand: OpenDemand, world: DemandWorld): readonly RouteLine[][] {
  const parts = linesAsked(demand, world, false);
  if (!demand.order.lines.some(({ forms }) => kitForm(forms) !== undefined)) return [parts];
  const assembled = linesAsked(demand, world, true);
  const same = assembled.every(({ lineNo }, at) => lineNo === parts[at]?.lineNo);
  return same ? [parts] : [assembled, parts];
}

/** All that was ordered, with kits as their parts: what rules look at when they judge an order and not a plan. */
export const wholeDemand = (order: CustomerOrder, world: DemandWorld): readonly RouteLine[] =>
  order.lines.flatMap((line) => linesOf(line, line.quantityUnits, { world, shelfFirst: false }));

const kitForm = (forms: readonly LineForm[] | undefined): LineForm | undefined =>
  forms?.find(({ kind }) => kind === 'kit');

function linesAsked(
  { order, open }: OpenDemand,
  world: DemandWorld,
  shelfFirst: boolean,
): RouteLine[] {
  const lines: RouteLine[] = [];
  for (const { lineNo, units } of wholeKits(order, open)) {
    if (units <= 0) continue;
    const line = order.lines.find((candidate) => candidate.lineNo === lineNo);
    if (line) lines.push(...linesOf(line, units, { world, shelfFirst }));
    else lines.push(...openPart(order, { lineNo, units }, world));
  }
  return lines;
}

interface Asking {
  readonly world: DemandWorld;
  readonly shelfFirst: boolean;
}

function linesOf(line: OrderLine, units: number, { world, shelfFirst }: Asking): RouteLine[] {
  const kit = kitForm(line.forms);
  if (!kit) return [plainLine(line, units, world)];
  const shelf = shelfFirst ? Math.min(units, world.mostAvailable(line.itemId)) : 0;
  return [
    ...(shelf > 0 ? [plainLine(line, shelf, world)] : []),
    ...(shelf < units ? partLines(line, kit, { sets: units - shelf, world }) : []),
  ];
}

function plainLine(line: OrderLine, units: number, world: DemandWorld): RouteLine {
  const item = world.item(line.itemId);
  const plain: RouteLine = {
    lineNo: line.lineNo,
    itemId: line.itemId,
    quantityUnits: units,
    weightGrams: units * (item?.weightGrams ?? 0),
    valueMinor: Math.round((line.priceMinor * units) / line.quantityUnits),
    temperatureClass: item?.temperatureClass ?? 'ambient',
    hsCode: item?.hsCode,
    originCountry: item?.originCountry,
    ...refusalOf(item, world),
  };
  return line.shipWith === undefined ? plain : { ...plain, together: groupOf(line.shipWith) };
}

const refusalOf = (
  item: ItemProfile | undefined,
  { toCountry }: DemandWorld,
): Pick<RouteLine, 'refusedAbroad'> =>
  item?.refusedCountries?.includes(toCountry) === true ? { refusedAbroad: true } : none;

const none = {};

const groupOf = (word: string): string => `with ${word}`;

/** The parts of so many kits; the kits' value is spread over them by weight, so that it adds up. */
function partLines(
  line: OrderLine,
  form: LineForm,
  { sets, world }: { readonly sets: number; readonly world: DemandWorld },
): RouteLine[] {
  const valueMinor = Math.round((line.priceMinor * sets) / line.quantityUnits);
  const weights = form.parts.map(
    ({ itemId, unitsPer }) => unitsPer * sets * (world.item(itemId)?.weightGrams ?? 0),
  );
  const shares = sharesOf(valueMinor, weights);
  return form.parts.map(({ partNo, itemId, unitsPer }, at): RouteLine => {
    const item = world.item(itemId);
    return {
      lineNo: partNo,
      itemId,
      quantityUnits: unitsPer * sets,
      weightGrams: weights[at] ?? 0,
      valueMinor: shares[at] ?? 0,
      temperatureClass: item?.temperatureClass ?? 'ambient',
      hsCode: item?.hsCode,
      originCountry: item?.originCountry,
      ...refusalOf(item, world),
      ...togetherOf(line, form, sets),
    };
  });
}

function togetherOf(
  line: OrderLine,
  form: LineForm,
  sets: number,
): Pick<RouteLine, 'together' | 'sets'> {
  if (line.shipWith !== undefined) return { together: groupOf(line.shipWith) };
  return form.together ? { together: `kit ${line.lineNo}`, sets } : {};
}

/** An amount in whole numbers by weight; what rounding leaves goes to the first ones. Equal parts without weight. */
function sharesOf(amount: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) =>
    total > 0 ? Math.floor((amount * weight) / total) : Math.floor(amount / weights.length),
  );
  let left = amount - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (left-- > 0 ? part + 1 : part));
}

/** Some units of one part that looks for a node again; a substitute looks for it as what was ordered. */
function openPart(
  order: CustomerOrder,
  { lineNo, units }: LineUnits,
  world: DemandWorld,
): RouteLine[] {
  const found = partOf(order, lineNo);
  if (!found) return [];
  const { line, form, part } = found;
  const sets = Math.ceil(units / part.unitsPer);
  if (form.kind === 'substitute') return [plainLine(line, sets, world)];
  const whole = partLines(line, form, { sets, world }).find((one) => one.lineNo === lineNo);
  if (!whole) return [];
  const { together: _apart, sets: _sets, ...alone } = whole;
  const portion = (amount: number): number => Math.round((amount * units) / whole.quantityUnits);
  return [
    {
      ...alone,
      quantityUnits: units,
      weightGrams: portion(whole.weightGrams),
      valueMinor: portion(whole.valueMinor),
    },
  ];
}

/**
 * The demand once more with substitutes for what is short, where the line allows it: for each short line the first
 * substitute of which one node has enough for the missing units; what there is of the item itself is sent.
 *
 * @returns undefined when no short line has a substitute
 */
function withSubstitutes(
  { order }: OpenDemand,
  refused: { readonly lines: readonly RouteLine[]; readonly short: RouteRefusal['shortLines'] },
  world: DemandWorld,
): RouteLine[] | undefined {
  const replaced = new Set<number>();
  const lines = refused.lines.flatMap((asked) => {
    const missing = refused.short.find(({ lineNo }) => lineNo === asked.lineNo)?.missingUnits ?? 0;
    const line = order.lines.find(({ lineNo }) => lineNo === asked.lineNo);
    if (missing === 0 || !line) return [asked];
    const form = substituteFor(line, missing, world);
    if (!form) return [asked];
    replaced.add(line.lineNo);
    const kept = asked.quantityUnits - missing;
    return [
      ...(kept > 0 ? [plainLine(line, kept, world)] : []),
      ...partLines(line, form, { sets: missing, world }),
    ];
  });
  return replaced.size > 0 ? lines : undefined;
}

const substituteFor = (
  { forms = [] }: OrderLine,
  units: number,
  world: DemandWorld,
): LineForm | undefined =>
  forms
    .filter(({ kind }) => kind === 'substitute')
    .find(({ parts }) =>
      parts.every(({ itemId, unitsPer }) => world.mostAvailable(itemId) >= units * unitsPer),
    );
