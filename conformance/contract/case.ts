import type { Answer, Count, Spot, System } from './system.ts';

/** A number that was found, and what it must be. */
export interface Figure {
  readonly what: string;
  readonly is: number;
  readonly must: number;
}

/** The letter tells the kind of failure. */
export const groups = {
  A: 'checked, then acted; updates lost',
  B: 'summed over lines or places',
  C: 'reserved or released twice',
  D: 'states that contradict each other',
  E: 'the same order or message twice',
  F: 'log, order of events, duplicates',
} as const;

/** One of the letters. */
export type Group = keyof typeof groups;

/** What a case works with. */
export interface Hand {
  readonly shop: System;
  /** Unique for this run of this case: for names of orders and carts. */
  readonly tag: string;
  /** A new item with so many at each place; resolves when every process may sell them. */
  readonly item: (name: string, counts?: Partial<Record<Spot, number>>) => Promise<string>;
  /** Counts again; resolves when every process knows. */
  readonly recount: (...rows: readonly Count[]) => Promise<void>;
}

/** A failure of another system, as a situation that must not end like that. */
export interface Case {
  /** `C1` … `C55`. */
  readonly id: string;
  readonly group: Group;
  /** The situation, and how it ends when nothing is wrong. */
  readonly situation: string;
  /** Where it went wrong: repository and number. */
  readonly seenAt: readonly string[];
  /** Hinges on what happens at the same moment; it is run against several processes too. */
  readonly isRace?: true;
  /** Plays it. @returns what was counted; every figure must be what it must be */
  readonly play: (hand: Hand) => Promise<readonly Figure[]>;
}

/** A figure. */
export const figure = (what: string, is: number, must: number): Figure => ({ what, is, must });

/** So many at the same moment, each through the next door. */
export const together = <T>(many: number, one: (turn: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: many }, (_, turn) => one(turn)));

/** How many answers were of a kind. */
export const countOf = (answers: readonly Answer[], kind: Answer['kind']): number =>
  answers.filter((answer) => answer.kind === kind).length;

/** Sold, not sold, and nothing else: no crash, no error. */
export const sales = (
  answers: readonly Answer[],
  must: { readonly sold: number; readonly short?: number },
): readonly Figure[] => [
  figure('sold', countOf(answers, 'sold'), must.sold),
  figure('told there is not enough', countOf(answers, 'short'), must.short ?? 0),
  figure('other answers', answers.length - countOf(answers, 'sold') - countOf(answers, 'short'), 0),
];

/** Goods of an item that must be so. */
export interface ShelfMust {
  readonly onHand?: number;
  readonly reserved?: number;
  readonly sellable?: number;
}

const words = { onHand: 'on hand', reserved: 'reserved', sellable: 'sellable' } as const;

/** Goods of an item, over both places or at one; asked again for a while, since a view may be a moment behind. */
export async function shelf(
  shop: System,
  item: string,
  must: ShelfMust & { readonly at?: Spot; readonly called?: string },
): Promise<readonly Figure[]> {
  const { at, called } = must;
  const where = [called, at].filter((word) => word !== undefined).map((word) => ` (${word})`);
  const keys = (['onHand', 'reserved', 'sellable'] as const).filter(
    (key) => must[key] !== undefined,
  );
  return until(shop, async () => {
    const rows = await shop.shelves(item);
    const here = rows.filter(({ spot }) => at === undefined || spot === at);
    return keys.map((key) =>
      figure(
        `${words[key]}${where.join('')}`,
        here.reduce((sum, row) => sum + row[key], 0),
        must[key] ?? 0,
      ),
    );
  });
}

const lookMs = 25;

/** Reads until all figures are what they must be, or patience ends; then they are what they are. */
export async function until(
  { lagMs }: Pick<System, 'lagMs'>,
  read: () => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const endsAt = performance.now() + lagMs;
  for (;;) {
    const figures = await read();
    if (figures.every(({ is, must }) => is === must) || performance.now() > endsAt) return figures;
    await pause(lookMs);
  }
}

/** Waits. */
export const pause = (waitMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, waitMs);
  });

/** The order that was sold. @throws Error when it was not */
export function soldId(answer: Answer): string {
  if (answer.kind !== 'sold') throw new Error(`not sold but ${answer.kind}: ${answer.text}`);
  return answer.orderId;
}
