import { itemId, nodeId } from '@ordermesh/core/words';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { anItem } from '@ordermesh/testkit';

const dayMs = 86_400_000;
const startAt = Date.UTC(2026, 0, 5, 8);
/** In ten days at nine in Shanghai. */
const streetDate = startAt + 10 * dayMs - 7 * 3_600_000;
const arrives = startAt + 8 * dayMs;

/** Sold before it is there: never more than announced, nothing leaves before the date, and a slip is told at once. */
export const scenario = story({
  name: 'pre-order',
  title:
    'Pre-orders: capped by what is announced, promised from the street date, told when the supply slips',
  about: [
    'Each pre-ordered unit holds a unit of an announced supply, guarded by the store: two hubs cannot sell it twice.',
    'When the supply moves to a later date, everybody who waits for it is told the new promise; when it shrinks, the last in turn lose.',
  ],
  startAt,
  furniture: smallTown({
    items: [anItem('OAT'), anItem('GAME', { availableFromAt: streetDate })],
    stock: { st_a: { OAT: 5 } },
  }),
  lookEveryMinutes: 60,
  tell: async (stage) => {
    const { hub, held, must } = stage;
    await announce(stage, [[arrives, 5]]);
    const first = await preorder(stage, 2);
    const vip = await preorder(stage, 2, 'vip');
    await stage.pass(1);
    must(
      'the promise is from the street date on',
      (first.record.promise?.window.startAt ?? 0) >= streetDate,
      `${String(first.record.promise?.window.startAt)} after ${String(streetDate)}`,
    );
    const other = await stage.anotherHub('second');
    const [one, two] = await Promise.all([
      stage.tryPlace({ backorder: 'partial', lines: [game(1)] }),
      other.placeOrder(draftOf(1), { principal: 'shop' }),
    ]);
    const sold = [one, two].filter(({ ok }) => ok);
    const refused = [one, two].find(({ ok }) => !ok);
    must(
      'two hubs sell the last announced unit once; the other is refused with the numbers',
      sold.length === 1 && refused?.ok === false && refused.refusal.reason === 'insufficient-stock',
      refused?.ok === false ? JSON.stringify(refused.refusal) : 'both sold',
    );
    await slips(stage, first.record.order.orderId);
    const third = sold[0]?.ok ? sold[0].value.record.order.orderId : first.record.order.orderId;
    await announce(stage, [[arrives + 3 * dayMs, 4]]);
    const waits = held(await hub.waits(third));
    must(
      'when one unit less comes, the last in turn has no date any more, and is told',
      waits.every(({ supply }) => !supply) &&
        stage.events.some(
          ({ type, orderId }) => type.includes('promise.withdrawn') && orderId === third,
        ),
      `${String(waits.length)} waits without a date`,
    );
    await comes(stage, [vip.record.order.orderId, first.record.order.orderId]);
    held(await hub.cancelOrder(third, { reason: 'nothing will come' }));
  },
});

const game = (units: number) => ({
  item: 'GAME',
  quantity: units,
  price: { amount_minor: 6000 * units },
});

const draftOf = (units: number) => ({
  channel: 'webshop',
  currency: 'CNY',
  backorder: 'partial',
  ship_to: {
    latitude: 31.23,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
  },
  lines: [game(units)],
});

const preorder = (stage: Stage, units: number, tier = 'standard') =>
  stage.place({ backorder: 'partial', tier, lines: [game(units)] });

async function announce(
  { hub, held }: Stage,
  supplies: readonly (readonly [expectedAt: number, units: number])[],
): Promise<void> {
  const place = { nodeId: nodeId('st_a'), itemId: itemId('GAME') };
  held(
    await hub.setInbound(supplies.map(([expectedAt, units]) => ({ ...place, expectedAt, units }))),
  );
}

async function slips(stage: Stage, orderId: Parameters<Stage['hub']['order']>[0]): Promise<void> {
  const before = stage.held(await stage.hub.order(orderId)).record.promise;
  await announce(stage, [[arrives + 3 * dayMs, 5]]);
  const after = stage.held(await stage.hub.order(orderId)).record.promise;
  const told = stage.events.filter(
    (event) => event.orderId === orderId && event.type.includes('promise.changed'),
  );
  stage.must(
    'the supply slips by three days: the customer is told a later promise at once',
    told.length === 1 && (after?.window.endAt ?? 0) > (before?.window.endAt ?? 0),
    `${String(before?.window.endAt)} → ${String(after?.window.endAt)}, ${String(told.length)} notices`,
  );
}

async function comes(
  stage: Stage,
  orderIds: readonly Parameters<Stage['hub']['order']>[0][],
): Promise<void> {
  await stage.pass(11 * 24 * 60);
  const row = { nodeId: nodeId('st_a'), itemId: itemId('GAME'), onHandUnits: 4 };
  stage.held(await stage.hub.setStock([row], 'received'));
  await stage.hub.settled();
  await announce(stage, [[arrives + 3 * dayMs, 0]]);
  const works = (await Promise.all(orderIds.map((id) => stage.openWorks(id)))).flat();
  stage.must(
    'the goods come: everybody who was promised gets them, and the announcement is used up',
    works.length === 2 && stage.stock('st_a', 'GAME').reserved === 4,
    `${String(works.length)} fulfilments, ${String(stage.stock('st_a', 'GAME').reserved)} reserved`,
  );
  for (const work of works) await stage.finish(work);
}
