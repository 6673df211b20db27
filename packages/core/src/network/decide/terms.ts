import {
  countryCode,
  idText,
  integer,
  itemId,
  list,
  optional,
  serviceId,
  shape,
  text,
  yesNo,
} from '../../words/index.ts';
import type { ItemId, Reader, ServiceId } from '../../words/index.ts';

/** How long a node is left alone with an order after it gave it back, minutes, by the reason it gave. */
export interface CoolDown {
  /** A reason code, e.g. `too-busy`; `*` stands for every reason without an entry of its own. */
  readonly because: string;
  /** 0 … a month. */
  readonly minutes: number;
}

/** What a store keeps back for the people who walk in. */
export interface WalkInBuffer {
  /** Share of what is on hand, rounded up, 0 … 100. */
  readonly percent: number;
  /** At least so many. */
  readonly unitsMin: number;
  /** Items with a number of their own, which replaces both. */
  readonly items: readonly { readonly itemId: ItemId; readonly units: number }[];
}

/** Who sells the goods in law; a drop-ship vendor is an own legal person with its own address. */
export interface LegalEntity {
  readonly name: string;
  readonly address: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly taxNumber?: string;
}

/** What was agreed with a node about its work: what happens when it is slow, says no, or does not find the goods. */
export interface WorkTerms {
  /** Work that was taken must begin (first pick) within so many minutes; then it looks for another node. Absent = no limit. */
  readonly beginMinutesMax?: number;
  /** Picked or packed goods that missed their collection may go to another node that can still keep the promise. */
  readonly movesUncollected?: boolean;
  /** Absent reasons get the house's usual times. */
  readonly coolDowns?: readonly CoolDown[];
  /** After a short pick nothing more is sold from that shelf until it was counted. */
  readonly blocksShortShelf?: boolean;
  /** Orders that may start on one local day, besides the limits of slots. Absent = no limit. */
  readonly ordersPerDayMax?: number;
  /** People who bring orders out from here and come back, one order at a time, by services on demand. Absent = none. */
  readonly couriers?: number;
  /** Parcels that a service takes here on one local day, in place of its own limit. */
  readonly carrierLimits?: readonly {
    readonly serviceId: ServiceId;
    readonly parcelsPerDayMax: number;
  }[];
  readonly walkInBuffer?: WalkInBuffer;
  /** The time to answer an offer counts only while the node is open (vendors); else around the clock. */
  readonly acceptInWorkingTime?: boolean;
  /** The node is reminded when this share of the time to answer is over, 1 … 99. Absent = never. */
  readonly remindPercent?: number;
  readonly legalEntity?: LegalEntity;
  /** What the retailer pays a vendor per unit, minor units of the network's currency. */
  readonly costPrices?: readonly { readonly itemId: ItemId; readonly costMinor: number }[];
}

const minutes = integer({ min: 0, max: 44_640 });

/** Reads what was agreed with a node. */
export const workTerms: Reader<WorkTerms> = shape({
  beginMinutesMax: optional(integer({ min: 1, max: 44_640 })),
  movesUncollected: optional(yesNo),
  coolDowns: optional(list(shape({ because: text({ max: 64 }), minutes }), { max: 64 })),
  blocksShortShelf: optional(yesNo),
  ordersPerDayMax: optional(integer({ min: 0, max: 10_000_000 })),
  couriers: optional(integer({ min: 0, max: 10_000 })),
  carrierLimits: optional(
    list(
      shape({
        serviceId: idText(serviceId),
        parcelsPerDayMax: integer({ min: 0, max: 10_000_000 }),
      }),
      { max: 64 },
    ),
  ),
  walkInBuffer: optional(
    shape({
      percent: integer({ min: 0, max: 100 }),
      unitsMin: integer({ min: 0, max: 1_000_000 }),
      items: list(shape({ itemId: idText(itemId), units: integer({ min: 0, max: 1_000_000 }) }), {
        max: 100_000,
      }),
    }),
  ),
  acceptInWorkingTime: optional(yesNo),
  remindPercent: optional(integer({ min: 1, max: 99 })),
  costPrices: optional(
    list(shape({ itemId: idText(itemId), costMinor: integer({ min: 0, max: 1e12 }) }), {
      max: 100_000,
    }),
  ),
  legalEntity: optional(
    shape({
      name: text({ max: 200 }),
      address: text({ max: 500 }),
      country: countryCode,
      taxNumber: optional(text({ max: 64 })),
    }),
  ),
});

/**
 * What a node keeps back of an item for the people who walk in.
 *
 * @returns units, integer, never above what is on hand; undefined when the node has no buffer
 */
export function walkInUnits(
  terms: WorkTerms | undefined,
  itemId: ItemId,
  onHandUnits: number,
): number | undefined {
  const buffer = terms?.walkInBuffer;
  if (!buffer) return undefined;
  const own = buffer.items.find((item) => item.itemId === itemId);
  const share = Math.ceil((onHandUnits * buffer.percent) / 100);
  return Math.min(onHandUnits, own ? own.units : Math.max(buffer.unitsMin, share));
}
