import { NotApplicable, figure, shelf, until } from '../contract/index.ts';
import type { Answer, Case, Figure, Following, Hand, Spot, System } from '../contract/index.ts';

/** How a case ended. */
export interface Outcome {
  readonly played: Case;
  /** `failed`: it could not be played to its end; `not applicable`: the system has no notion of it. */
  readonly verdict: 'holds' | 'broken' | 'failed' | 'not applicable';
  readonly figures: readonly Figure[];
  /** Why it failed or is not applicable. */
  readonly why: string;
  readonly tookMs: number;
}

/** Plays a case on goods of its own, then compares what is reserved with the work that is open. */
export async function playCase(shop: System, played: Case, run: string): Promise<Outcome> {
  const startedMs = performance.now();
  const end = (verdict: Outcome['verdict'], figures: readonly Figure[], why = ''): Outcome => ({
    played,
    verdict,
    figures,
    why,
    tookMs: Math.round(performance.now() - startedMs),
  });
  const watched = watchedShop(shop);
  const hand = handFor(watched.shop, `${played.id}-${run}`, watched.items);
  try {
    const figures = [...(await played.play(hand)), ...(await books(watched))];
    return end(figures.every(({ is, must }) => is === must) ? 'holds' : 'broken', figures);
  } catch (failure) {
    if (failure instanceof NotApplicable) return end('not applicable', [], failure.message);
    return end(
      'failed',
      [],
      failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
    );
  } finally {
    await Promise.allSettled(watched.followings.map(({ stop }) => stop()));
  }
}

/** A system, and what a case did with it. */
interface Watched {
  readonly shop: System;
  readonly items: Set<string>;
  readonly orderIds: Set<string>;
  readonly followings: Following[];
}

function watchedShop(shop: System): Watched {
  const orderIds = new Set<string>();
  const followings: Following[] = [];
  const noted = (answer: Answer): Answer => {
    if ('orderId' in answer && answer.orderId !== undefined) orderIds.add(answer.orderId);
    return answer;
  };
  return {
    items: new Set(),
    orderIds,
    followings,
    shop: {
      ...shop,
      order: async (...asked) => noted(await shop.order(...asked)),
      orders: async (...asked) => (await shop.orders(...asked)).map(noted),
      follow: async (...asked) => {
        const following = await shop.follow(...asked);
        followings.push(following);
        return following;
      },
      deliver: async (...asked) => {
        const delivered = await shop.deliver(...asked);
        if (delivered.orderId !== undefined) orderIds.add(delivered.orderId);
        return delivered;
      },
    },
  };
}

function handFor(shop: System, tag: string, items: Set<string>): Hand {
  const known = async (item: string, sellable: number): Promise<void> => {
    for (let door = 0; door < shop.doors; door += 1) {
      const [seen] = await until(shop, async () => {
        const rows = await shop.shelves(item, { door });
        return [
          figure(
            'sellable',
            rows.reduce((sum, row) => sum + row.sellable, 0),
            sellable,
          ),
        ];
      });
      if (seen?.is !== sellable)
        throw new Error(
          `door ${String(door)} sells ${String(seen?.is)} of ${item}, not ${String(sellable)}`,
        );
    }
  };
  return {
    shop,
    tag,
    item: async (name, counts = {}) => {
      const item = `${tag}-${name}`;
      items.add(item);
      await shop.makeItem(item);
      const rows = (Object.entries(counts) as [Spot, number][]).map(([spot, units]) => ({
        spot,
        item,
        units,
      }));
      if (rows.length === 0) return item;
      const counted = await shop.count(rows);
      if (!counted.done) throw new Error(`count of ${item}: ${counted.why}`);
      await known(
        item,
        rows.reduce((sum, { units }) => sum + units, 0),
      );
      return item;
    },
    recount: async (...rows) => {
      const counted = await shop.count(rows);
      if (!counted.done) throw new Error(`count: ${counted.why}`);
      for (const { item, spot, units } of rows)
        for (let door = 0; door < shop.doors; door += 1)
          await until(shop, async () => {
            const found = await shop.shelves(item, { door });
            return [figure('on hand', found.find((row) => row.spot === spot)?.onHand ?? 0, units)];
          });
    },
  };
}

/** What is reserved of each item is what its open work needs, and lies on the shelf. */
async function books({ shop, items, orderIds }: Watched): Promise<readonly Figure[]> {
  const orders = await Promise.all([...orderIds].map((id) => shop.seen(id)));
  const open = orders
    .flatMap(({ works }) => works)
    .filter(({ state }) => state === 'open' || state === 'taken')
    .flatMap(({ wants }) => wants);
  const needed = (item: string): number =>
    open.reduce((sum, want) => sum + (want.item === item ? want.units : 0), 0);
  const totals = await Promise.all(
    [...items].map(async (item) => shelf(shop, item, { reserved: needed(item) })),
  );
  const rows = (await Promise.all([...items].map((item) => shop.shelves(item)))).flat();
  return [
    figure(
      'units reserved for nobody, or not at all',
      totals.flat().reduce((sum, { is, must }) => sum + Math.abs(is - must), 0),
      0,
    ),
    figure(
      'shelves below nothing, or promised beyond what they hold',
      rows.filter(({ onHand, reserved }) => onHand < 0 || reserved < 0 || reserved > onHand).length,
      0,
    ),
  ];
}
