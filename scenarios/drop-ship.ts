import { aDraftLine, aNode, anItem } from '@ordermesh/testkit';
import { itemId, nodeId, serviceId } from '@ordermesh/core/words';
import { smallTown, smallTownNodes, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const hourMs = 3_600_000;
/** Weekdays, nine to five. */
const office = {
  weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [[540, 1020] as const] : [])),
  closedDates: [],
};
const vendor = aNode('ven_a', {
  kind: 'vendor',
  name: 'Vendor A',
  calendar: office,
  carrierServices: [serviceId('parcel')],
  acceptMinutesMax: 240,
  terms: {
    acceptInWorkingTime: true,
    remindPercent: 50,
    legalEntity: { name: 'Vendor A Ltd', address: '8 Mill Lane, Hangzhou', country: 'CN' },
    costPrices: [{ itemId: itemId('LAMP'), costMinor: 4_200 }],
  },
});

/** A vendor ships for the retailer: stock by feed, a time to answer in its own hours, escalation when it is silent. */
export const scenario = story({
  name: 'drop-ship',
  title: 'A vendor ships for the retailer, and is held to its word',
  about: [
    'The time to answer runs in the vendor’s working hours; it is reminded half way, then the order moves and people are told.',
    'What the vendor has is known by its feed: absolute, safe to send late, twice and in any order.',
  ],
  furniture: smallTown({
    nodes: [...smallTownNodes, vendor],
    items: [anItem('OAT'), anItem('TEA'), anItem('LAMP', { weightGrams: 900 })],
    stock: { dc_w: { LAMP: 0 } },
  }),
  tell: async (stage) => {
    await stockByFeed(stage);
    await vendorTakesIt(stage);
    await vendorIsSilent(stage);
  },
});

async function stockByFeed(stage: Stage): Promise<void> {
  const feed = (madeAt: number, units: number) =>
    stage.hub.takeFeed(nodeId('ven_a'), {
      madeAt,
      isComplete: true,
      rows: [{ itemId: itemId('LAMP'), onHandUnits: units }],
    });
  const now = stage.now();
  stage.held(await feed(now, 12));
  const late = stage.held(await feed(now - hourMs, 99));
  const { onHand } = stage.stock('ven_a', 'LAMP');
  stage.must(
    'a feed that comes late changes nothing',
    !late.isApplied && onHand === 12,
    `${String(onHand)} on hand`,
  );
}

async function vendorTakesIt(stage: Stage): Promise<void> {
  const { record, plan } = await stage.place({ lines: [aDraftLine('LAMP', 2)] });
  const node = plan?.parcels[0]?.nodeId;
  stage.must('only the vendor has it', node === 'ven_a', String(node));
  // Monday, 16:00 in Shanghai: the vendor works until five.
  await stage.pass(10);
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const bought = stage.events.find(({ type }) => type.includes('vendor.ordered'));
  const lines = bought?.body['lines'] as readonly { readonly costMinor: number }[] | undefined;
  const seller = bought?.body['seller'] as { readonly name: string } | undefined;
  stage.must(
    'what is bought from whom at which price is on record',
    lines?.[0]?.costMinor === 8_400 && seller?.name === 'Vendor A Ltd',
    `${String(lines?.[0]?.costMinor)} fen from ${String(seller?.name)}`,
  );
  await stage.finish(work);
}

async function vendorIsSilent(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('LAMP', 1)] });
  const { orderId } = record.order;
  // Meanwhile the DC gets some, so that there is a way out.
  const delivery = { nodeId: nodeId('dc_w'), itemId: itemId('LAMP'), onHandUnits: 5 };
  stage.held(await stage.hub.setStock([delivery], 'delivery'));
  await untilOffered(stage, orderId);
  const [offered] = await stage.openWorks(orderId);
  const offeredAt = stage.now();
  const worked = workedHours(offeredAt, offered?.dueAt ?? 0);
  stage.must(
    'the vendor has four of its working hours to answer, not four by the clock',
    Math.abs(worked - 4) < 0.2,
    `${worked.toFixed(1)} working hours, ${(((offered?.dueAt ?? 0) - offeredAt) / hourMs).toFixed(1)} by the clock`,
  );
  await stage.pass(Math.ceil(((offered?.dueAt ?? 0) - stage.now()) / 60_000) + 10);
  const told = (word: string) =>
    stage.events.find((event) => event.orderId === orderId && event.type.includes(word));
  const [reminded, raised] = [told('node.reminded'), told('exception.raised')];
  stage.must(
    'it was reminded before its time was over',
    (reminded?.at ?? Infinity) < (offered?.dueAt ?? 0),
    String(reminded?.at),
  );
  stage.must(
    'people are told that it was silent',
    raised?.body['kind'] === 'vendor-silent',
    String(raised?.body['kind']),
  );
  const [moved] = await stage.openWorks(orderId);
  stage.must(
    'the order has moved to who can do it',
    moved?.nodeId === 'dc_w',
    String(moved?.nodeId),
  );
  const late = offered && (await stage.act(offered, { act: 'accept' }));
  stage.must(
    'the vendor’s late yes changes nothing',
    late?.ok === false,
    late?.ok === false ? late.refusal.reason : '',
  );
  stage.held(
    await stage.hub.resolveException(String(raised?.body['exceptionId']), {
      by: 'purchasing',
      note: 'called the vendor',
    }),
  );
  if (moved) await stage.finish(moved);
}

async function untilOffered(
  stage: Stage,
  orderId: Parameters<Stage['openWorks']>[0],
): Promise<void> {
  for (let quarter = 0; quarter < 400; quarter += 1) {
    const [work] = await stage.openWorks(orderId);
    if (work?.state === 'offered') return;
    await stage.pass(15);
  }
}

/** Hours between two moments in which the vendor is open. */
function workedHours(fromAt: number, untilAt: number): number {
  let minutes = 0;
  for (let at = fromAt; at < untilAt; at += 60_000) {
    const local = new Date(at + 8 * hourMs);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const weekday = (local.getUTCDay() + 6) % 7;
    if (weekday < 5 && minute >= 540 && minute < 1020) minutes += 1;
  }
  return minutes / 60;
}
