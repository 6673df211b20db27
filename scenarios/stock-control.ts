import { itemId, nodeId } from '@ordermesh/core/words';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const [dc, storeA, oat] = [nodeId('dc_w'), nodeId('st_a'), itemId('OAT')];
const dayMs = 86_400_000;
const oats = (quantity: number) => ({ lines: [{ item: 'OAT', quantity }] });

/** Who may sell what, lots that expire and are recalled, and a count that finds too little. */
export const scenario = story({
  name: 'stock-control',
  title: 'Who may sell what: buffers, fences, lots, and a count that finds too little',
  about: [
    'A marketplace does not see the last units of a store; units are fenced for channel, tier and customer.',
    'Router, availability and cart ask one definition of what may be sold, so they say the same number.',
    'Lots leave first expired first; a recalled lot is promised to nobody and holds up no order of another lot.',
    'A count below what is reserved moves exactly the missing units, of the lowest tier and the latest order first.',
  ],
  furniture: smallTown({ stock: { st_a: { OAT: 6 }, dc_w: { OAT: 20 } } }),
  lookEveryMinutes: 30,
  tell: async (stage) => {
    await sellByRules(stage);
    await countTooFew(stage);
    await recallLot(stage);
  },
});

async function sellByRules(stage: Stage): Promise<void> {
  const { hub } = stage;
  stage.held(
    await hub.publishAllocation(
      {
        buffers: [{ buffer_id: 'store', channel: 'tmall', nodes: ['st_a'], units: 4 }],
        fences: [
          {
            fence_id: 'launch',
            nodes: ['dc_w'],
            items: ['OAT'],
            channels: [
              {
                channel: 'webshop',
                units: 12,
                tiers: [{ tier: 'vip', units: 6, customers: [{ customer_id: 'c_1', units: 2 }] }],
              },
            ],
          },
        ],
      },
      'launch',
    ),
  );
  const sees = (channel: string, tier: 'standard' | 'vip', customerId?: string): number =>
    hub
      .availability(oat, [], { channel, tier, customerId })
      .reduce((sum, { availableUnits }) => sum + availableUnits, 0);
  const numbers = [
    sees('tmall', 'standard'),
    sees('webshop', 'standard'),
    sees('webshop', 'vip'),
    sees('webshop', 'vip', 'c_1'),
  ];
  stage.table(
    ['asker', 'units'],
    ['tmall', 'webshop', 'webshop vip', 'webshop vip c_1'].map((name, ix) => [
      name,
      String(numbers[ix]),
    ]),
  );
  stage.must(
    'every asker sees the open pool and the own part of the fence',
    numbers.join(' ') === '10 20 24 26',
    numbers.join(' '),
  );
  const tooMany = await stage.tryPlace({ ...oats(11), channel: 'tmall' });
  stage.must(
    'an order sees the same number as availability: one more is not routed',
    tooMany.ok && tooMany.value.unroutable?.reason === 'insufficient-stock',
    tooMany.ok ? String(tooMany.value.unroutable?.shortLines[0]?.missingUnits) : 'refused',
  );
  if (tooMany.ok)
    stage.held(
      await hub.cancelOrder(tooMany.value.record.order.orderId, { reason: 'not available' }),
    );
  const vip = await stage.place({ ...oats(9), tier: 'vip', customer_id: 'c_1' });
  const fromDc = vip.fulfilments
    .filter(({ nodeId: node }) => node === dc)
    .reduce((sum, { lines }) => sum + (lines[0]?.quantityUnits ?? 0), 0);
  const usedOf = (before: number, quota: number): number =>
    Math.max(0, Math.min(quota, fromDc - before));
  const used = hub.quotas().map(({ usedUnits }) => usedUnits);
  stage.must(
    'the customer’s own quota is used first, then that of his tier, then that of his channel',
    fromDc > 2 && used.join(' ') === [usedOf(6, 6), usedOf(2, 4), usedOf(0, 2)].join(' '),
    `${String(fromDc)} from the DC: channel, tier, customer used ${used.join(' ')}`,
  );
  stage.held(await hub.cancelOrder(vip.record.order.orderId, { reason: 'changed his mind' }));
  const kept = hub.quotas().reduce((sum, { leftUnits }) => sum + leftUnits, 0);
  stage.must('a cancelled order gives back what it used', kept === 12, String(kept));
  stage.held(await hub.publishAllocation({}, 'the launch is over'));
  stage.must(
    'a fence that ended keeps nothing',
    sees('tmall', 'standard') === 26,
    String(sees('tmall', 'standard')),
  );
}

