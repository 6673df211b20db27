import { priceSheet, priceSourceOf, withPrices } from '@ordermesh/core/route';
import type { RouteContext, RouteQuestion } from '@ordermesh/core/route';
import { compileStrategy, standardStrategy } from '@ordermesh/core/strategy';
import { ensure, itemId } from '@ordermesh/core/words';

/** Mulberry32: the same world in every run. */
export function generator(start: number): () => number {
  let seed = start;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What decides with prices, and what gives a question of the plain world its prices. */
interface PricedWorld {
  readonly context: RouteContext;
  readonly withPrices: (question: RouteQuestion) => RouteQuestion;
}

/** Share of items and nodes at which a unit is worth something later; full shelves are worth nothing. */
const pricedShare = 0.6;

/** The same network under the strategy that weighs prices, with a sheet of prices up to the freight of a parcel. */
export function pricedWorld({
  context,
  items,
}: {
  readonly context: RouteContext;
  readonly items: number;
}): PricedWorld {
  const random = generator(20_261_126);
  const { network } = context;
  const nodeCount = network.nodes.length;
  const document = standardStrategy('priced', 'CNY');
  ensure(document !== undefined, 'the yuan has a standard strategy');
  const sheet = priceSheet(
    {
      version: 1,
      madeAt: 0,
      method: 'removal',
      shrinkPercent: 100,
      forecastVersion: '1',
      networkVersion: network.document.version,
      nodeCount,
    },
    {
      items: Array.from({ length: items }, (_, item) => ({
        itemId: itemId(`item_${String(item)}`),
        milli: Array.from({ length: nodeCount }, () =>
          random() < pricedShare ? random() * 900_000 : 0,
        ),
      })),
      slots: [],
    },
  );
  const prices = priceSourceOf(sheet);
  return {
    context: { ...context, strategy: compileStrategy(document) },
    withPrices: (question) => ({
      ...question,
      prices,
      slice: withPrices(question.slice, question, sheet),
    }),
  };
}
