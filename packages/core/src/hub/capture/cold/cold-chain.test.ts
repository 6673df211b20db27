import {
  backFact,
  handOver,
  held,
  leftFact,
  packedAt,
  parcelBackFact,
  placed,
  scan,
  sent,
  smallWorld,
} from '@ordermesh/testkit';
import type { SentOrder, SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId, parcelUri, privateUri } from '../../../words/index.ts';
import { chooseAnswer, coldLimits, coldReportOf } from '../../../execute/index.ts';
import type { AnswerKind } from '../../../execute/index.ts';
import { judgedFact, loadedFact, temperatureFact } from '../../../facts/index.ts';
import type { Json } from '../../../facts/index.ts';

const minuteMs = 60_000;

/** The report of an answer, as an agent makes it. */
function reportOf(world: SmallWorld, kind: AnswerKind, arrivesAt?: number) {
  const at = world.clock.now();
  const answer = chooseAnswer({
    cold: {
      at,
      sinceAt: at - 30 * minuteMs,
      readings: [{ at: at - 30 * minuteMs, milliCelsius: 12_000 }],
      limits: { ...coldLimits.chilled, gapMsMax: 60 * minuteMs },
    },
    goods: { valueMinor: kind === 'dispose' ? 0 : 9000, lateMinorPerHour: 0, lateMinorMax: 0 },
    options: [
      {
        optionId: 'o',
        kind,
        costMinor: 0,
        safeInMs: minuteMs,
        ...(arrivesAt !== undefined && { arrivesAt }),
      },
    ],
  });
  if (!answer.ok) throw new Error(answer.refusal.reason);
  return coldReportOf(answer.value, 40_000);
}

const warm = (world: SmallWorld, parcel: string, coldAnswer: unknown) =>
  temperatureFact({
    at: world.clock.now(),
    placeUri: 'geo:31.2,121.4',
    parcelUris: [parcel],
    celsius: 12,
    brokenRuleUri: 'https://ns.example/rule',
    coldAnswer: coldAnswer as Json,
  });

const exceptionsOf = async (world: SmallWorld, { orderId }: Pick<SentOrder, 'orderId'>) =>
  (await world.store.exceptionList({ state: 'open', orderId }, { limit: 9, after: undefined }))
    .rows;
const casesOf = async (world: SmallWorld, { orderId }: Pick<SentOrder, 'orderId'>) =>
  (await world.store.caseList({ kind: 'cold_chain', orderId }, { limit: 9, after: undefined }))
    .rows;
const statesOf = async (world: SmallWorld, { orderId }: SentOrder) =>
  held(await world.hub.order(orderId)).fulfilments.map(({ state }) => state);

