import type { EpcisEvent, Goods, Happening } from '@ordermesh/core/facts';
import type { Hub, HubOutcome, NodeAct, PlacedOrder, Store } from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { OrderId } from '@ordermesh/core/words';
import type { WorldNames } from '../actors/names.ts';
import type { Furniture } from '../run/furnish.ts';

/** What shops and the people at the nodes do in a story. A refusal that the story does not ask for ends it with an error. */
export interface Floor {
  readonly names: WorldNames;
  /** What an outcome holds. @throws Error with the refusal */
  readonly held: <T>(outcome: HubOutcome<T>) => T;
  /** Places the usual order (two OAT to Shanghai), changed. */
  readonly place: (change?: Readonly<Record<string, unknown>>) => Promise<PlacedOrder>;
  /** The same, when the refusal is what matters. */
  readonly tryPlace: (
    change?: Readonly<Record<string, unknown>>,
  ) => Promise<HubOutcome<PlacedOrder>>;
  /** The fulfilments of the order as they are now, oldest first. */
  readonly works: (orderId: OrderId) => Promise<readonly Fulfilment[]>;
  /** The fulfilments that a node still has to do or does. */
  readonly openWorks: (orderId: OrderId) => Promise<readonly Fulfilment[]>;
  readonly act: (work: Fulfilment, act: NodeAct) => Promise<HubOutcome<Fulfilment>>;
  /** Sends scans; every one must be taken. */
  readonly scan: (...events: readonly EpcisEvent[]) => Promise<void>;
  /** Something that happens at the work's node now. */
  readonly at: (work: Fulfilment, spot: string) => Happening;
  /** The goods of a work, or fewer units of its lines. */
  readonly goods: (work: Fulfilment, units?: Readonly<Record<number, number>>) => Goods;
  /** Accepts (when not accepted yet), picks, packs and stages. @returns the parcel */
  readonly prepare: (work: Fulfilment) => Promise<string>;
  /** The carrier takes the parcel. */
  readonly depart: (work: Fulfilment, parcelUri: string) => Promise<void>;
  /** The customer has the parcel: at the door, or at the counter of a store. */
  readonly deliver: (work: Fulfilment, parcelUri: string) => Promise<void>;
  /** All of it: prepared, collected and delivered, with an hour between the steps. */
  readonly finish: (work: Fulfilment) => Promise<string>;
  /** On hand, reserved and available of an item at a node. */
  readonly stock: (
    node: string,
    item: string,
  ) => { readonly onHand: number; readonly reserved: number; readonly available: number };
}

/** What a floor is opened on. */
export interface FloorOutside {
  readonly hub: Hub;
  readonly store: Store;
  readonly now: () => number;
  readonly furniture: Furniture;
  readonly pass: (minutes: number) => Promise<void>;
}

/** What an outcome holds. @throws Error with the refusal */
export function valueOf<T>(outcome: HubOutcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal).slice(0, 600)}`);
  return outcome.value;
}
