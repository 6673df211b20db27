import type { HandedWork, WorkLane } from '@ordermesh/core/hub';
import { expect, it } from 'vitest';
import { seededChance } from '../../chance.ts';
import { calm } from './fault-mix.ts';
import type { FaultMix } from './fault-mix.ts';
import { kernel } from './kernel.ts';
import { post } from './post.ts';
import { workBus } from './work-bus.ts';

const alive = () => true;

/** A bus on a net with these faults; what it hands out is kept. */
function aBus(mix: Partial<FaultMix> = {}) {
  const clock = kernel(0);
  const chance = seededChance('work bus');
  const bus = workBus({ clock, post: post(clock, chance, { ...calm, ...mix }), chance });
  const handed: HandedWork[] = [];
  const taking = bus.open('router', alive).take((some) => {
    handed.push(...some);
    return Promise.resolve();
  });
  return { clock, bus, handed, taking };
}

it('hands work out again until it is done, with the time that it is', async () => {
  const { clock, bus, handed } = aBus();
  void bus.open('api', alive).put(['ord_1'], 'usual');
  await clock.runUntil(65_000);
  expect(handed.map(({ key, handedOut }) => [key, handedOut])).toEqual([
    ['ord_1', 1],
    ['ord_1', 2],
    ['ord_1', 3],
  ]);
  handed[0]?.done();
  await clock.runUntil(200_000);
  expect(handed).toHaveLength(3);
});

it('hands work that was put back out after the pause that was asked', async () => {
  const { clock, bus, handed } = aBus();
  void bus.open('api', alive).put(['ord_1'], 'usual');
  await clock.runUntil(1_000);
  handed[0]?.later(10_000);
  await clock.runUntil(9_000);
  expect(handed).toHaveLength(1);
  await clock.runUntil(13_000);
  expect(handed).toHaveLength(2);
});

it('tells who puts work when it is not heard, and forgets all it holds when it comes up empty', async () => {
  const deaf = aBus({ loss: 1 });
  const put = deaf.bus.open('api', alive).put(['ord_1'], 'usual');
  const told = expect(put).rejects.toThrow('the bus has not answered');
  await deaf.clock.runUntil(6_000);
  await told;
  const { clock, bus, handed } = aBus();
  void bus.open('api', alive).put(['ord_1'], 'usual');
  await clock.runUntil(1_000);
  bus.forget();
  await clock.runUntil(300_000);
  expect(handed).toHaveLength(1);
});

it('hands urgent work out beside the usual that is worked at, and says what comes behind what', async () => {
  const clock = kernel(0);
  const chance = seededChance('work bus');
  const came: (readonly [string, WorkLane, readonly string[]])[] = [];
  const bus = workBus({ clock, post: post(clock, chance, calm), chance }, (key, lane, behind) => {
    came.push([key, lane, behind]);
  });
  const begun: string[] = [];
  void bus.open('router', alive).take((some) => {
    begun.push(...some.map(({ key }) => key));
    return new Promise(() => undefined);
  });
  const put = async (key: string, lane: WorkLane): Promise<void> => {
    void bus.open('api', alive).put([key], lane);
    await clock.runUntil(clock.now() + 1_000);
  };
  await put('ord_1', 'usual');
  await put('ord_2', 'usual');
  await put('ord_key', 'urgent');
  expect(begun).toEqual(['ord_1', 'ord_key']);
  expect(came).toEqual([
    ['ord_1', 'usual', []],
    ['ord_2', 'usual', ['ord_1']],
    ['ord_key', 'urgent', []],
  ]);
});
