import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decisionId, fulfilmentId, nodeId, orderId, serviceId } from '../../words/index.ts';
import { claimOf, offerNamed, offersOf, rivalsOf } from './compete.ts';
import type { Competitor } from './compete.ts';
import type { Fulfilment } from './fulfilment.ts';

const node = (id: string, costMinor: number, tags: readonly string[] = ['mall']): Competitor => ({
  nodeId: nodeId(id),
  costMinor,
  tags,
});
const terms = { nodesMax: 3, extraCostMaxMinor: 100, nodeTags: [], leaseMinutes: 20 };
const ids = (some: readonly Competitor[]): readonly string[] => some.map((one) => one.nodeId);

describe('who competes for work', () => {
  it('the cheapest nodes whose cost is close to the plan, as many as the strategy says', () => {
    const others = [node('d', 80), node('c', 70), node('b', 160), node('e', 161), node('a', 60)];
    expect(ids(rivalsOf(node('a', 60), others, terms))).toEqual(['c', 'd']);
  });
  it('only nodes of the group, and nobody when the planned node is outside it', () => {
    const group = { ...terms, nodeTags: ['mall'] };
    const others = [node('b', 60, ['street']), node('c', 61)];
    expect(ids(rivalsOf(node('a', 60), others, group))).toEqual(['c']);
    expect(rivalsOf(node('a', 60, ['street']), others, group)).toEqual([]);
  });
  it('nobody without competition in the strategy', () => {
    expect(rivalsOf(node('a', 60), [node('b', 60)], undefined)).toEqual([]);
  });
});

const work = (change: Partial<Fulfilment> = {}): Fulfilment => ({
  fulfilmentId: fulfilmentId('ful_1.1.1'),
  orderId: orderId('ord_1'),
  nodeId: nodeId('a'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state: 'offered',
  lines: [],
  slotAt: 0,
  releaseAt: 0,
  dueAt: 9,
  promisedWindow: { startAt: 0, endAt: 1 },
  expected: { handOverAt: 0, window: { startAt: 0, endAt: 1 } },
  costMinor: 60,
  carbonGrams: 0,
  version: 2,
  competition: {
    nodes: [node('a', 60), node('b', 70)].map(({ nodeId: id, costMinor }) => ({
      nodeId: id,
      costMinor,
    })),
    round: 1,
    offeredAt: 0,
    endsAt: 9,
    leaseMinutes: 20,
  },
  ...change,
});
const claim = (of: Fulfilment, id: string, round = 1) => claimOf(of, { nodeId: nodeId(id), round });

describe('a claim', () => {
  it('is taken from any node that sees the offer while nobody has claimed', () => {
    expect(claim(work(), 'a').ok).toBe(true);
    expect(claim(work(), 'b')).toMatchObject({ ok: true, value: { offerId: 'off_1.1.1-1@b' } });
  });
  it('is refused as already claimed once another node has the work', () => {
    const lost = { ok: false, refusal: { reason: 'already-claimed' } };
    expect(claim(work({ state: 'accepted' }), 'b')).toMatchObject(lost);
    expect(claim(work({ state: 'in_progress' }), 'b')).toMatchObject(lost);
    const won = { ...work().competition!, claimedBy: nodeId('b') };
    expect(claim(work({ state: 'cancelled', competition: won }), 'a')).toMatchObject(lost);
  });
  it('is refused as over when the offer ran out or the work was taken back', () => {
    for (const state of ['expired', 'rejected', 'cancelled'] as const)
      expect(claim(work({ state }), 'b')).toMatchObject({
        refusal: { reason: 'offer-over', state: 'ended' },
      });
  });
  it('is refused from a node that was never asked', () => {
    expect(claim(work(), 'z')).toMatchObject({ refusal: { reason: 'offer-over' } });
    expect(claim(work(), 'b', 9)).toMatchObject({ refusal: { reason: 'offer-over' } });
  });
});

it('at most one of the nodes that see an offer has claimed it, in every state of the work', () => {
  const anyWork = fc.record({
    state: fc.constantFrom<Fulfilment['state']>(
      ...(['scheduled', 'offered', 'accepted', 'in_progress', 'ready', 'shipped'] as const),
      ...(['delivered', 'rejected', 'expired', 'cancelled'] as const),
    ),
    claimedBy: fc.constantFrom(undefined, 'a', 'b'),
  });
  fc.assert(
    fc.property(anyWork, ({ state, claimedBy }) => {
      const { competition } = work();
      const said = claimedBy === undefined ? {} : { claimedBy: nodeId(claimedBy) };
      const offers = offersOf(work({ state, competition: { ...competition!, ...said } }));
      const claimed = offers.filter((one) => one.state === 'claimed');
      expect(claimed.length).toBeLessThanOrEqual(1);
      expect(offers.some((one) => one.state === 'open')).toBe(state === 'offered');
    }),
  );
});

describe('the id of an offer', () => {
  it('names work, round and node, and nothing else does', () => {
    const [offer] = offersOf(work());
    expect(offerNamed(offer!.offerId)).toEqual({
      fulfilmentId: 'ful_1.1.1',
      round: 1,
      nodeId: 'a',
    });
    expect(offerNamed('off_1.1.1@a')).toBeUndefined();
  });
  it('is another one when the work waited for a hold and is offered again', () => {
    const { competition } = work();
    const waiting = offersOf(work({ state: 'scheduled' }));
    expect(waiting.map(({ state }) => state)).toEqual(['ended', 'ended']);
    const again = offersOf(work({ competition: { ...competition!, round: 5 } }));
    expect(again[0]?.offerId).not.toBe(waiting[0]?.offerId);
  });
});
