import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { aDraftLine, anItem } from '@ordermesh/testkit';
import { strategyJson } from '@ordermesh/core/strategy';
import { itemId, nodeId } from '@ordermesh/core/words';

const items = ['OAT', 'TEA', 'CUP', 'PEN', 'BOOK'];

const furniture = smallTown({
  items: items.map((item) => anItem(item)),
  stock: {
    st_a: { OAT: 20, PEN: 1 },
    st_b: { OAT: 20, TEA: 9, CUP: 9 },
    dc_w: { OAT: 20, TEA: 9, BOOK: 5 },
  },
});

type Placed = Awaited<ReturnType<Stage['place']>>;
const linesOf = (lines: readonly (readonly [item: string, units: number])[]) =>
  lines.map(([item, units]) => aDraftLine(item, units));
const taken = (order: Placed): string =>
  order.fulfilments
    .flatMap(({ nodeId: node, lines }) =>
      lines.map((line) => `${node} ${String(line.quantityUnits)}`),
    )
    .sort()
    .join(', ');

/** What choosing the best node for each line by itself would cost, and in how many parcels. */
function lineByLine(stage: Stage, lines: readonly Record<string, unknown>[]) {
  const plans = lines.map((line) => {
    const tried = stage.held(stage.hub.tryOrder({ ...usual, lines: [line] }));
    if (!tried.plan) throw new Error('a line alone has no plan');
    return tried.plan;
  });
  const nodes = new Set(plans.flatMap(({ parcels }) => parcels.map((one) => one.nodeId)));
  const first = new Map(plans.flatMap(({ parcels }) => parcels.map((one) => [one.nodeId, one])));
  const freight = [...first.values()].reduce((sum, one) => sum + one.costItems.freightMinor, 0);
  return { parcels: nodes.size, freightMinor: freight };
}

const usual = {
  channel: 'webshop',
  currency: 'CNY',
  ship_to: { latitude: 31.23, longitude: 121.47, country: 'CN', postcode: '200001' },
};

async function oneInsteadOfThree(stage: Stage): Promise<void> {
  const lines = linesOf([
    ['OAT', 1],
    ['TEA', 1],
    ['CUP', 1],
  ]);
  const alone = lineByLine(stage, lines);
  const order = await stage.place({ lines });
  const freight = order.plan?.costItems.freightMinor ?? 0;
  stage.must(
    'each line by itself would go from the store next door or the one behind it; the order as a whole goes in one parcel',
    alone.parcels === 2 &&
      order.plan?.parcels.length === 1 &&
      order.plan.parcels[0]?.nodeId === 'st_b',
    `line by line ${String(alone.parcels)} parcels, freight ${String(alone.freightMinor)}; whole ${String(order.plan?.parcels.length)} parcel, freight ${String(freight)}`,
  );
  stage.must(
    'and costs less to send',
    freight < alone.freightMinor,
    `${String(freight)} < ${String(alone.freightMinor)}`,
  );
  stage.table(
    ['', 'parcels', 'freight'],
    [
      ['line by line', String(alone.parcels), String(alone.freightMinor)],
      ['order as a whole', '1', String(freight)],
    ],
  );
}

async function noMoreThanNeeded(stage: Stage): Promise<void> {
  const order = await stage.place({
    lines: linesOf([
      ['CUP', 1],
      ['TEA', 1],
      ['BOOK', 1],
      ['OAT', 1],
    ]),
  });
  const parcels = order.plan?.parcels.map(
    ({ nodeId: node, lines }) =>
      `${node}: ${lines
        .map((line) => line.itemId)
        .sort()
        .join(' ')}`,
  );
  stage.must(
    'two nodes are needed, and two parcels are sent, though three nodes have something of it',
    parcels?.length === 2,
    (parcels ?? []).join('; '),
  );
  const explained = stage.held(await stage.hub.explain(order.decisionId));
  stage.must(
    'the explanation says what was compared, and that it is proven',
    explained.method === 'exact' && explained.gapMinor === 0,
    explained.text.en,
  );
}

