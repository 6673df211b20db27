import type { WatchedParcel } from '@ordermesh/edge';
import { coldLimits } from '@ordermesh/core/execute';
import type { AnswerOption } from '@ordermesh/core/execute';
import type { TemperatureClass } from '@ordermesh/core/parties';
import type { Fulfilment } from '@ordermesh/core/release';
import { hourMs, itemId, minuteMs, serviceId } from '@ordermesh/core/words';
import { aDraftLine, anItem } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { agentOf, drive, kindsOf, van } from './edge/device.ts';
import type { Device, OnTheRoad } from './edge/device.ts';
import { wrongThings } from './edge/wrong-things.ts';

const [parcel, counter] = smallTownServices;
if (!parcel || !counter) throw new Error('the town has two services');
const cold = ['ambient', 'chilled', 'frozen'] as const;

const furniture = smallTown({
  nodes: smallTownNodes.map((node) => ({
    ...node,
    temperatureClasses: cold,
    carrierServices: [serviceId('cool'), counter.serviceId],
  })),
  network: {
    carrierServices: [
      {
        ...parcel,
        serviceId: serviceId('cool'),
        name: 'Cool van',
        mode: 'hgv_refrigerated' as const,
        temperatureClasses: cold,
      },
      counter,
    ],
  },
  items: [
    anItem('VACCINE', { name: 'Vaccine', temperatureClass: 'chilled' }),
    anItem('MILK', { name: 'Milk', temperatureClass: 'chilled' }),
    anItem('KEFIR', { name: 'Kefir', temperatureClass: 'chilled' }),
    anItem('ICECREAM', { name: 'Ice cream', temperatureClass: 'frozen' }),
  ],
  stock: {
    st_a: { VACCINE: 10, MILK: 10, KEFIR: 10, ICECREAM: 4 },
    st_b: { ICECREAM: 2 },
    dc_w: { VACCINE: 50 },
  },
});

