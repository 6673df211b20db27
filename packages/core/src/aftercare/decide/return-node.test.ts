import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId, serviceId } from '../../words/index.ts';
import { explainReturnRoute, returnEliminationLabel } from './explain-return.ts';
import { conditions, standardPolicy } from './policy.ts';
import { chooseReturnNode } from './return-node.ts';
import type { ReturnNodeQuestion, ReturnPlace } from './return-node.ts';

const place = (id: string, parts: Partial<ReturnPlace> = {}): ReturnPlace => ({
  nodeId: nodeId(id),
  name: id.toUpperCase(),
  distanceKm: 10,
  takesReturns: true,
  closed: undefined,
  keepsTemperature: true,
  refurbishes: false,
  freight: { serviceId: serviceId('parcel'), minor: 600 },
  handlingMinor: 350,
  shelves: [{ availableUnits: 10, openUnits: 0 }],
  ...parts,
});

const asked = (parts: Partial<ReturnNodeQuestion> = {}): ReturnNodeQuestion => ({
  at: 0,
  method: 'send',
  goods: [{ itemId: itemId('tea'), units: 2, valueMinor: 4_000, condition: 'unopened' }],
  wishedNodeId: undefined,
  places: [place('st_a'), place('st_b')],
  policy: standardPolicy,
  ...parts,
});

const routed = (parts: Partial<ReturnNodeQuestion>) => {
  const outcome = chooseReturnNode(asked(parts));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};

describe('choosing where goods go back to', () => {
  it('sends them where they sell again, not where it is nearest', () => {
    const { nodeId: taken, candidates } = routed({
      places: [
        place('st_full', { distanceKm: 1, shelves: [{ availableUnits: 90, openUnits: 0 }] }),
        place('st_empty', {
          distanceKm: 30,
          freight: { serviceId: serviceId('parcel'), minor: 900 },
          shelves: [{ availableUnits: 0, openUnits: 3 }],
        }),
      ],
    });
    expect(taken).toBe('st_empty');
    expect(candidates).toMatchObject([
      { freightMinor: 900, handlingMinor: 350, resaleMinor: 4_000, netMinor: -2_750 },
      { nodeId: 'st_full', resaleMinor: 400, netMinor: 550 },
    ]);
  });

  it('sends used goods to a node that refurbishes when that brings more than it costs', () => {
    const goods = asked().goods.map((one) => ({ ...one, condition: 'used' as const }));
    const places = [place('st_a'), place('dc_r', { refurbishes: true, distanceKm: 99 })];
    expect(routed({ goods, places }).nodeId).toBe('dc_r');
    const policy = { ...standardPolicy, refurbishMinor: 500 };
    expect(routed({ goods, places, policy }).nodeId).toBe('st_a');
  });

  it('takes the node that the customer wishes when it can do it, and still tells what it costs', () => {
    const places = [place('st_a'), place('st_b', { handlingMinor: 800 })];
    expect(routed({ places, wishedNodeId: nodeId('st_b') })).toMatchObject({
      nodeId: 'st_b',
      because: 'wished',
      candidates: [{ nodeId: 'st_a' }, { nodeId: 'st_b' }],
    });
    const closed = [place('st_a'), place('st_b', { closed: 'stricken' })];
    expect(routed({ places: closed, wishedNodeId: nodeId('st_b') })).toMatchObject({
      nodeId: 'st_a',
      because: 'cheapest',
      eliminated: [{ nodeId: 'st_b', because: 'stricken' }],
    });
  });

  it('asks no freight of goods that are brought, and expects nobody to bring them far', () => {
    const places = [place('st_a', { freight: undefined }), place('st_far', { distanceKm: 51 })];
    expect(routed({ method: 'bring', places })).toMatchObject({
      nodeId: 'st_a',
      serviceId: undefined,
      candidates: [{ freightMinor: 0 }],
      eliminated: [{ nodeId: 'st_far', because: 'too-far-to-bring' }],
    });
  });

  it('names why each node cannot take them when none can', () => {
    const places = [
      place('a', { takesReturns: false }),
      place('b', { closed: 'draining' }),
      place('c', { keepsTemperature: false }),
      place('d', { freight: undefined }),
    ];
    expect(chooseReturnNode(asked({ places }))).toMatchObject({
      refusal: {
        reason: 'no-return-node',
        eliminated: [
          { because: 'takes-no-returns' },
          { because: 'draining' },
          { because: 'temperature-class' },
          { because: 'no-carrier-service' },
        ],
      },
    });
    expect(returnEliminationLabel('draining').zh).toBe('停止接单');
  });

  it('breaks ties by distance, then by id', () => {
    const places = [place('st_c'), place('st_b'), place('st_a', { distanceKm: 11 })];
    expect(routed({ places }).candidates.map((one) => one.nodeId)).toEqual([
      'st_b',
      'st_c',
      'st_a',
    ]);
  });

  it('is explained: the winner with its costs, and why not the others', () => {
    const route = routed({
      places: [
        place('st_a'),
        place('st_b', { handlingMinor: 500 }),
        place('st_c', { takesReturns: false }),
      ],
    });
    const told = explainReturnRoute(route, {
      currency: 'CNY',
      nameOf: (id) => id.toUpperCase(),
    });
    expect(told.map(({ en }) => en)).toEqual([
      'ST_A takes the goods back: freight 6.00 CNY, handling 3.50 CNY, expected resale 20.00 CNY.',
      'ST_B is 1.50 CNY dearer: freight 6.00 CNY, handling 5.00 CNY, expected resale 20.00 CNY.',
      'ST_C: takes no returns.',
    ]);
    expect(told[0]?.zh).toBe('由ST_A收回：运费 6.00 CNY，处理费 3.50 CNY，预计再售 20.00 CNY。');
  });

  it('always takes the cheapest of those that can, whatever order the nodes are listed in', () => {
    const anyPlace = fc.record({
      takesReturns: fc.boolean(),
      distanceKm: fc.integer({ min: 0, max: 80 }),
      handlingMinor: fc.nat(2_000),
      refurbishes: fc.boolean(),
      availableUnits: fc.nat(50),
    });
    fc.assert(
      fc.property(
        fc.array(anyPlace, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...conditions),
        (some, condition) => {
          const places = some.map(({ availableUnits, ...parts }, ix) =>
            place(`n${String(ix)}`, { ...parts, shelves: [{ availableUnits, openUnits: 0 }] }),
          );
          const goods = asked().goods.map((one) => ({ ...one, condition }));
          const outcome = chooseReturnNode(asked({ places, goods }));
          const again = chooseReturnNode(asked({ places: [...places].reverse(), goods }));
          expect(outcome.ok).toBe(some.some(({ takesReturns }) => takesReturns));
          if (!outcome.ok || !again.ok) return;
          expect(again.value.nodeId).toBe(outcome.value.nodeId);
          const nets = outcome.value.candidates.map(({ netMinor }) => netMinor);
          const taken = outcome.value.candidates.find((one) => one.nodeId === outcome.value.nodeId);
          expect(taken?.netMinor).toBe(Math.min(...nets));
        },
      ),
    );
  });
});
