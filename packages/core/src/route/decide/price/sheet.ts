import { ensure, itemId, minuteMs } from '../../../words/index.ts';
import type { ItemId } from '../../../words/index.ts';
import { runReader, runWriter } from '../record/bytes.ts';
import type { PriceShare } from './replay/share.ts';

/**
 * How the prices of a sheet were found. `removal` and `transport-dual` ask what a unit would save later, by the forecast;
 * `depletion` rises as the stock of a node runs out and needs no forecast.
 */
export const priceMethods = ['removal', 'transport-dual', 'depletion'] as const;
/** @see priceMethods */
export type PriceMethod = (typeof priceMethods)[number];

/** Which sheet priced a decision: what a question keeps of it. */
export interface PriceSource {
  /** Counts up in the publications of one store. */
  readonly version: number;
  readonly madeAt: number;
  readonly method: PriceMethod;
  /** Prices are this share of what the method found; chosen per network, 0 … 100. */
  readonly shrinkPercent: number;
  /** How the share was chosen; absent: by a setting. */
  readonly shrinkBy?: PriceShare['by'];
  /** Version of the forecast behind the prices; empty for a method that needs none. */
  readonly forecastVersion: string;
}

/** Why no prices count for a decision whose strategy weighs them. */
export type PricesMissing =
  | { readonly reason: 'no-sheet' }
  /** The sheet is older than prices may be. */
  | { readonly reason: 'stale'; readonly version: number; readonly madeAt: number }
  /** The sheet was made for another version of the network: its columns are other nodes. */
  | { readonly reason: 'other-network'; readonly version: number; readonly networkVersion: number };

/**
 * The opportunity prices of a network at a moment: what it costs later that a unit is taken from a node, or a place
 * from one of its slots, now. Items and slots that are not on the sheet cost nothing.
 */
export interface PriceSheet extends PriceSource {
  /** Columns are by node index of this version; under another one the sheet says nothing. */
  readonly networkVersion: number;
  readonly nodeCount: number;
  /** Row of every priced item. */
  readonly rows: ReadonlyMap<ItemId, number>;
  /**
   * For one unit, thousandths of a minor unit of the network's currency, integers ≥ 0, shrunk already;
   * `[row * nodeCount + nodeIx]`.
   */
  readonly unitMilli: Float64Array;
  /** Slots of node n are `slotFirst[n]` up to, not with, `slotFirst[n + 1]`, by start ascending. */
  readonly slotFirst: Int32Array;
  readonly slotAt: Float64Array;
  /** For one place in the slot, thousandths of a minor unit, integers > 0. */
  readonly slotMilli: Float64Array;
  /** Only where nodes have couriers of their own, by node index ascending. */
  readonly crews?: readonly CrewBase[];
  /** Why the goods' prices count so far; absent: a setting says it. */
  readonly share?: PriceShare;
}

/** A sheet as it is stored and published: plain JSON, columns as text. */
export interface PriceSheetDocument extends PriceSource {
  readonly networkVersion: number;
  readonly nodes: number;
  readonly itemIds: readonly string[];
  readonly columns: string;
  readonly crews?: readonly CrewBase[];
  readonly share?: PriceShare;
}

/** What a price of a slot says: node, start of the slot, price of a place in it. */
export interface SlotPrice {
  readonly nodeIx: number;
  readonly slotAt: number;
  readonly milli: number;
}

/** Prices of one item by node index. */
export interface ItemPrices {
  readonly itemId: ItemId;
  /** Thousandths of a minor unit by node index; fractions are rounded, what is below zero counts as zero. */
  readonly milli: ArrayLike<number>;
}

/** What a courier's time is worth at a node that has couriers of its own. */
export interface CrewBase {
  readonly nodeIx: number;
  /** Length of the node's slots: how far a full one puts orders off. */
  readonly slotMinutes: number;
  /** Worth of a courier's minute where nobody waits, thousandths of a minor unit, an integer > 0. */
  readonly milli: number;
}

/** Makes a sheet. Items without any price, and slots without one, are left out. Slots start at full minutes. */
export function priceSheet(
  source: PriceSource & Pick<PriceSheet, 'networkVersion' | 'nodeCount'>,
  prices: {
    readonly items: readonly ItemPrices[];
    readonly slots: readonly SlotPrice[];
    readonly crews?: readonly CrewBase[];
    readonly share?: PriceShare;
  },
): PriceSheet {
  const { nodeCount } = source;
  const whole = (milli: number | undefined): number => Math.max(0, Math.round(milli ?? 0));
  const items = prices.items.filter(({ milli }) => Array.from(milli).some((one) => whole(one) > 0));
  const unitMilli = new Float64Array(items.length * nodeCount);
  for (const [row, { milli }] of items.entries())
    for (let nodeIx = 0; nodeIx < nodeCount; nodeIx++)
      unitMilli[row * nodeCount + nodeIx] = whole(milli[nodeIx]);
  const slots = prices.slots
    .filter(({ milli }) => whole(milli) > 0)
    .sort((a, b) => a.nodeIx - b.nodeIx || a.slotAt - b.slotAt);
  return {
    ...source,
    rows: new Map(items.map(({ itemId: id }, row) => [id, row])),
    unitMilli,
    slotFirst: firstByNode(slots, nodeCount),
    slotAt: Float64Array.from(slots, ({ slotAt }) => slotAt),
    slotMilli: Float64Array.from(slots, ({ milli }) => whole(milli)),
    ...crewsOf(
      (prices.crews ?? [])
        .map((crew) => ({ ...crew, milli: whole(crew.milli) }))
        .filter(({ milli }) => milli > 0)
        .sort((a, b) => a.nodeIx - b.nodeIx),
    ),
    ...shareOf(prices),
  };
}

