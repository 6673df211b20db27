import { aDc, aDraft, aDraftLine, aStore, held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isActive } from '../../../release/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import { standardStrategy, strategyJson } from '../../../strategy/index.ts';
import type { StrategyDocument } from '../../../strategy/index.ts';
import { itemId, nodeId } from '../../../words/index.ts';
import type { OrderId } from '../../../words/index.ts';

const minuteMs = 60_000;
const stores = ['st_a', 'st_b', 'st_c'].map((id, ix) =>
  aStore(id, {
    calendar: aDc().calendar,
    tags: ['mall'],
    acceptMinutesMax: 15,
    place: { ...aStore().place, latitude: 31.2 + ix / 100 },
  }),
);
const competition = {
  nodesMax: 3,
  extraCostMaxMinor: 100_000,
  nodeTags: ['mall'],
  leaseMinutes: 20,
};

/** Two hubs on one database, three stores near each other that see the same work. */
async function twoHubs(stock: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const one = await smallWorld({ nodes: stores, stock, origin: 'one' });
  const standard = standardStrategy('balanced', 'CNY') as StrategyDocument;
  const { version: _version, ...json } = strategyJson({ ...standard, competition });
  held(await one.hub.publishStrategy(json, 'stores compete'));
  const { database, clock } = one;
  const two = await smallWorld({ database, clock, origin: 'two' });
  return [one, two] as const;
}

/** Time passes for both; their timers fire and boards catch up. */
async function passBoth(worlds: readonly [SmallWorld, SmallWorld], minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    worlds[0].clock.advance(minuteMs);
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
    for (const { hub } of worlds) await hub.settled();
  }
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

const openOffers = async ({ hub }: SmallWorld) =>
  (await hub.offers({ state: 'open' }, { limit: 50, after: undefined })).rows;

async function offered(world: SmallWorld, worlds: readonly [SmallWorld, SmallWorld]) {
  const order = held(await world.hub.placeOrder(aDraft(), { principal: 'shop' }));
  await passBoth(worlds, 2);
  const offers = await openOffers(world);
  const planned = order.fulfilments[0]?.nodeId;
  const rival = offers.find((offer) => offer.nodeId !== planned)!;
  const own = offers.find((offer) => offer.nodeId === planned)!;
  return { id: order.record.order.orderId, offers, rival, own };
}
const works = async (world: SmallWorld, id: OrderId) => held(await world.hub.order(id)).fulfilments;