async function departed(stage: Stage, item: string, units: number): Promise<OnTheRoad> {
  const { record } = await stage.place({ lines: [aDraftLine(item, units)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const parcelUri = await stage.prepare(work);
  await stage.depart(work, parcelUri);
  return { orderId, work, parcelUri };
}

function watched(
  stage: Stage,
  { orderId, work, parcelUri }: OnTheRoad,
  given: {
    readonly class: TemperatureClass;
    readonly valueMinor: number;
    readonly options: readonly AnswerOption[];
  },
): WatchedParcel {
  return {
    parcelUri,
    sinceAt: stage.now(),
    limits: coldLimits[given.class],
    goods: {
      valueMinor: given.valueMinor,
      promisedEndAt: work.promisedWindow.endAt,
      lateMinorPerHour: 500,
      lateMinorMax: 20_000,
    },
    options: given.options,
    orderUris: [stage.names.order(orderId)],
    vehicleUri: van('van-1'),
    carrierUri: stage.names.carrier,
  };
}

async function otherVan(stage: Stage): Promise<void> {
  const road = await departed(stage, 'VACCINE', 3);
  const { orderId, parcelUri } = road;
  const box = agentOf(stage, van('van-1'));
  const { endAt } = road.work.promisedWindow;
  const options: readonly AnswerOption[] = [
    relayTo('van-2', { costMinor: 4000, safeInMs: 40 * minuteMs, arrivesAt: endAt + 3 * hourMs }),
    {
      optionId: 'flight',
      kind: 'air',
      costMinor: 90_000,
      safeInMs: 90 * minuteMs,
      arrivesAt: endAt,
    },
    {
      optionId: 'st_a',
      kind: 'return',
      placeUri: stage.names.node(road.work.nodeId),
      costMinor: 9000,
      safeInMs: 25 * minuteMs,
      arrivesAt: endAt + 24 * hourMs,
    },
  ];
  box.agent.watch(watched(stage, road, { class: 'chilled', valueMinor: 120_000, options }));
  const before = await kindsOf(stage, orderId);
  const cooling = [5, 5, 5.2, 7.5, 9.1, 11, 13, 14, 15];
  const said = await drive(stage, box.agent, { parcelUri, celsius: cooling });
  const failed = await box.agent.tell(box.cut);
  stage.must(
    'a warm van is judged and answered in it within 120 s, without a link: over to the other van',
    said?.answer.chosen.optionId === 'van-2' &&
      said.judgement.level === 'excursion' &&
      said.decidedInMs !== undefined &&
      said.decidedInMs <= 120_000,
    `${String(said?.judgement.because)} at ${String(said?.judgement.nowMilliCelsius)} m°C, ${String(said?.answer.chosen.optionId)} after ${String(said?.decidedInMs)} ms`,
  );
  const all = said ? [said.answer.chosen, ...said.answer.others] : [];
  stage.must(
    'no alternative that was kept is cheaper, and each says why it lost',
    all.length === 4 &&
      all.every(({ cost }) => cost.totalMinor >= (all[0]?.cost.totalMinor ?? Infinity)) &&
      all.slice(1).every(({ lost }) => lost !== undefined),
    all.map((one) => `${one.optionId} ${String(one.cost.totalMinor)}`).join(', '),
  );
  stage.must(
    'without a link the hub knows nothing of it, and nothing is lost',
    failed.failure === 'no link' &&
      failed.waiting === 1 &&
      (await kindsOf(stage, orderId)) === before,
    `${String(failed.waiting)} waiting`,
  );
  await stage.pass(40);
  box.agent.done(parcelUri);
  await linkIsBack(stage, box, road);
}

function relayTo(
  vehicle: string,
  told: Pick<AnswerOption, 'costMinor' | 'safeInMs'> & { readonly arrivesAt: number },
): AnswerOption {
  return { optionId: vehicle, kind: 'relay', placeUri: van(vehicle), ...told };
}

async function linkIsBack(
  stage: Stage,
  box: Device,
  { orderId, work, parcelUri }: OnTheRoad,
): Promise<void> {
  const lost = await box.agent.tell(box.answerLost);
  const once = await kindsOf(stage, orderId);
  const again = box.restarted();
  const told = await again.tell(box.link);
  const silent = await again.tell(box.link);
  const news = 'judged loaded temperature_excursion unloaded';
  stage.must(
    'the link is back, breaks before the answer, and the device restarts: each fact is there exactly once',
    lost.waiting === 4 &&
      told.duplicates === 4 &&
      told.waiting === 0 &&
      silent.sent === 0 &&
      (await kindsOf(stage, orderId)) === once &&
      news.split(' ').every((kind) => once.split(' ').filter((one) => one === kind).length === 1),
    `${once}; sent again ${String(told.sent)}, known already ${String(told.duplicates)}`,
  );
  const { rows } = await stage.store.caseList(
    { kind: 'cold_chain', orderId },
    { limit: 9, after: undefined },
  );
  const high = stage.held(await stage.hub.tracking(orderId, 'high'));
  stage.must(
    'staff see one answer, carried out, with its numbers and what was weighed against it',
    rows.length === 1 &&
      rows[0]?.state === 'done' &&
      high.coldAnswers[0]?.report.optionId === 'van-2' &&
      high.coldAnswers[0].report.others.length === 3,
    `${String(rows[0]?.state)}, ${String(high.coldAnswers[0]?.report.totalMinor)} minor, ${String(high.coldAnswers[0]?.report.others.length)} others`,
  );
  const basic = stage.held(await stage.hub.tracking(orderId, 'basic'));
  const notice = basic.coldChain?.[0];
  stage.must(
    'the customer sees that it was kept cold in another van, in both languages',
    notice?.isDone === true && notice.label.en.includes('cold vehicle') && notice.label.zh !== '',
    `${String(notice?.label.en)} / ${String(notice?.label.zh)}`,
  );
  const changed = stage.events.filter(
    (event) => event.orderId === orderId && event.type.includes('promise.changed'),
  );
  const view = stage.held(await stage.hub.order(orderId));
  stage.must(
    'the other van comes three hours later than promised, and the new promise says so, once',
    changed.length === 1 &&
      view.record.promise?.window.endAt === work.promisedWindow.endAt + 3 * hourMs,
    `${String(changed.length)} notices`,
  );
  await stage.deliver(work, parcelUri);
  const [after] = await stage.works(orderId);
  stage.must('and it arrives', after?.state === 'delivered', String(after?.state));
}

async function thawed(stage: Stage): Promise<void> {
  const road = await departed(stage, 'ICECREAM', 2);
  const { orderId, parcelUri } = road;
  const box = agentOf(stage, van('van-1'));
  const options = [
    relayTo('van-2', { costMinor: 3000, safeInMs: 20 * minuteMs, arrivesAt: stage.now() + hourMs }),
  ];
  box.agent.watch(watched(stage, road, { class: 'frozen', valueMinor: 6000, options }));
  const said = await drive(stage, box.agent, { parcelUri, celsius: [-20, -19, -11] });
  stage.must(
    'thawed goods are spoiled at once: nothing saves them, they are given up, and why not the van is kept',
    said?.judgement.because === 'hard-limit' &&
      said.answer.chosen.kind === 'dispose' &&
      said.answer.others[0]?.lost?.reason === 'goods-spoiled',
    `${String(said?.judgement.because)}: ${String(said?.answer.chosen.kind)}`,
  );
  box.agent.done(parcelUri);
  await box.agent.tell(box.link);
  const works = await stage.works(orderId);
  const next = (await stage.openWorks(orderId))[0];
  const { record } = stage.held(await stage.hub.order(orderId));
  stage.must(
    'the hub sends them again without payment: the first work ends, another begins',
    works[0]?.state === 'undelivered' &&
      next?.lines[0]?.quantityUnits === 2 &&
      record.aftercare?.owedAgainUnits[1] === 2,
    works.map(({ nodeId, state }) => `${nodeId} ${state}`).join(', '),
  );
  const basic = stage.held(await stage.hub.tracking(orderId, 'basic'));
  stage.must(
    'the customer sees it in words, and one line of two again',
    basic.coldChain?.[0]?.label.en.includes('again') === true &&
      basic.lines[0]?.quantities.reduce((sum, { units }) => sum + units, 0) === 2,
    `${String(basic.coldChain?.[0]?.label.en)}; ${JSON.stringify(basic.lines[0]?.quantities.map(({ status, units }) => [units, status]))}`,
  );
  if (next) await stage.finish(next);
  const done = stage.held(await stage.hub.order(orderId));
  stage.must(
    'and they arrive: the order is completed',
    done.record.state === 'completed' && done.record.status === 'delivered',
    `${done.record.state}, ${done.record.status}`,
  );
}

async function nothingLeft(stage: Stage): Promise<void> {
  const road = await departed(stage, 'ICECREAM', 2);
  const { orderId, parcelUri } = road;
  for (const node of ['st_a', 'st_b'])
    stage.held(
      await stage.hub.setStock(
        [{ nodeId: node as Fulfilment['nodeId'], itemId: itemId('ICECREAM'), onHandUnits: 0 }],
        'sold out',
      ),
    );
  const box = agentOf(stage, van('van-1'));
  box.agent.watch(watched(stage, road, { class: 'frozen', valueMinor: 6000, options: [] }));
  await drive(stage, box.agent, { parcelUri, celsius: [-18, -5] });
  await box.agent.tell(box.link);
  const open = await stage.store.exceptionList(
    { state: 'open', orderId },
    { limit: 9, after: undefined },
  );
  stage.must(
    'nobody has more of it: an exception is open for people, nothing is forgotten',
    open.rows.length === 1 && open.rows[0]?.lines[0]?.units === 2,
    open.rows.map(({ kind, reason }) => `${kind}: ${reason}`).join(', '),
  );
}

/** What a vehicle and a packing bench decide by themselves while the link is cut. */
export const scenario = story({
  name: 'cold-chain',
  title: 'A warm van, a wrong item, and no link',
  about: [
    'The agent in the vehicle judges its logger by the mean kinetic temperature and the stability budget, and answers by itself: another van, by air, back, or given up.',
    'The agent at the bench stops a wrong item, lot, quantity or date, and says what to put back and what to take.',
    'When the link is back the hub learns each fact once; goods that were given up are sent again, or people are asked.',
  ],
  furniture,
  tell: async (stage) => {
    await otherVan(stage);
    await thawed(stage);
    await nothingLeft(stage);
    await wrongThings(stage);
  },
});