async function countTooFew(stage: Stage): Promise<void> {
  const { hub } = stage;
  const only = { pickup_node: 'st_a', service_level: 'pickup' };
  const vip = await stage.place({ ...oats(3), ...only, tier: 'vip' });
  await stage.pass(10);
  const late = await stage.place({ ...oats(3), tier: 'standard', ...only });
  stage.held(await hub.setStock([{ nodeId: storeA, itemId: oat, onHandUnits: 4 }], 'cycle count'));
  const unitsAt = async (order: typeof vip): Promise<string> =>
    (await stage.openWorks(order.record.order.orderId))
      .map((work) => `${work.nodeId}:${String(work.lines[0]?.quantityUnits ?? 0)}`)
      .join(' ');
  const [kept, lost] = [await unitsAt(vip), await unitsAt(late)];
  stage.must(
    'the better tier keeps its goods, the other loses exactly the two that are missing',
    kept === 'st_a:3' && lost === 'st_a:1',
    `vip ${kept}, standard ${lost}`,
  );
  stage.must(
    'the books of the store hold again: reserved is not above on hand',
    stage.stock('st_a', 'OAT').reserved === 4 && stage.stock('st_a', 'OAT').onHand === 4,
    JSON.stringify(stage.stock('st_a', 'OAT')),
  );
  for (const order of [vip, late])
    stage.held(await hub.cancelOrder(order.record.order.orderId, { reason: 'end of the day' }));
}

async function recallLot(stage: Stage): Promise<void> {
  const { hub } = stage;
  const row = { nodeId: dc, itemId: oat };
  stage.held(
    await hub.setStock(
      [
        { ...row, onHandUnits: 0 },
        { nodeId: storeA, itemId: oat, onHandUnits: 0 },
        { ...row, lot: 'OLD', onHandUnits: 4 },
        { ...row, lot: 'NEW', onHandUnits: 8 },
      ],
      'by lot',
    ),
  );
  const expires = (lot: string, days: number) => ({
    itemId: oat,
    lot,
    expiresAt: stage.now() + days * dayMs,
  });
  stage.held(await hub.setLots([expires('OLD', 2), expires('NEW', 3)]));
  const lotsOf = async (orderId: string): Promise<string> =>
    (await stage.store.reservations([orderId as never]))
      .filter(({ state }) => state === 'live')
      .map(({ lot, units }) => `${lot}:${String(units)}`)
      .sort()
      .join(' ');
  const first = await stage.place(oats(2));
  const { orderId } = first.record.order;
  stage.must(
    'what expires sooner leaves first',
    (await lotsOf(orderId)) === 'OLD:2',
    await lotsOf(orderId),
  );
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  await stage.finish(work);
  const waiting = await stage.place(oats(3));
  stage.must(
    'the next order takes the rest of it, then the next lot',
    (await lotsOf(waiting.record.order.orderId)) === 'NEW:1 OLD:2',
    await lotsOf(waiting.record.order.orderId),
  );
  const recalled = stage.held(
    await hub.blockLot({ itemId: oat, lot: 'OLD', state: 'recalled', reason: 'taste', by: 'qa' }),
  );
  stage.must(
    'a recall names whom the lot has reached',
    recalled.reachedOrders.length === 1 && recalled.reachedOrders[0]?.orderId === orderId,
    recalled.reachedOrders.map(({ units }) => String(units)).join(' '),
  );
  stage.must(
    'the order that held it has units of another lot now',
    (await lotsOf(waiting.record.order.orderId)) === 'NEW:1 NEW:2',
    await lotsOf(waiting.record.order.orderId),
  );
  const rest = hub.availability(oat, [])[0]?.availableUnits;
  stage.must('units of the recalled lot are promised to nobody', rest === 5, String(rest));
  await stage.pass(4 * 24 * 60);
  const expired = hub.availability(oat, []).length;
  stage.must('nor are lots that have expired', expired === 0, String(expired));
}
