import { aDc, aDraft, aStore, held, placed, smallWorld } from '@ordermesh/testkit';
import { decodeAnswer, decodeQuestion } from '@ordermesh/core/route';
import { flipsFrom } from '@ordermesh/core/hub';
import type { FlipsAsk } from '@ordermesh/core/hub';
import { expect, it } from 'vitest';
import { flipsInThread } from './index.ts';

it('what would have flipped a decision is found in a thread, the same as on the spot, while timers go on', async () => {
  const asked: FlipsAsk[] = [];
  const nodes = [
    ...Array.from({ length: 40 }, (_, ix) =>
      aStore(`st_${String(ix)}`, { calendar: aDc().calendar }),
    ),
    aDc('dc_w'),
  ];
  const stock = Object.fromEntries(nodes.map(({ nodeId }) => [nodeId, { OAT: 9 }]));
  const inThread = flipsInThread();
  const flips = (ask: FlipsAsk) => {
    asked.push(ask);
    return inThread(ask);
  };
  const world = await smallWorld({ nodes, stock, flips });
  const { decisionId } = await placed(world, aDraft());
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 2);
  try {
    const [found, again] = await Promise.all([
      world.hub.counterfactuals(decisionId),
      world.hub.counterfactuals(decisionId),
    ]);
    expect(ticks).toBeGreaterThan(5);
    ticks = 0;
    const onTheSpot = flipsFrom(asked[0]!);
    expect(ticks).toBe(0);
    expect(held(found)).toEqual(onTheSpot);
    expect(held(again)).toEqual(onTheSpot);
    expect(onTheSpot.some(({ flipsAtValue }) => flipsAtValue !== undefined)).toBe(true);
  } finally {
    clearInterval(timer);
    await world.hub.stop();
  }
  expect(decodeAnswer(asked[0]!.answer).ok).toBe(true);
  expect(decodeQuestion(asked[0]!.question).networkVersion).toBe(asked[0]!.network.version);
}, 120_000);

it('a thread that fails tells whoever asked, and the next one is answered', async () => {
  const asked: FlipsAsk[] = [];
  const inThread = flipsInThread();
  const flips = (ask: FlipsAsk) => {
    asked.push(ask);
    return inThread(asked.length === 1 ? { ...ask, question: 'torn' } : ask);
  };
  const world = await smallWorld({ flips });
  const { decisionId } = await placed(world, aDraft());
  const [torn, whole] = await Promise.allSettled([
    world.hub.counterfactuals(decisionId),
    world.hub.counterfactuals(decisionId),
  ]);
  await world.hub.stop();
  expect([torn.status, whole.status]).toEqual(['rejected', 'fulfilled']);
}, 120_000);
