import { epcisContext, profileNamespace } from '../epcis/context.ts';
import { instantText } from '../epcis/instant.ts';
import type { BizTransaction, EpcisEvent, Json, QuantityElement } from '../event.ts';
import type { ItemUnits } from '../items.ts';

/** What every fact tells: when, where, and for which documents. */
export interface Happening {
  /** Epoch ms UTC, integer. */
  readonly at: number;
  /** Offset of the place, `±hh:mm`. Default `+00:00`. */
  readonly offset?: string;
  /** URI of exactly where: bin, bench, dock, `geo:lat,lon`. Default: the node. */
  readonly placeUri?: string;
  /** URI of the node where the goods are afterwards; absent on the road. */
  readonly nodeUri?: string;
  /** Ids of customer orders (`po`). */
  readonly orderKeys?: readonly string[];
  /** Ids of shipments (`desadv`). */
  readonly shipmentKeys?: readonly string[];
  /** Ids of returns (`rma`). */
  readonly returnKeys?: readonly string[];
  /** The sender's own id of the event; default none (the hash identifies it). */
  readonly eventId?: string;
}

/** Goods as plain arguments; `lot` may be left out. */
export type Goods = readonly (Omit<ItemUnits, 'lot'> & { readonly lot?: string })[];

/** What one kind of fact adds to a happening. */
export type Details = Omit<Partial<EpcisEvent>, 'eventTime' | 'eventTimeZoneOffset' | '@context'> &
  Pick<EpcisEvent, 'type' | 'bizStep'>;

const documents = (type: string, keys: readonly string[] | undefined): BizTransaction[] =>
  (keys ?? []).map((bizTransaction) => ({ type, bizTransaction }));

/** Puts a happening and its details together into a canonical event. Fields that are undefined are left out. */
export function eventOf(happening: Happening, details: Details): EpcisEvent {
  const { at, offset = '+00:00', nodeUri, placeUri = nodeUri, eventId } = happening;
  const transactions = [
    ...documents('po', happening.orderKeys),
    ...documents('desadv', happening.shipmentKeys),
    ...documents('rma', happening.returnKeys),
  ];
  const event: Record<string, unknown> = {
    '@context': Object.keys(details).some((name) => name.startsWith('om:'))
      ? [epcisContext, { om: profileNamespace }]
      : [epcisContext],
    ...details,
    eventID: eventId,
    eventTime: instantText(at),
    eventTimeZoneOffset: offset,
    readPoint: placeUri === undefined ? undefined : { id: placeUri },
    bizLocation: nodeUri === undefined ? undefined : { id: nodeUri },
    bizTransactionList: transactions.length === 0 ? undefined : transactions,
  };
  return Object.fromEntries(
    Object.entries(event).filter(([, value]) => value !== undefined),
  ) as unknown as EpcisEvent;
}

/** Goods as EPCIS writes them: pieces bare, weight in kilograms. */
export const quantitiesOf = (goods: Goods): QuantityElement[] =>
  goods.map(({ itemUri, lot, unit, units }) => {
    const epcClass =
      lot === undefined || lot === ''
        ? itemUri
        : `${itemUri}/${lotMark(itemUri)}/${encodeURIComponent(lot)}`;
    return unit === 'gram'
      ? { epcClass, quantity: units / 1000, uom: 'KGM' }
      : { epcClass, quantity: units };
  });

const lotMark = (itemUri: string): string =>
  itemUri.startsWith('https://id.gs1.org/01/') ? '10' : 'lot';

/** A list of one party or place in a source or destination list; undefined when there is none. */
export function ends<Name extends 'source' | 'destination'>(
  name: Name,
  parts: { readonly partyUri: string | undefined; readonly locationUri?: string | undefined },
): ({ type: string } & Record<Name, string>)[] | undefined {
  const list = [
    { type: 'possessing_party', [name]: parts.partyUri },
    { type: 'location', [name]: parts.locationUri },
  ].filter((entry) => entry[name] !== undefined);
  return list.length === 0 ? undefined : (list as ({ type: string } & Record<Name, string>)[]);
}

/** A value, or nothing, under one extension name of the profile. */
export const extra = (
  name: `om:${string}`,
  value: Json | undefined,
): Record<`om:${string}`, Json> => (value === undefined ? {} : { [name]: value });