/** The same stock and quantities with which other systems reserved too much, or too little without a word. */
async function exactlyAsOrdered(stage: Stage): Promise<void> {
  const cases = [
    { onHand: { st_a: 10, st_b: 15, dc_w: 0 }, ordered: 13, whole: true },
    { onHand: { st_a: 3, st_b: 5, dc_w: 4 }, ordered: 5, whole: true },
    { onHand: { st_a: 2, st_b: 2, dc_w: 0 }, ordered: 5, whole: false },
    { onHand: { st_a: 2, st_b: 3, dc_w: 0 }, ordered: 5, whole: true },
  ];
  for (const { onHand, ordered, whole } of cases) {
    await stage.hub.setStock(
      Object.entries(onHand).map(([node, units]) => ({
        nodeId: nodeId(node),
        itemId: itemId('PEN'),
        onHandUnits: units,
      })),
      'count',
    );
    const order = await stage.place({ lines: linesOf([['PEN', ordered]]) });
    const reserved = ['st_a', 'st_b', 'dc_w'].map((node) => stage.stock(node, 'PEN').reserved);
    const sum = reserved.reduce((total, units) => total + units, 0);
    const has = Object.values(onHand).join('/');
    stage.must(
      `on hand ${has}, ordered ${String(ordered)}: reserved is ${whole ? `exactly ${String(ordered)}` : 'nothing, and somebody is told'}`,
      sum === (whole ? ordered : 0) && (order.plan !== undefined) === whole,
      whole ? taken(order) : JSON.stringify(order.unroutable?.nearest),
    );
    const reason = 'next case';
    stage.held(await stage.hub.cancelOrder(order.record.order.orderId, { reason }));
  }
}

async function knownAtOnce(stage: Stage): Promise<void> {
  const order = await stage.place({ lines: linesOf([['TEA', 1]]) });
  const { nodes } = stage.hub.network();
  const from = order.fulfilments.map(
    (work) => nodes.find((node) => node.nodeId === work.nodeId)?.place.subdivision,
  );
  stage.must(
    'where it is sent from is in the answer to the order, so tax and warehouse need not wait for the shipment',
    from.length === 1 && from[0] === 'CN-SH',
    from.join(),
  );
}

async function worthAParcel(stage: Stage): Promise<void> {
  const [live] = stage.hub.strategies();
  if (!live) throw new Error('a hub has a strategy');
  const { document } = live;
  const split = { ...document.split, partValueMinMinor: 5000 };
  stage.held(
    await stage.hub.publishStrategy(
      strategyJson({ ...document, fallbacks: [], split }),
      'no parcel below fifty yuan',
    ),
  );
  const two = linesOf([
    ['BOOK', 1],
    ['CUP', 1],
  ]);
  const small = await stage.place({ lines: two });
  stage.must(
    'two parts of ten yuan each are not worth a parcel of their own: people are asked',
    small.plan === undefined,
    JSON.stringify(small.unroutable?.nearest),
  );
  const dear = two.map((line) => ({ ...line, price: { amount_minor: 6000, currency: 'CNY' } }));
  const large = await stage.place({ lines: dear });
  stage.must(
    'two parts of sixty yuan are',
    large.plan?.parcels.length === 2,
    `${String(large.plan?.parcels.length)} parcels`,
  );
}

/** Splitting an order: as a whole, never line by line; exactly what was ordered; only where it is worth it. */
export const scenario = story({
  name: 'split',
  title: 'Split and consolidated shipments, decided over the whole order',
  about: [
    'The cheapest division of the whole order is found; nodes are not chosen line by line.',
    'What is reserved is what was ordered, at the nodes that send it, or nothing at all and somebody is told.',
  ],
  furniture,
  tell: async (stage) => {
    await oneInsteadOfThree(stage);
    await noMoreThanNeeded(stage);
    await exactlyAsOrdered(stage);
    await knownAtOnce(stage);
    await worthAParcel(stage);
  },
});