describe('an answer that arrives from the road', () => {
  it('stands: goods that go on later change the promise at once, and the other van closes the case', async () => {
    const world = await smallWorld();
    const order = await sent(world);
    const late = order.work.promisedWindow.endAt + 90 * minuteMs;
    await scan(world, warm(world, order.parcel, reportOf(world, 'relay', late)));
    const view = held(await world.hub.order(order.orderId));
    expect(view.record.promise?.window.endAt).toBe(late);
    expect(await casesOf(world, order)).toMatchObject([{ state: 'answered', key: order.parcel }]);
    world.clock.advance(minuteMs);
    const vehicleUri = privateUri('hub.example', 'vehicle', 'van-2');
    await scan(
      world,
      loadedFact({
        at: world.clock.now(),
        placeUri: vehicleUri,
        parcelUris: [order.parcel],
        vehicleUri,
      }),
    );
    expect(await casesOf(world, order)).toMatchObject([
      { state: 'done', version: 2, document: { action: 'goes-on', doneAt: world.clock.now() } },
    ]);
    const { coldChain } = held(await world.hub.tracking(order.orderId, 'basic'));
    expect(coldChain).toMatchObject([
      { isDone: true, label: { en: expect.stringContaining('another cold vehicle') as string } },
    ]);
    await handOver(world, order);
    expect(await statesOf(world, order)).toEqual(['delivered']);
  });

  it('by which goods are given up sends them again, counts them off no second time, and owes no money when they come back', async () => {
    const world = await smallWorld();
    const order = await sent(world);
    const onHand = () => world.hub.position(nodeId(order.node), itemId('OAT'))?.onHandUnits ?? 0;
    const before = onHand();
    const event = warm(world, order.parcel, reportOf(world, 'return'));
    await scan(world, event);
    await scan(world, event);
    expect(await statesOf(world, order)).toEqual(['undelivered', 'scheduled']);
    expect(held(await world.hub.order(order.orderId)).record.aftercare).toMatchObject({
      owedAgainUnits: { 1: 2 },
      writtenOffParcelUris: [order.parcel],
    });
    expect(onHand()).toBe(before);
    await scan(world, parcelBackFact(world, order));
    const { rows } = await world.hub.returns(
      { orderId: order.orderId },
      { limit: 9, after: undefined },
    );
    const returnUri = rows[0]?.returnUri ?? '';
    await scan(
      world,
      backFact(world, { returnUri, node: order.node, units: 2 }, 'inspected', 'conformant'),
    );
    expect(onHand()).toBe(before + 2);
    expect(await casesOf(world, order)).toMatchObject([{ state: 'done' }]);
    expect(rows).toMatchObject([
      { file: { isReshipped: true, cause: 'undeliverable' }, refunds: [] },
    ]);
    const refund = { lines: [{ lineNo: 1, units: 2 }], because: 'asked' };
    expect(await world.hub.approveRefund(rows[0]?.record.caseId ?? '', refund)).toMatchObject({
      refusal: { reason: 'wrong-state', state: 'reshipped' },
    });
  });

  it('about one of two parcels sends only what was in it again', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const [work] = order.fulfilments;
    if (!work) throw new Error('not routed');
    held(await world.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
    const parcels = ['095211410000011003', '095211410000011010'].map(parcelUri);
    for (const parcel of parcels)
      await scan(world, packedAt(world, work, { parcel, item: 'OAT', units: 1 }));
    const [first = '', second = ''] = parcels;
    await scan(world, leftFact(world, work.nodeId, first), leftFact(world, work.nodeId, second));
    await scan(world, warm(world, second, reportOf(world, 'dispose')));
    const view = held(await world.hub.order(work.orderId));
    expect(view.fulfilments.map(({ state, lines }) => [state, lines[0]?.quantityUnits])).toEqual([
      ['shipped', 2],
      ['scheduled', 1],
    ]);
  });

  it('about goods that have not left, or that the house cannot tell, is for people', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const [work] = order.fulfilments;
    if (!work) throw new Error('not routed');
    held(await world.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
    const parcel = parcelUri('095211410000011003');
    await scan(world, packedAt(world, work, { parcel, item: 'OAT', units: 2 }));
    await scan(world, warm(world, parcel, reportOf(world, 'dispose')));
    const open = await exceptionsOf(world, work);
    expect(open).toMatchObject([{ kind: 'cold-chain', lines: [{ lineNo: 1, units: 2 }] }]);
    expect(await casesOf(world, work)).toMatchObject([{ state: 'for_people' }]);
    const ask = { by: 'anna', note: 'taken out and packed anew' };
    const [first] = open;
    expect(held(await world.hub.resolveException(first?.exceptionId ?? '', ask)).state).toBe(
      'resolved',
    );
    await scan(
      world,
      judgedFact({
        at: world.clock.now() + 1,
        placeUri: 'geo:31.2,121.4',
        parcelUris: [parcel],
        isConformant: false,
      }),
    );
    expect(await casesOf(world, work)).toMatchObject([{ state: 'done' }]);
  });

  it('that cannot be read is for people, and the excursion is shown all the same', async () => {
    const world = await smallWorld();
    const order = await sent(world);
    await scan(world, warm(world, order.parcel, { answer: 'pray' }));
    expect(await exceptionsOf(world, order)).toMatchObject([
      { kind: 'cold-chain', reason: expect.stringContaining('/answer') as string },
    ]);
    expect(await casesOf(world, order)).toEqual([]);
    const view = held(await world.hub.tracking(order.orderId, 'advanced'));
    expect(view.exceptions.map(({ status }) => status)).toEqual(['temperature_excursion']);
  });

  it('without a word about an answer is an excursion as any carrier tells it: nothing is decided', async () => {
    const world = await smallWorld();
    const order = await sent(world);
    const { 'om:coldAnswer': _none, ...event } = warm(world, order.parcel, 'none');
    await scan(world, event);
    expect(await casesOf(world, order)).toEqual([]);
    expect(await statesOf(world, order)).toEqual(['shipped']);
  });
});
