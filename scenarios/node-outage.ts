import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

/** A store fails in the middle of the day: its backlog moves, what it still does changes nothing, and it comes back. */
export const scenario = story({
  name: 'node-outage',
  title: 'A store fails with a backlog, and comes back',
  about: [
    'Every order that the store has not shipped moves under a new epoch in one go; an act with an old epoch changes nothing.',
    'When it works again, work comes back only where that is clearly better and nobody has taken it.',
  ],
  furniture: smallTown({
    stock: { st_a: { OAT: 40 }, st_b: { OAT: 4 }, dc_w: { OAT: 100 } },
  }),
  tell: async (stage) => {
    const orders = [];
    for (let n = 0; n < 6; n += 1) orders.push((await stage.place()).record.order.orderId);
    const backlog = (await Promise.all(orders.map(stage.openWorks))).flat();
    const [begun, ...waiting] = backlog.filter((work) => work.nodeId === 'st_a');
    if (!begun) throw new Error('nothing at the store');
    // One parcel is packed when the lights go out.
    const parcel = await stage.prepare(begun);

    const until = stage.now() + 40 * 60_000;
    const to = {
      state: 'stricken',
      reason: 'power cut',
      by: 'health check',
      untilAt: until,
    } as const;
    const struck = stage.held(await stage.hub.switchNode(begun.nodeId, to));
    const left = await workAt(stage, 'st_a', orders);
    stage.must(
      'the whole backlog has left the store',
      left === 0,
      `${String(left)} of ${String(waiting.length + 1)}`,
    );
    stage.must(
      'every order was moved once',
      struck.rerouted === waiting.length + 1,
      `${String(struck.rerouted)} orders`,
    );
    const epochs = (await Promise.all(orders.map(stage.openWorks)))
      .flat()
      .map(({ epoch }) => epoch);
    stage.must(
      'under a new epoch',
      epochs.filter((epoch) => epoch === 2).length === struck.rerouted,
      epochs.join(' '),
    );
    const { reserved } = stage.stock('st_a', 'OAT');
    stage.must('nothing is held at the store any more', reserved === 0, `${String(reserved)} held`);

    const late = await stage.act(begun, { act: 'accept' });
    stage.must(
      'the store cannot act on what was taken from it',
      !late.ok && late.refusal.reason === 'fenced',
      late.ok ? 'accepted' : late.refusal.reason,
    );
    // Somebody hands the packed parcel to the carrier all the same.
    await stage.depart(begun, parcel);
    const [replacement] = await stage.openWorks(begun.orderId);
    const { rows } = await stage.store.exceptionList(
      { state: 'open' },
      { limit: 9, after: undefined },
    );
    stage.must(
      'a parcel that left too late moves no assignment and becomes a question for people',
      replacement?.epoch === 2 && rows.some(({ kind }) => kind === 'late-act'),
      rows.map(({ kind, reason }) => `${kind}: ${reason}`).join(),
    );
    const taken = await takeOne(stage, orders, begun.orderId);

    await stage.pass(50);
    const state = stage.hub.nodeState(begun.nodeId);
    stage.must(
      'the store opens again at the end that was given',
      state?.state === 'open',
      String(state?.reason),
    );
    const back = await workAt(stage, 'st_a', orders);
    const returned = stage.events.filter(({ type }) => type.includes('work_returned'));
    stage.must(
      'what is clearly better there came back',
      back > 0 && returned.length === back,
      `${String(back)} orders`,
    );
    const [still] = await stage.openWorks(taken.orderId);
    stage.must(
      'what another node has taken stayed there',
      still?.nodeId === taken.nodeId,
      String(still?.nodeId),
    );
    stage.figure('orders moved', String(struck.rerouted));
    stage.figure('orders that came back', String(back));
    const rest = orders.filter((id) => id !== begun.orderId);
    const works = (await Promise.all(rest.map(stage.openWorks))).flat();
    for (const work of works)
      if (work.state !== 'accepted') stage.held(await stage.act(work, { act: 'accept' }));
    for (const work of works) await stage.finish(work);
    const { delivered } = stage.hub.figures();
    stage.must(
      'every other order arrived',
      delivered === orders.length - 1,
      `${String(delivered)} of ${String(orders.length)}`,
    );
  },
});

type OrderId = Parameters<Stage['openWorks']>[0];

async function workAt(stage: Stage, node: string, orders: readonly OrderId[]): Promise<number> {
  const works = (await Promise.all(orders.map(stage.openWorks))).flat();
  return works.filter(({ nodeId }) => nodeId === node).length;
}

/** One of the new nodes takes what it got. */
async function takeOne(stage: Stage, orders: readonly OrderId[], except: OrderId) {
  const works = (await Promise.all(orders.map(stage.openWorks))).flat();
  const work = works.find(({ nodeId, orderId }) => nodeId === 'dc_w' && orderId !== except);
  if (!work) throw new Error('nothing at the DC');
  stage.held(await stage.act(work, { act: 'accept' }));
  return work;
}
