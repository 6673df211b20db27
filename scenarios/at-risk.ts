import { story } from '@ordermesh/twin';
import type { OrderId } from '@ordermesh/core/words';
import type { Stage } from '@ordermesh/twin';

const hour = 60;

/** What was told about the order's promise so far. */
const notices = ({ events }: Stage, orderId: OrderId, what: string) =>
  events.filter((event) => event.orderId === orderId && event.type.includes(`promise.${what}`));

/** A carrier is missed, a parcel sits on the road: people learn that the promise is at risk, the customer before it breaks. */
export const scenario = story({
  name: 'at-risk',
  title: 'A promise at risk is seen, and a later one is told before the old one breaks',
  about: [
    'A hand-over that is missed is noticed when it is missed: with room left people are told, without room the customer is.',
    'Goods that leave late are told late at once; goods that do not arrive are told late before their window ends.',
  ],
  lookEveryMinutes: 30,
  tell: async (stage) => {
    await missedCarrier(stage);
    await stuckOnTheRoad(stage);
  },
});

async function missedCarrier(stage: Stage): Promise<void> {
  const { record } = await stage.place();
  const { orderId } = record.order;
  const promised = record.promise?.window.endAt ?? 0;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  await stage.prepare(work);
  // The carrier does not come for two days.
  await stage.pass(48 * hour);
  const [atRisk] = notices(stage, orderId, 'at_risk');
  const [changed] = notices(stage, orderId, 'changed');
  stage.must(
    'people learn that the promise is at risk when a hand-over is missed',
    atRisk !== undefined && Number(atRisk.body['slackMs']) >= 0,
    `${String(Number(atRisk?.body['slackMs']) / 3_600_000)} h of room`,
  );
  stage.must(
    'the customer was told before the old promise broke',
    changed !== undefined && changed.at < promised,
    `${String((promised - (changed?.at ?? promised)) / 3_600_000)} h before`,
  );
  await toldEverywhere(stage, orderId, promised);
}

async function toldEverywhere(
  { hub, held, must }: Stage,
  orderId: OrderId,
  promised: number,
): Promise<void> {
  const after = held(await hub.order(orderId)).record.promise;
  must(
    'the promise in force is later, and remembers the first',
    after !== undefined && after.window.endAt > promised && after.firstWindow?.endAt === promised,
    `${String(promised)} → ${String(after?.window.endAt)}`,
  );
  const { delay, promised: first } = held(await hub.tracking(orderId, 'basic'));
  must(
    'the tracking page says how late it is expected',
    delay !== undefined && delay.hoursLate > 0 && first?.endAt === promised,
    delay?.label.en ?? 'nothing told',
  );
}

async function stuckOnTheRoad(stage: Stage): Promise<void> {
  const { hub, must } = stage;
  const { record } = await stage.place();
  const { orderId } = record.order;
  const promised = record.promise?.window.endAt ?? 0;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const parcelUri = await stage.prepare(work);
  await stage.depart(work, parcelUri);
  must(
    'goods that left in time change no promise',
    notices(stage, orderId, 'changed').length === 0,
    `left ${String((promised - stage.now()) / 3_600_000)} h before the end of the window`,
  );
  await stage.pass((promised - stage.now()) / 60_000 + 3 * 24 * hour);
  const changed = notices(stage, orderId, 'changed');
  const after = stage.held(await hub.order(orderId)).record.promise;
  must(
    'what does not arrive is told late, day by day, until it arrives',
    changed.length >= 3 && (after?.window.endAt ?? 0) > stage.now(),
    `${String(changed.length)} notices`,
  );
  await stage.deliver(work, parcelUri);
  const before = notices(stage, orderId, 'changed').length;
  await stage.pass(48 * hour);
  must(
    'after the delivery nobody is told anything more',
    notices(stage, orderId, 'changed').length === before,
    `${String(before)} notices`,
  );
}
