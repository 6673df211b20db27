import { edgeAgent, memoryLog } from '@ordermesh/edge';
import type { EdgeAgent, EdgeEntry, Link, PackTask, WatchedParcel } from '@ordermesh/edge';
import { coldLimits } from '@ordermesh/core/execute';
import type { AnswerOption } from '@ordermesh/core/execute';
import { epcisDocument } from '@ordermesh/core/facts';
import type { TemperatureClass } from '@ordermesh/core/parties';
import type { Fulfilment } from '@ordermesh/core/release';
import { hourMs, itemId, minuteMs, privateUri, serviceId } from '@ordermesh/core/words';
import type { ItemId, OrderId } from '@ordermesh/core/words';
import { aDraftLine, anItem } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const host = 'hub.ordermesh.local';
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

/** An agent whose link can be cut, and whose answers can get lost on the way back. */
function agentOf(stage: Stage, nodeUri: string) {
  const kept: EdgeEntry[] = [];
  const start = (): EdgeAgent =>
    edgeAgent({ log: memoryLog(kept), now: stage.now, nodeUri, offset: '+08:00' });
  const link: Link = async (events) => {
    const results = await stage.hub.captureFacts(epcisDocument(events, stage.now()));
    return results.map((one) => (one.ok ? { ok: true, duplicate: one.duplicate } : one));
  };
  return {
    agent: start(),
    /** The process ends and starts again with its log. */
    restarted: start,
    link,
    cut: (): Promise<never> => Promise.reject(new Error('no link')),
    /** The hub has taken everything, and the agent never hears of it. */
    answerLost: async (events: Parameters<Link>[0]): Promise<never> => {
      await link(events);
      throw new Error('the link broke before the answer came');
    },
  };
}

interface OnTheRoad {
  readonly orderId: OrderId;
  readonly work: Fulfilment;
  readonly parcelUri: string;
}