const shareOf = ({ share }: Pick<PriceSheet, 'share'>): Pick<PriceSheet, 'share'> =>
  share === undefined ? {} : { share };

const crewsOf = (crews: readonly CrewBase[] = []): Pick<PriceSheet, 'crews'> =>
  crews.length === 0 ? {} : { crews };

function firstByNode(slots: readonly SlotPrice[], nodeCount: number): Int32Array {
  const first = new Int32Array(nodeCount + 1);
  for (const { nodeIx } of slots) first[nodeIx + 1] = (first[nodeIx + 1] as number) + 1;
  for (let nodeIx = 0; nodeIx < nodeCount; nodeIx++)
    first[nodeIx + 1] = (first[nodeIx + 1] as number) + (first[nodeIx] as number);
  return first;
}

/** Price of one unit of the item at the node, thousandths of a minor unit. */
export function unitPriceMilli(sheet: PriceSheet, nodeIx: number, item: ItemId): number {
  const row = sheet.rows.get(item);
  return row === undefined ? 0 : (sheet.unitMilli[row * sheet.nodeCount + nodeIx] as number);
}

/** Price of a place in the slot of the node that starts then, thousandths of a minor unit. */
export function slotPriceMilli(sheet: PriceSheet, nodeIx: number, slotAt: number): number {
  const end = sheet.slotFirst[nodeIx + 1] as number;
  for (let at = sheet.slotFirst[nodeIx] as number; at < end; at++)
    if (sheet.slotAt[at] === slotAt) return sheet.slotMilli[at] as number;
  return 0;
}

/** The source of a sheet alone. */
export const priceSourceOf = (sheet: PriceSource): PriceSource => ({
  version: sheet.version,
  madeAt: sheet.madeAt,
  method: sheet.method,
  shrinkPercent: sheet.shrinkPercent,
  ...(sheet.shrinkBy !== undefined && { shrinkBy: sheet.shrinkBy }),
  forecastVersion: sheet.forecastVersion,
});

/** Writes a sheet down; equal sheets give equal documents. */
export function priceSheetDocument(sheet: PriceSheet): PriceSheetDocument {
  const { nodeCount, slotFirst, slotAt, slotMilli } = sheet;
  const rows = sheet.rows.size;
  const writer = runWriter(Math.max(nodeCount, slotAt.length));
  const column = (length: number, read: (at: number) => number): void => {
    writer.column((all) => {
      // What is beyond the column repeats its end, so that it adds no run.
      for (let at = 0; at < all.length; at++) all[at] = read(Math.min(at, length - 1));
    });
  };
  writer.number(slotAt.length);
  if (nodeCount > 0)
    for (let row = 0; row < rows; row++)
      column(nodeCount, (nodeIx) => sheet.unitMilli[row * nodeCount + nodeIx] as number);
  if (slotAt.length > 0) {
    column(nodeCount, (nodeIx) => slotFirst[nodeIx + 1] as number);
    column(slotAt.length, (at) => (slotAt[at] as number) / minuteMs);
    column(slotAt.length, (at) => slotMilli[at] as number);
  }
  return {
    ...priceSourceOf(sheet),
    networkVersion: sheet.networkVersion,
    nodes: nodeCount,
    itemIds: [...sheet.rows.keys()],
    columns: writer.text(),
    ...crewsOf(sheet.crews),
    ...shareOf(sheet),
  };
}

/** Reads a stored sheet. @throws Error when the columns are not those of a sheet */
export function readPriceSheet(document: PriceSheetDocument): PriceSheet {
  const { nodes: nodeCount, networkVersion } = document;
  return {
    ...priceSourceOf(document),
    networkVersion,
    nodeCount,
    ...columnsIn(document.columns, document),
    ...crewsOf(document.crews),
    ...shareOf(document),
  };
}

type SheetColumns = Pick<PriceSheet, 'rows' | 'unitMilli' | 'slotFirst' | 'slotAt' | 'slotMilli'>;

function columnsIn(
  text: string,
  { nodes, itemIds }: Pick<PriceSheetDocument, 'nodes' | 'itemIds'>,
): SheetColumns {
  const reader = runReader(text);
  const slots = reader.number();
  const length = Math.max(nodes, slots);
  const column = (taken: number, take: (at: number, value: number) => void): void => {
    reader.column(length, (at, value) => {
      if (at < taken) take(at, value);
    });
  };
  const columns = {
    rows: new Map(itemIds.map((id, row) => [itemId(id), row])),
    unitMilli: new Float64Array(itemIds.length * nodes),
    slotFirst: new Int32Array(nodes + 1),
    slotAt: new Float64Array(slots),
    slotMilli: new Float64Array(slots),
  };
  for (let row = 0; row < itemIds.length; row++)
    column(nodes, (nodeIx, milli) => (columns.unitMilli[row * nodes + nodeIx] = milli));
  if (slots === 0) return columns;
  column(nodes, (nodeIx, end) => (columns.slotFirst[nodeIx + 1] = end));
  column(slots, (at, minutes) => (columns.slotAt[at] = minutes * minuteMs));
  column(slots, (at, milli) => (columns.slotMilli[at] = milli));
  ensure(columns.slotFirst[nodes] === slots, 'every slot price has its node');
  return columns;
}
