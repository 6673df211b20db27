import type { NetworkDocument } from '../../../../network/decide/index.ts';
import type { ForecastPublished } from '../../../../stock/decide/index.ts';
import type { ItemId } from '../../../../words/index.ts';
import type { PriceShare } from '../replay/share.ts';
import type { PriceSource } from '../sheet.ts';
import type { SlotOutlook } from './slot-prices.ts';
import type { UnitGoods } from './unit-costs.ts';

/** An item that is sold by the piece, with what lies at every node and is on its way there within the horizon. */
export interface PricedItem extends UnitGoods {
  readonly itemId: ItemId;
  /** By node index; 0 where the node takes no orders. */
  readonly stockUnits: ArrayLike<number>;
  /** Units when the node was filled last, by node index. */
  readonly openingUnits: ArrayLike<number>;
}

/** The slots of a node, first one first. */
export interface NodeSlots {
  readonly nodeIx: number;
  readonly slots: readonly (SlotOutlook & { readonly slotAt: number })[];
}

/** Everything that prices follow from: plain data, so that another thread can work on it. */
export interface PriceAsk extends Pick<PriceSource, 'version' | 'madeAt' | 'shrinkPercent'> {
  /** How the share of the goods' prices was chosen; undefined: by a setting. */
  readonly share: PriceShare | undefined;
  /** The share of the prices of slots and crews that counts, 0 … 100. */
  readonly placesPercent: number;
  readonly network: NetworkDocument;
  readonly items: readonly PricedItem[];
  /** Undefined: prices rise with depletion. */
  readonly forecast: ForecastPublished | undefined;
  /** How far the forecast counts, days. */
  readonly horizonDays: number;
  /** How many futures are sampled per item. */
  readonly futures: number;
  readonly slots: readonly NodeSlots[];
  /** What the strategy gives for an hour of waiting, minor units: a courier's time is worth what it spares others. */
  readonly perHourMinor: number;
}
