import { anItem, aDc } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const dayMs = 86_400_000;
const lines = 1_200;
const code = (ix: number): string => `PART-${String(ix).padStart(4, '0')}`;
const stock = Object.fromEntries(Array.from({ length: lines }, (_, ix) => [code(ix), 40]));
const startAt = Date.UTC(2026, 0, 5, 8);
const day = (days: number): string => new Date(startAt + days * dayMs).toISOString();

/** A plant orders 1,200 lines, some of them on dates; what lacks keeps the whole order waiting when it shall go complete. */
export const scenario = story({
  name: 'b2b-bulk',
  title: 'A B2B order of 1,200 lines: on dates, complete, without a limit on its size',
  about: [
    'Schedule lines are routed date by date: each is reserved now, begun when it is due, and promised for its date.',
    'Ship-complete holds for orders of any size: one missing part keeps all of it waiting, in one record.',
  ],
  startAt,
  furniture: smallTown({
    nodes: [...smallTownNodes, aDc('dc_plant', { name: 'DC near the plant' })],
    items: Array.from({ length: lines }, (_, ix) => anItem(code(ix), { weightGrams: 5 })),
    stock: { dc_plant: stock, dc_w: stock },
  }),
  tell: async (stage) => {
    await large(stage);
    await onDates(stage);
    await complete(stage);
  },
});

const b2b = { channel: 'b2b', tier: 'enterprise' };
const orderLine = (ix: number, quantity = 2) => ({
  item: code(ix),
  quantity,
  price: { amount_minor: 150 * quantity },
});
const all = Array.from({ length: lines }, (_, ix) => orderLine(ix));

async function large(stage: Stage): Promise<void> {
  const startedMs = performance.now();
  const { record, plan, fulfilments } = await stage.place({ ...b2b, lines: all });
  const ms = performance.now() - startedMs;
  const units = fulfilments
    .flatMap((work) => work.lines)
    .reduce((sum, line) => sum + line.quantityUnits, 0);
  stage.must(
    '1,200 lines are accepted, routed and reserved in one commit',
    record.state === 'open' && units === 2 * lines,
    `${String(units)} units in ${String(plan?.parcels.length)} parcels`,
  );
  stage.figure('1,200 lines, ms from draft to commit', ms.toFixed(0));
  stage.held(await stage.hub.cancelOrder(record.order.orderId, { reason: 'only tried' }));
}

async function onDates(stage: Stage): Promise<void> {
  const schedule = [
    { quantity: 2, need_by: day(4) },
    { quantity: 3, not_before: day(9), need_by: day(14) },
  ];
  const { record } = await stage.place({
    ...b2b,
    lines: [{ ...orderLine(7, 5), schedule }, orderLine(8)],
  });
  const { orderId } = record.order;
  const works = await stage.works(orderId);
  const later = works.find((work) =>
    work.lines.some(({ lineNo, quantityUnits }) => lineNo > 2 && quantityUnits === 3),
  );
  stage.must(
    'the part for the second week is reserved now, begins later, and comes in its window',
    later !== undefined &&
      later.releaseAt > startAt + 5 * dayMs &&
      later.expected.window.startAt >= Date.parse(day(9)) &&
      later.expected.window.endAt <= Date.parse(day(14)) &&
      stage.stock(later.nodeId, code(7)).reserved === 5,
    later
      ? `starts ${new Date(later.releaseAt).toISOString()}, ${String(stage.stock(later.nodeId, code(7)).reserved)} reserved`
      : 'no such part',
  );
  stage.must(
    'price and units of the parts add up to the line',
    record.order.lines
      .filter(({ delivery }) => delivery?.ofLineNo === 1)
      .reduce((sum, line) => sum + line.priceMinor, 0) === 750,
    record.order.lines
      .map(({ lineNo, quantityUnits }) => `${String(lineNo)}: ${String(quantityUnits)}`)
      .join(', '),
  );
  const wrong = await stage.tryPlace({ lines: [{ ...orderLine(7, 4), schedule }] });
  stage.must(
    'a schedule that does not add up is refused at its place',
    !wrong.ok && JSON.stringify(wrong.refusal).includes('/lines/0/schedule'),
    wrong.ok ? 'taken' : JSON.stringify(wrong.refusal).slice(0, 160),
  );
  stage.held(await stage.hub.cancelOrder(orderId, { reason: 'only tried' }));
}

async function complete(stage: Stage): Promise<void> {
  const { hub, held, must } = stage;
  const wanted = [...all.slice(0, lines - 1), orderLine(lines - 1, 90)];
  const { record, fulfilments } = await stage.place({
    ...b2b,
    backorder: 'complete',
    lines: wanted,
  });
  const { orderId } = record.order;
  const waits = held(await hub.waits(orderId));
  must(
    'ten units of one part lack: all 1,200 lines wait, none is reserved, nobody is asked',
    fulfilments.length === 0 && waits.length === lines && record.state === 'open',
    `${String(waits.length)} lines wait, order ${record.state}`,
  );
  held(await hub.wishWhileWaiting(orderId, { wish: 'ship_partial', by: 'buyer' }));
  const rest = held(await hub.waits(orderId)).reduce((sum, { units }) => sum + units, 0);
  must('the buyer sends what is there: ten units wait', rest === 10, `${String(rest)} units wait`);
  held(await hub.cancelOrder(orderId, { reason: 'only tried' }));
}
