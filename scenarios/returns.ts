import { returnedFact } from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { Refund } from '@ordermesh/core/aftercare';
import { itemId, nodeId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const customer = { principal: 'customer' };

/** Goods come back to another store than planned; shoes are exchanged; a parcel is lost and sent again. */
export const scenario = story({
  name: 'returns',
  title: 'Return, exchange and claim: three things, and money apart from goods',
  about: [
    'Goods are on the shelf where they physically are, whatever was planned; no refund restocks, no restock refunds.',
    'Partial refunds add up to what was paid and never above it, tax and shipping included.',
    'A lost parcel is sent again as new work of the same order; nobody pays twice.',
  ],
  tell: async (stage) => {
    await toAnotherStore(stage);
    await exchanged(stage);
    await lost(stage);
  },
});

/** An order that the customer has. */
async function bought(stage: Stage, units: number): Promise<OrderId> {
  const order = await stage.place({
    lines: [
      {
        item: 'OAT',
        quantity: units,
        price: { amount_minor: 1_000 * units + 1, currency: 'CNY' },
        tax: { amount_minor: 130 * units, currency: 'CNY' },
      },
    ],
    shipping_price: { amount_minor: 800, currency: 'CNY' },
  });
  const { orderId } = order.record.order;
  for (const work of await stage.openWorks(orderId)) await stage.finish(work);
  return orderId;
}

const ask = (units: number) => ({
  lines: [{ lineNo: 1, units, reason: 'too small', condition: 'unopened' as const }],
  method: 'send' as const,
});

type Step = Parameters<typeof returnedFact>[0]['step'];

/** A step of returned OAT at a node; inspected goods are conformant. */
const back = (
  { names, now }: Stage,
  at: { readonly returnUri: string; readonly node: string; readonly units: number },
  step: Step,
): EpcisEvent =>
  returnedFact({
    at: now(),
    offset: '+08:00',
    nodeUri: names.node(nodeId(at.node)),
    returnKeys: [at.returnUri],
    step,
    goods: [{ itemUri: names.item(itemId('OAT')), unit: 'each', units: at.units }],
    ...(step === 'inspected' && { disposition: 'conformant' as const }),
  });

const totalOf = (refunds: readonly Refund[]): number =>
  refunds
    .flatMap(({ lines, shippingMinor }) => [
      shippingMinor,
      ...lines.map((line) => line.goodsMinor + line.taxMinor),
    ])
    .reduce((sum, minor) => sum + minor, 0);

async function toAnotherStore(stage: Stage): Promise<void> {
  const { hub, held, must, stock } = stage;
  const orderId = await bought(stage, 3);
  const first = held(await hub.requestReturn(orderId, ask(1), customer));
  const planned = first.file.plannedNodeId ?? '';
  const other = planned === 'st_b' ? 'st_a' : 'st_b';
  must(
    'the choice of the node is explained',
    first.explanation.length >= 3,
    first.explanation[0]?.en ?? '',
  );
  const before = { planned: stock(planned, 'OAT').onHand, other: stock(other, 'OAT').onHand };
  await stage.scan(back(stage, { returnUri: first.returnUri, node: other, units: 1 }, 'received'));
  must(
    'goods that nobody has inspected are not for sale',
    stock(other, 'OAT').onHand === before.other,
    String(stock(other, 'OAT').onHand),
  );
  await stage.pass(30);
  await stage.scan(back(stage, { returnUri: first.returnUri, node: other, units: 1 }, 'inspected'));
  must(
    'the goods are on the shelf where they came to, not where they were planned',
    stock(other, 'OAT').onHand === before.other + 1 &&
      stock(planned, 'OAT').onHand === before.planned,
    `${other} ${String(stock(other, 'OAT').onHand)}, ${planned} ${String(stock(planned, 'OAT').onHand)}`,
  );
  const rest = held(await hub.requestReturn(orderId, ask(2), customer));
  await stage.scan(back(stage, { returnUri: rest.returnUri, node: other, units: 2 }, 'inspected'));
  const refunds = await Promise.all(
    [first, rest].map(async ({ record }) => held(await hub.return(record.caseId)).refunds),
  );
  must(
    'partial refunds add up to what was paid, with tax and shipping, to the cent',
    totalOf(refunds.flat()) === 3_001 + 390 + 800,
    refunds.map((some) => String(totalOf(some))).join(' + '),
  );
  const more = await hub.approveRefund(rest.record.caseId, {
    lines: [{ lineNo: 1, units: 0, amountMinor: 1 }],
    because: 'one cent more',
  });
  must('not a cent more is refunded', !more.ok, more.ok ? 'given' : more.refusal.reason);
}

async function exchanged(stage: Stage): Promise<void> {
  const { hub, held, must, stock } = stage;
  const orderId = await bought(stage, 1);
  const tea = (): number =>
    ['st_a', 'st_b', 'dc_w'].reduce((sum, node) => sum + stock(node, 'TEA').reserved, 0);
  const opened = held(
    await hub.requestExchange(
      orderId,
      {
        ...ask(1),
        replacement: [
          { item: 'TEA', quantity: 1, price: { amount_minor: 1_500, currency: 'CNY' } },
        ],
      },
      customer,
    ),
  );
  must(
    'the difference is shown, and the replacement is held while the hub waits',
    opened.file.differenceMinor === 1_500 - 1_131 &&
      tea() === 1 &&
      opened.record.state === 'waiting',
    `${String(opened.file.differenceMinor)} to pay, ${String(tea())} held`,
  );
  const { returnUri } = held(await hub.return(opened.file.returnId));
  await stage.scan(back(stage, { returnUri, node: 'st_a', units: 1 }, 'handed_in'));
  await stage.pass(10);
  const after = held(await hub.exchange(opened.record.caseId));
  must(
    'the scan of the returned goods sends the replacement, with the stock that was held',
    after.record.state === 'sent' && tea() === 1,
    after.record.state,
  );
  await stage.scan(back(stage, { returnUri, node: 'st_a', units: 1 }, 'inspected'));
  const { refunds } = held(await hub.return(opened.file.returnId));
  const credited = refunds.reduce((sum, one) => sum + one.creditedMinor, 0);
  must(
    'what was paid for the returned goods pays for the replacement; nothing of it goes out twice',
    credited === 1_131 && totalOf(refunds) === credited && refunds[0]?.state === 'issued',
    `${String(credited)} of ${String(totalOf(refunds))}`,
  );
  const replacement = after.file.replacementOrderId;
  if (replacement) for (const work of await stage.openWorks(replacement)) await stage.finish(work);
}

async function lost(stage: Stage): Promise<void> {
  const { hub, held, must } = stage;
  const order = await stage.place();
  const { orderId } = order.record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const parcel = await stage.prepare(work);
  await stage.depart(work, parcel);
  await stage.pass(5 * 24 * 60);
  const claim = held(
    await hub.openClaim(
      orderId,
      {
        claim: 'lost',
        lines: [{ lineNo: 1, units: 2 }],
        evidence: [{ kind: 'text', content: 'nothing has arrived' }],
      },
      customer,
    ),
  );
  must(
    'the carrier seems to be responsible for what left the node',
    claim.file.suspected.party === 'carrier',
    `${claim.file.suspected.party} ${claim.file.suspected.id ?? ''}`,
  );
  const decision = { outcome: 'reship' as const, because: 'lost on the way' };
  held(await hub.decideClaim(claim.record.caseId, decision));
  held(await hub.decideClaim(claim.record.caseId, decision));
  const again = await stage.openWorks(orderId);
  must(
    'it is sent again as new work of the same order, once, however often it is decided',
    again.length === 1 && again[0]?.lines[0]?.quantityUnits === 2,
    `${String(again.length)} works`,
  );
  const { record } = held(await hub.order(orderId));
  must('nobody pays again', record.order.lines.length === 1 && record.version > 1, record.state);
  for (const one of again) await stage.finish(one);
  const end = held(await hub.order(orderId));
  must(
    'the order is complete when the second parcel has arrived',
    end.record.state === 'completed' && end.lifecycle.advanced === 'delivered',
    `${end.record.state}, ${end.lifecycle.advanced}`,
  );
}
