import type { Spot, Told, Want, Work } from '../contract/index.ts';

/** What can be planted: each is how another system went wrong. */
export const mistakes = [
  'checks then acts',
  'loses updates',
  'checks line by line',
  'takes the sum off every line',
  'lets a lack hide goods',
  'believes the quote',
  'keeps the cart beside the order',
  'frees again',
  'frees the first place only',
  'frees what was sent',
  'reserves again at an edit',
  'restocks with the money',
  'compares nothing',
  'makes waiting goods real',
  'forgets who waits',
  'counts away what is reserved',
  'drops rows without a word',
  'forgets an allocation',
  'does not reserve what is added',
  'quotes what it cannot sell',
  'knows no names',
  'knows no keys',
  'takes off with each scan',
  'ships once more',
  'gives work to all',
  'remembers what failed',
  'names a message anew',
  'shuffles the log',
  'skips in the log',
  'sends once only',
  'waits for itself',
] as const;

/** One of them. */
export type Mistake = (typeof mistakes)[number];

/** A shelf of the toy. */
export interface ToyShelf {
  onHand: number;
  reserved: number;
  keptBack: number;
}

/** An order of the toy. */
export interface ToyOrder {
  readonly id: string;
  readonly name: string | undefined;
  readonly lines: { item: string; units: number; cancelled: number }[];
  works: (Omit<Work, 'state' | 'wants'> & { state: Work['state']; wants: Want[] })[];
  waiting: Want[];
}

/** The books of a shop that is right as long as nothing is planted. */
export class ToyBooks {
  readonly items = new Map<string, readonly Want[] | undefined>();
  readonly shelves = new Map<string, ToyShelf>();
  readonly orders = new Map<string, ToyOrder>();
  readonly told: Told[] = [];
  readonly #planted: ReadonlySet<Mistake>;
  #serial = 0;

  constructor(planted: ReadonlySet<Mistake>) {
    this.#planted = planted;
  }

  has(mistake: Mistake): boolean {
    return this.#planted.has(mistake);
  }

  next(): number {
    return (this.#serial += 1);
  }

  shelf(item: string, spot: Spot): ToyShelf {
    const key = `${item} ${spot}`;
    const known = this.shelves.get(key) ?? { onHand: 0, reserved: 0, keptBack: 0 };
    this.shelves.set(key, known);
    return known;
  }

  sellable(item: string, spot: Spot): number {
    const { onHand, reserved, keptBack } = this.shelf(item, spot);
    const free = onHand - reserved - keptBack;
    return this.has('lets a lack hide goods') ? free : Math.max(0, free);
  }

  sellableAll(item: string): number {
    return this.sellable(item, 'near') + this.sellable(item, 'far');
  }

  /** Kits as their parts; the same item once. */
  needs(wants: readonly Want[]): readonly Want[] {
    const sum = new Map<string, number>();
    for (const { item, units } of wants)
      for (const part of this.items.get(item) ?? [{ item, units: 1 }])
        sum.set(part.item, (sum.get(part.item) ?? 0) + part.units * units);
    return [...sum].map(([item, units]) => ({ item, units }));
  }

  missing(wants: readonly Want[]): readonly Want[] {
    const total = wants.reduce((sum, { units }) => sum + units, 0);
    const asked = this.has('checks line by line')
      ? wants.flatMap((want) => this.needs([want]))
      : this.needs(wants);
    return asked.flatMap(({ item, units }) => {
      const needed = this.has('takes the sum off every line') ? total : units;
      const lack = needed - Math.max(0, this.sellableAll(item));
      return lack > 0 ? [{ item, units: lack }] : [];
    });
  }

  /** Reserves at the near place first; what is nowhere is reserved near all the same. */
  reserve(order: ToyOrder, wants: readonly Want[]): void {
    for (const spot of ['near', 'far'] as const) {
      const here = this.needs(wants).flatMap(({ item, units }) => {
        const near = Math.max(0, this.sellable(item, 'near'));
        const far = Math.max(0, this.sellable(item, 'far'));
        const some = spot === 'near' ? Math.max(Math.min(units, near), units - far) : units;
        return [{ item, units: some }];
      });
      wants = this.needs(wants).map(({ item, units }, ix) => ({
        item,
        units: units - (here[ix]?.units ?? 0),
      }));
      const taken = here.filter(({ units }) => units > 0);
      for (const { item, units } of taken) this.shelf(item, spot).reserved += units;
      if (taken.length > 0)
        order.works.push({
          workId: `w${String(this.next())}`,
          orderId: order.id,
          spot,
          turn: 1,
          state: 'open',
          wants: taken,
        });
      if (wants.every(({ units }) => units === 0)) return;
    }
  }

  /** Takes units back from work; @returns how many could be */
  free(order: ToyOrder, item: string, units: number): number {
    let left = units;
    const mayFree = (state: Work['state']): boolean =>
      state === 'open' ||
      state === 'taken' ||
      (state === 'left' && this.has('frees what was sent'));
    for (const work of order.works.filter(({ state }) => mayFree(state)))
      for (const want of work.wants.filter((one) => one.item === item)) {
        const some = Math.min(left, want.units);
        left -= some;
        work.wants = work.wants.map((one) =>
          one === want ? { item, units: one.units - some } : one,
        );
        if (this.has('frees the first place only') && work.spot === 'far') continue;
        this.shelf(item, work.spot).reserved -= some;
        if (work.state === 'left') this.shelf(item, work.spot).onHand += some;
      }
    for (const work of order.works)
      if (work.state !== 'left' && work.wants.every((want) => want.units === 0))
        work.state = 'ended';
    return units - left;
  }

  tell(orderId: string, type: string): void {
    const position = this.next();
    const event = { id: `e${String(position)}`, type, orderId, position };
    if (this.has('shuffles the log') && position % 3 === 0) this.told.splice(-1, 0, event);
    else this.told.push(event);
  }
}