describe('work that several stores may claim', () => {
  it('is offered to all of them at once while the goods are held at one', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 }, st_c: { OAT: 5 } });
    const { offers } = await offered(worlds[0], worlds);
    expect(offers.map(({ nodeId: node, state }) => [node, state])).toEqual([
      ['st_a', 'open'],
      ['st_b', 'open'],
      ['st_c', 'open'],
    ]);
    const reserved = ['st_a', 'st_b', 'st_c'].map(
      (node) => worlds[0].hub.position(nodeId(node), itemId('OAT'))?.reservedUnits,
    );
    expect([...reserved].sort()).toEqual([0, 0, 2]);
  });

  it('belongs to the first that claims; the others are told so, in whichever hub they ask', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 }, st_c: { OAT: 5 } });
    const { id, offers } = await offered(worlds[0], worlds);
    const claims = await Promise.all(
      offers.map(({ offerId }, ix) => worlds[ix % 2 === 0 ? 0 : 1].hub.claimOffer(offerId)),
    );
    const won = claims.flatMap((claim) => (claim.ok ? [claim.value] : []));
    expect(won).toHaveLength(1);
    for (const claim of claims)
      if (!claim.ok) expect(claim.refusal).toMatchObject({ reason: 'already-claimed' });
    const active = (await works(worlds[0], id)).filter(({ state }) => isActive(state));
    expect(active).toMatchObject([{ nodeId: won[0]?.nodeId, state: 'accepted' }]);
    const all = (await worlds[0].hub.offers({}, { limit: 50, after: undefined })).rows;
    expect(all.map(({ state }) => state).sort()).toEqual(['claimed', 'lost', 'lost']);
    const late = await worlds[1].hub.nodeAct(offers[0]!.fulfilmentId, 1, { act: 'accept' });
    if (won[0]?.nodeId !== offers[0]?.nodeId)
      expect(late).toMatchObject({ ok: false, refusal: { reason: 'fenced' } });
  });

  it('answers a claim that is sent again with the work it led to', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 } });
    for (const who of ['rival', 'own'] as const) {
      const { offerId } = (await offered(worlds[0], worlds))[who];
      const first = held(await worlds[0].hub.claimOffer(offerId));
      const again = held(await worlds[1].hub.claimOffer(offerId));
      expect(again.fulfilmentId).toBe(first.fulfilmentId);
    }
  });

  it('is offered on when whoever claimed does not begin before the lease ends', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 }, st_c: { OAT: 5 } });
    const { id, rival } = await offered(worlds[0], worlds);
    const claimed = held(await worlds[0].hub.claimOffer(rival.offerId));
    await passBoth(worlds, 23);
    const [lost, ...others] = (await works(worlds[0], id)).filter(({ epoch }) => epoch > 1);
    expect(lost).toMatchObject({ fulfilmentId: claimed.fulfilmentId, state: 'expired' });
    expect(others).toMatchObject([{ state: 'offered', epoch: 3 }]);
    const again = await openOffers(worlds[0]);
    expect(again.map(({ nodeId: node }) => node)).not.toContain(claimed.nodeId);
  });

  it('cannot be claimed by a store that sold the goods meanwhile; the offer stays open for others', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 } });
    const { id, rival, own } = await offered(worlds[0], worlds);
    const sold = { nodeId: rival.nodeId, itemId: itemId('OAT'), onHandUnits: 0 };
    held(await worlds[0].hub.setStock([sold], 'sold at the till'));
    expect(await worlds[0].hub.claimOffer(rival.offerId)).toMatchObject({
      refusal: { reason: 'unroutable' },
    });
    expect(await works(worlds[0], id)).toMatchObject([{ state: 'offered', nodeId: own.nodeId }]);
    expect(await worlds[1].hub.claimOffer(own.offerId)).toMatchObject({ ok: true });
  });

  it('ends when the order is held, and is another offer once the hold is over', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 } });
    const { id, rival } = await offered(worlds[0], worlds);
    const ask = { reason: 'fraud', note: '', by: 'test' } as const;
    const { holds } = held(await worlds[0].hub.holdOrder(id, ask));
    expect(await openOffers(worlds[0])).toEqual([]);
    const holdId = holds[0]!.holdId;
    held(await worlds[0].hub.releaseHold(id, { holdId, by: 'test' }));
    await passBoth(worlds, 3);
    const again = (await openOffers(worlds[0])).find((one) => one.nodeId === rival.nodeId)!;
    expect(await worlds[0].hub.claimOffer(rival.offerId)).toMatchObject({
      refusal: { reason: 'offer-over' },
    });
    expect(await worlds[1].hub.claimOffer(again.offerId)).toMatchObject({ ok: true });
  });

  it('ends for everybody when the order is cancelled', async () => {
    const worlds = await twoHubs({ st_a: { OAT: 5 }, st_b: { OAT: 5 } });
    const { id, offers } = await offered(worlds[0], worlds);
    held(await worlds[1].hub.cancelOrder(id, { reason: 'changed-mind' }));
    expect(await openOffers(worlds[0])).toEqual([]);
    expect(await worlds[0].hub.claimOffer(offers[1]!.offerId)).toMatchObject({
      refusal: { reason: 'offer-over', state: 'ended' },
    });
    expect(await worlds[0].hub.claimOffer('off_nothing-1@st_a')).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });
});