async function departed(stage: Stage, item: string, units: number): Promise<OnTheRoad> {
  const { record } = await stage.place({ lines: [aDraftLine(item, units)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const parcelUri = await stage.prepare(work);
  await stage.depart(work, parcelUri);
  return { orderId, work, parcelUri };
}

const van = (name: string): string => privateUri(host, 'vehicle', name);

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

/** Readings come by radio, forty seconds after they were taken. */
const radioMs = 40_000;

/** Drives on with a reading every five minutes and a look every minute, until the agent has an answer or the readings are over. */
async function drive(
  stage: Stage,
  agent: EdgeAgent,
  told: { readonly parcelUri: string; readonly celsius: readonly number[] },
) {
  for (const celsius of told.celsius) {
    for (let minute = 0; minute < 5; minute += 1) {
      await stage.pass(1);
      for (const said of agent.look()) if (said.answer) return { ...said, answer: said.answer };
    }
    const reading = { at: stage.now() - radioMs, milliCelsius: Math.round(celsius * 1000) };
    const said = agent.reading(told.parcelUri, reading);
    if (said.ok && said.value.answer) return { ...said.value, answer: said.value.answer };
  }
  return undefined;
}

const kindsOf = async (stage: Stage, orderId: OrderId): Promise<string> =>
  (await stage.store.facts([orderId]))
    .map(({ kind }) => kind)
    .sort()
    .join(' ');

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
  box: ReturnType<typeof agentOf>,
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

function packTask(stage: Stage, work: Fulfilment, lines: PackTask['lines']): PackTask {
  const code = (item: ItemId, name: string) => ({
    code: item,
    itemId: item,
    itemUri: stage.names.item(item),
    name,
    unit: 'each' as const,
  });
  return {
    taskId: work.fulfilmentId,
    orderUris: [stage.names.order(work.orderId)],
    lines,
    blockedLots: [{ itemId: itemId('MILK'), lot: 'L-RECALLED' }],
    goodUntilAt: stage.now() + 72 * hourMs,
    codes: [
      code(itemId('MILK'), 'Milk'),
      code(itemId('KEFIR'), 'Kefir'),
      code(itemId('VACCINE'), 'Vaccine'),
    ],
  };
}

async function wrongThings(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('MILK', 2)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const box = agentOf(stage, stage.names.node(work.nodeId));
  const line = {
    lineNo: 1,
    itemId: itemId('MILK'),
    name: 'Milk',
    unit: 'each',
    units: 2,
    lots: [],
  } as const;
  const task = packTask(stage, work, [{ ...line, shelf: 'C-3' }]);
  box.agent.task(task);
  const [fresh, old] = [stage.now() + 240 * hourMs, stage.now() + 24 * hourMs];
  const tries = [
    { what: 'wrong-item', scan: { code: 'KEFIR', units: 1 } },
    { what: 'wrong-lot', scan: { code: 'MILK', lot: 'L-RECALLED', units: 1 } },
    { what: 'expired', scan: { code: 'MILK', lot: 'L-7', expiresAt: old, units: 1 } },
    { what: 'wrong-quantity', scan: { code: 'MILK', lot: 'L-8', expiresAt: fresh, units: 3 } },
  ] as const;
  const good = { code: 'MILK', lot: 'L-8', expiresAt: fresh, units: 1 };
  const said: string[] = [];
  let isStopped = true;
  for (const { what, scan } of tries) {
    await stage.pass(1);
    const wrong = box.agent.scan(task.taskId, scan);
    const blocked = box.agent.scan(task.taskId, good);
    isStopped &&=
      !wrong.ok &&
      wrong.refusal.reason === 'wrong' &&
      wrong.refusal.refusal.reason === what &&
      wrong.refusal.guide.take[0]?.en === 'Take 2 × Milk from C-3' &&
      !blocked.ok &&
      blocked.refusal.reason === 'put-back-first';
    if (!wrong.ok && wrong.refusal.reason === 'wrong') {
      const { why, putBack } = wrong.refusal.guide;
      said.push(`${why.en} / ${why.zh}. ${putBack.en} / ${putBack.zh}`);
    }
    await stage.pass(1);
    box.agent.putBack(task.taskId);
  }
  stage.must(
    'wrong item, blocked lot, too old, too many: each stops the pack offline, and the worker is told what to put back and take',
    isStopped && said.length === 4,
    said.join('; '),
  );
  const parcelUri = stage.names.nextParcel();
  box.agent.scan(task.taskId, good);
  const early = box.agent.close(task.taskId, parcelUri);
  box.agent.scan(task.taskId, good);
  const closed = box.agent.close(task.taskId, parcelUri);
  stage.must(
    'a parcel that lacks something is not closed, a whole one is',
    !early.ok && early.refusal.reason === 'units-missing' && closed.ok,
    early.ok ? 'closed early' : early.refusal.reason,
  );
  await afterPacking(stage, box, { orderId, work, parcelUri });
}

async function afterPacking(
  stage: Stage,
  box: ReturnType<typeof agentOf>,
  { orderId, work, parcelUri }: OnTheRoad,
): Promise<void> {
  const cut = await box.agent.tell(box.cut);
  const none = await kindsOf(stage, orderId);
  const told = await box.restarted().tell(box.link);
  const kinds = await kindsOf(stage, orderId);
  stage.must(
    'later the hub knows all of it once: four mis-picks, three put back, one pick and one parcel',
    cut.waiting === 9 &&
      none === '' &&
      told.sent === 9 &&
      told.duplicates === 0 &&
      kinds ===
        'mispick_seen mispick_seen mispick_seen mispick_seen packed picked unpicked unpicked unpicked',
    kinds,
  );
  const advanced = stage.held(await stage.hub.tracking(orderId, 'advanced'));
  const evidence = stage.held(await stage.hub.tracking(orderId, 'high')).evidence;
  stage.must(
    'all was put right: no exception is left open, staff find the mis-picks among the evidence',
    advanced.exceptions.length === 0 &&
      evidence.filter(({ kind }) => kind === 'mispick_seen').length === 4,
    `${String(advanced.exceptions.length)} open, ${advanced.status.status}`,
  );
  const before = stage.stock(work.nodeId, 'MILK').onHand;
  await stage.depart(work, parcelUri);
  await stage.deliver(work, parcelUri);
  const [after] = await stage.works(orderId);
  stage.must(
    'two leave the shelf, and the order arrives',
    before - stage.stock(work.nodeId, 'MILK').onHand === 2 && after?.state === 'delivered',
    `${String(before)} to ${String(stage.stock(work.nodeId, 'MILK').onHand)}, ${String(after?.state)}`,
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
