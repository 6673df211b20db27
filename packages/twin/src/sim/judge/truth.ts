/**
 * What physically is, hidden from every process: units on shelves, in totes and parcels, and with customers. Books
 * must match it once every scan has been told.
 */
export interface Truth {
  /** Units inside the node, on shelves or packed: what the books call on hand. */
  readonly insideUnits: (nodeId: string, itemId: string) => number;
  /** Units that can be taken from the shelf now. */
  readonly shelfUnits: (nodeId: string, itemId: string) => number;
  receive(nodeId: string, itemId: string, units: number): void;
  /** Takes up to `units` off the shelf. @returns how many there were */
  take(nodeId: string, itemId: string, units: number): number;
  putBack(nodeId: string, itemId: string, units: number): void;
  /** What was taken leaves the node. */
  leave(nodeId: string, itemId: string, units: number): void;
  /** What a parcel holds, once it is closed. */
  pack(parcelUri: string, inside: ReadonlyMap<string, number>): void;
  readonly inParcel: (parcelUri: string) => ReadonlyMap<string, number>;
  /** Units that vanish from the shelf without anybody telling. */
  vanish(nodeId: string, itemId: string, units: number): number;
  arrive(orderId: string, itemId: string, units: number): void;
  /** The customer of an order sends a unit away. @returns false when there is none */
  giveUp(orderId: string, itemId: string): boolean;
  readonly arrivedUnits: (orderId: string, itemId: string) => number;
  /** What the customer of an order has, in the order in which it arrived. */
  readonly arrivedItems: (orderId: string) => readonly string[];
  readonly places: () => readonly (readonly [nodeId: string, itemId: string])[];
  /** Everything in one text, for the hash of a run. */
  readonly text: () => string;
}

const keyOf = (nodeId: string, itemId: string): string => `${nodeId}/${itemId}`;

/** An empty world. */
export function emptyTruth(): Truth {
  const shelf = new Map<string, number>();
  const inside = new Map<string, number>();
  const arrived = new Map<string, number>();
  const parcels = new Map<string, ReadonlyMap<string, number>>();
  const places = new Map<string, readonly [string, string]>();
  const add = (book: Map<string, number>, key: string, units: number): void => {
    const next = (book.get(key) ?? 0) + units;
    if (next < 0) throw new Error(`Invariant broken: nothing is taken that is not there (${key})`);
    book.set(key, next);
  };
  return {
    insideUnits: (nodeId, itemId) => inside.get(keyOf(nodeId, itemId)) ?? 0,
    shelfUnits: (nodeId, itemId) => shelf.get(keyOf(nodeId, itemId)) ?? 0,
    receive: (nodeId, itemId, units) => {
      places.set(keyOf(nodeId, itemId), [nodeId, itemId]);
      add(shelf, keyOf(nodeId, itemId), units);
      add(inside, keyOf(nodeId, itemId), units);
    },
    take: (nodeId, itemId, units) => {
      const taken = Math.min(units, shelf.get(keyOf(nodeId, itemId)) ?? 0);
      add(shelf, keyOf(nodeId, itemId), -taken);
      return taken;
    },
    putBack: (nodeId, itemId, units) => {
      add(shelf, keyOf(nodeId, itemId), units);
    },
    leave: (nodeId, itemId, units) => {
      add(inside, keyOf(nodeId, itemId), -units);
    },
    pack: (parcelUri, insideIt) => {
      parcels.set(parcelUri, insideIt);
    },
    inParcel: (parcelUri) => parcels.get(parcelUri) ?? new Map(),
    vanish: (nodeId, itemId, units) => {
      const gone = Math.min(units, shelf.get(keyOf(nodeId, itemId)) ?? 0);
      add(shelf, keyOf(nodeId, itemId), -gone);
      add(inside, keyOf(nodeId, itemId), -gone);
      return gone;
    },
    arrive: (orderId, itemId, units) => {
      add(arrived, keyOf(orderId, itemId), units);
    },
    giveUp: (orderId, itemId) => {
      const key = keyOf(orderId, itemId);
      if ((arrived.get(key) ?? 0) < 1) return false;
      add(arrived, key, -1);
      return true;
    },
    arrivedUnits: (orderId, itemId) => arrived.get(keyOf(orderId, itemId)) ?? 0,
    arrivedItems: (orderId) =>
      [...arrived].flatMap(([key, units]) => {
        const [order, item = ''] = key.split('/');
        return order === orderId && units > 0 ? [item] : [];
      }),
    places: () => [...places.values()],
    text: () => textOf(inside, arrived),
  };
}

const textOf = (...books: readonly ReadonlyMap<string, number>[]): string =>
  books
    .flatMap((book) => [...book].map(([key, units]) => `${key}=${String(units)}`))
    .sort()
    .join('\n');