const anyStep = fc.record({
  what: fc.integer({ min: 0, max: 6 }),
  which: fc.nat(999),
  hub: fc.integer({ min: 0, max: 1 }),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

type Worlds = readonly [SmallWorld, SmallWorld];
let claimsWon = 0;

/** Several nodes claim at the same moment, in both processes. */
async function claimAll(worlds: Worlds, which: number): Promise<void> {
  if (which % 3 > 0) await passBoth(worlds, 2);
  const offers = await openOffers(worlds[0]);
  const claims = await Promise.all(
    offers.map(({ offerId }, ix) => worlds[((ix + which) % 2) as 0 | 1].hub.claimOffer(offerId)),
  );
  claimsWon += claims.filter(({ ok }) => ok).length;
}

/** The planned node answers while another one claims. */
async function answerAndClaim([one, two]: Worlds, id: OrderId, which: number): Promise<void> {
  const [work] = (await works(one, id)).filter(({ state }) => isActive(state));
  if (!work) return;
  const reject = { act: 'reject', reason: 'too-busy' } as const;
  const answer = which % 2 === 0 ? reject : ({ act: 'accept' } as const);
  const [offer] = (await openOffers(two)).filter((other) => other.orderId === id);
  await Promise.all([
    one.hub.nodeAct(work.fulfilmentId, work.epoch, answer),
    offer ? two.hub.claimOffer(offer.offerId) : undefined,
  ]);
}

async function act(worlds: Worlds, step: Step, orders: OrderId[]): Promise<void> {
  const { what, which, hub } = step;
  const { hub: here } = worlds[hub as 0 | 1];
  const id = orders[which % Math.max(1, orders.length)];
  if (what <= 1) {
    const draft = aDraft({ lines: [aDraftLine('OAT', 1 + (which % 3))] });
    orders.push(held(await here.placeOrder(draft, { principal: 'shop' })).record.order.orderId);
  } else if (what <= 3) await claimAll(worlds, which);
  else if (what === 4 && id) await answerAndClaim(worlds, id, which);
  else if (what === 5 && id) await here.cancelOrder(id, { reason: 'test' });
  else await passBoth(worlds, 1 + (which % 25));
}

const working: ReadonlySet<Fulfilment['state']> = new Set(['accepted', 'in_progress', 'ready']);

type View = Extract<Awaited<ReturnType<SmallWorld['hub']['order']>>, { ok: true }>['value'];

/** A line may be divided among nodes that have too little each; no unit of it is worked by two. */
function expectOneWorkerPerUnit({ record, fulfilments }: View): void {
  const worked = fulfilments.filter(({ state }) => working.has(state));
  for (const { lineNo, quantityUnits } of record.order.lines) {
    const units = worked
      .flatMap(({ lines }) => lines)
      .filter((line) => line.lineNo === lineNo)
      .reduce((sum, line) => sum + line.quantityUnits, 0);
    expect(units).toBeLessThanOrEqual(quantityUnits - (record.cancelledUnits[lineNo] ?? 0));
  }
}

function expectEveryUnitOwned({ record, fulfilments }: View): void {
  const parts = fulfilments.filter(({ state }) => isActive(state)).flatMap(({ lines }) => lines);
  for (const line of record.order.lines) {
    const wanted = line.quantityUnits - (record.cancelledUnits[line.lineNo] ?? 0);
    const owned = parts
      .filter(({ lineNo }) => lineNo === line.lineNo)
      .reduce((sum, part) => sum + part.quantityUnits, 0);
    expect(owned === wanted || (owned < wanted && record.state === 'unroutable')).toBe(true);
  }
}

async function expectInOrder(world: SmallWorld, orders: readonly OrderId[]): Promise<void> {
  const live = new Map<string, number>();
  for (const id of orders) {
    const view = held(await world.hub.order(id));
    expectOneWorkerPerUnit(view);
    expectEveryUnitOwned(view);
    for (const one of view.reservations.filter(({ state }) => state === 'live'))
      live.set(one.nodeId, (live.get(one.nodeId) ?? 0) + one.units);
  }
  const { rows } = await world.store.positions({ limit: 50, after: undefined });
  for (const row of rows) {
    expect(row.reservedUnits).toBe(live.get(row.nodeId) ?? 0);
    expect(row.reservedUnits).toBeLessThanOrEqual(row.onHandUnits);
  }
}

/** A day that once failed the test itself: two units of a line are divided between two stores that have one left each. */
const dividedLine: Step[] = [
  [0, 206, 1],
  [2, 107, 1],
  [3, 333, 0],
  [6, 337, 1],
  [0, 952, 0],
  [4, 118, 1],
  [1, 704, 1],
  [2, 635, 1],
  [1, 904, 0],
  [6, 277, 0],
  [2, 582, 0],
].map(([what = 0, which = 0, hub = 0]) => ({ what, which, hub }));

it('at most one node works a unit and the books balance, whoever claims when in two hubs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 20 }), async (steps) => {
      const worlds = await twoHubs({ st_a: { OAT: 6 }, st_b: { OAT: 6 }, st_c: { OAT: 6 } });
      const orders: OrderId[] = [];
      const first = { what: 0, which: 1, hub: 0 };
      for (const step of [first, ...steps]) {
        await act(worlds, step, orders);
        await expectInOrder(worlds[0], orders);
      }
      await passBoth(worlds, 3);
      await expectInOrder(worlds[1], orders);
    }),
    { numRuns: 60, endOnFailure: false, examples: [[dividedLine]] },
  );
  expect(claimsWon).toBeGreaterThan(20);
}, 120_000);
