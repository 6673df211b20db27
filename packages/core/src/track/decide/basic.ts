import { ensure } from '../../words/index.ts';
import type { ItemId, Window } from '../../words/index.ts';
import { basicStatusOf } from '../../facts/decide/index.ts';
import type { BasicStatus, LineLifecycle, StageQuantity } from '../../facts/decide/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import { basicLabel, countLabel, labelWith } from './labels.ts';
import type { ItemQuantity, OrderNames, ParcelProgress } from './parcels.ts';
import type { Delay, Progress } from './progress.ts';
import { customerDesk } from './question.ts';
import { jointBasis } from './told.ts';
import type { Told } from './told.ts';
import type { TrackedOrder } from './tracked-order.ts';

/** What anybody with the tracking link may see: six words, the promise, and what each rests on. */
export interface BasicView extends OrderNames {
  readonly tier: 'basic';
  readonly status: Told<BasicStatus>;
  /** Parcels that are further than the order as a whole, e.g. 1 of 2 delivered. */
  readonly ahead: Ahead | undefined;
  /** The window that was promised first. */
  readonly promised: Window | undefined;
  readonly delay: Delay | undefined;
  readonly lines: readonly BasicLine[];
  readonly parcels: readonly BasicParcel[];
  /** Something that was recorded turned out wrong; a status may have gone back. */
  readonly isCorrected: boolean;
}

/** "Part x of y". */
export interface Ahead {
  readonly status: BasicStatus;
  readonly label: Sentence;
  readonly parcels: number;
  readonly ofParcels: number;
}

/** A line as every tier sees it. */
export interface LineNames {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly name: string;
  readonly unit: 'each' | 'gram';
  readonly orderedUnits: number;
}

/** A line whose quantity is divided among statuses, least advanced first; the units add up. */
export interface BasicLine extends LineNames {
  readonly quantities: readonly (Told<BasicStatus> & { readonly units: number })[];
}

/** Items of a parcel, named. */
export interface NamedItem extends ItemQuantity {
  readonly name: string;
}

/** A parcel without anything that tells where it comes from. */
export interface BasicParcel {
  readonly number: number;
  readonly status: Told<BasicStatus>;
  readonly items: readonly NamedItem[];
}

/** Cuts the progress down to the basic tier. Every field is named here; nothing is passed through. */
export function basicView(progress: Progress): BasicView {
  const { lifecycle, parcels, promised, delay } = progress;
  const { basic, basis, asOf, kind } = lifecycle;
  return {
    tier: 'basic',
    ...orderNames(progress),
    status: { status: basic, label: basicLabel(basic), basis, asOf, kind },
    ahead: aheadOf(progress),
    promised,
    delay,
    lines: lifecycle.lines.map((line) => ({
      ...lineNames(progress, line),
      quantities: basicQuantities(line.quantities),
    })),
    parcels: parcels.map((parcel) => ({
      number: parcel.number,
      status: toldBasic(parcel),
      items: namedItems(progress, parcel),
    })),
    isCorrected: lifecycle.isCorrected,
  };
}

/** The names of an order. */
export const orderNames = ({ tracked }: Progress): OrderNames => ({
  orderId: tracked.order.orderId,
  externalIds: tracked.order.externalIds,
  ...customerDesk(tracked),
});

/** The names of a line. */
export function lineNames({ tracked }: Progress, line: LineLifecycle): LineNames {
  const { lineNo, unit, orderedUnits } = line;
  const bought = tracked.order.lines.find((one) => one.lineNo === lineNo);
  ensure(bought !== undefined, 'the lifecycle follows the lines of the order');
  const { itemId } = bought;
  return { lineNo, itemId, name: nameOf(tracked, itemId), unit, orderedUnits };
}

const nameOf = ({ itemNames }: TrackedOrder, itemId: ItemId): string =>
  itemNames.get(itemId) ?? itemId;

/** The items of a parcel with their names. */
export const namedItems = (
  { tracked }: Progress,
  { items }: ParcelProgress,
): readonly NamedItem[] =>
  items.map(({ itemId, units }) => ({
    itemId,
    name: nameOf(tracked, itemId),
    units,
  }));

function toldBasic({ stage, grounds }: ParcelProgress): Told<BasicStatus> {
  const status = basicStatusOf(stage);
  return { status, label: basicLabel(status), ...grounds };
}

/** Several stages are one word here; their units are added and all their grounds cited. */
function basicQuantities(quantities: readonly StageQuantity[]): BasicLine['quantities'] {
  const byWord = new Map<BasicStatus, StageQuantity[]>();
  for (const quantity of quantities) {
    const word = basicStatusOf(quantity.stage);
    byWord.set(word, [...(byWord.get(word) ?? []), quantity]);
  }
  return [...byWord].map(([status, parts]) => ({
    status,
    label: basicLabel(status),
    ...jointBasis(parts),
    units: parts.reduce((sum, { units }) => sum + units, 0),
  }));
}

const advance: readonly BasicStatus[] = ['confirmed', 'shipped', 'ready', 'delivered', 'returned'];

/** The furthest parcels, where they are further than the order. */
export function aheadOf({ lifecycle, parcels }: Progress): Ahead | undefined {
  const rank = (status: BasicStatus): number => advance.indexOf(status);
  const words = parcels.map(({ stage }) => basicStatusOf(stage));
  const furthest = words.reduce((a, b) => (rank(b) > rank(a) ? b : a), lifecycle.basic);
  if (parcels.length < 2 || rank(furthest) <= rank(lifecycle.basic)) return undefined;
  const there = words.filter((word) => word === furthest).length;
  const count = countLabel(there, parcels.length);
  return {
    status: furthest,
    label: labelWith(basicLabel(furthest), count),
    parcels: there,
    ofParcels: parcels.length,
  };
}
