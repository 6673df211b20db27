import { describe, expect, it } from 'vitest';

import { dayMs, ensure, minuteMs } from '../../../words/index.ts';
import { compileNetwork } from '../../../network/decide/index.ts';
import { networkOf, shanghai } from '../../../promise/decide/golden/example-lanes.ts';
import { afterWorkingTime, handlingKnown } from '../../../promise/decide/index.ts';
import { chanceFrom } from '../chance.ts';
import { trainHandling } from './train-handling.ts';
import type { HandledParcel } from './train-handling.ts';
import { timesPrediction } from './train-times.ts';

const [store] = compileNetwork(networkOf(shanghai)).nodes;
ensure(store !== undefined, 'the example network has a node');

const firstDay = 20_000;
/** Orders at five in the afternoon; half an hour to an hour of work, three times as much on Saturdays, over night where it must. */
function works(count: number): readonly HandledParcel[] {
  const chance = chanceFrom(17);
  return Array.from({ length: count }, (_, n) => {
    const epochDay = firstDay + Math.floor((n * 120) / count);
    const isSaturday = (epochDay + 3) % 7 === 5;
    const workMs = 30 * (1 + chance()) * (isSaturday ? 3 : 1) * minuteMs;
    // 17:00 in Shanghai.
    const startedAt = epochDay * dayMs + 9 * 3_600_000;
    const readyAt = afterWorkingTime(store ?? never(), startedAt, workMs);
    const isLost = n % 60 === 0;
    return {
      place: { node: store ?? never(), epochDay },
      startedAt,
      readyAt: isLost ? undefined : readyAt,
    };
  });
}

const never = (): never => {
  throw new Error('the example network has a node');
};

describe('a model of handling from the work of nodes', () => {
  const at = (firstDay + 120) * dayMs;
  const trained = trainHandling(works(3000), { at, version: 2, seed: 1 });
  if (!trained.ok) throw new Error(trained.refusal.reason);
  const model = trained.value;

  it('learns nodes and days in working time: a night in between is no work', () => {
    const predict = timesPrediction(model);
    const ninth = (epochDay: number) =>
      predict(handlingKnown({ node: store, epochDay }))[model.levels.indexOf(0.9)] ?? 0;
    // 20 006 is a Thursday, 20 008 a Saturday; ninth deciles are 57 and 171 minutes.
    expect(ninth(20_006)).toBeGreaterThan(50);
    expect(ninth(20_006)).toBeLessThan(66);
    expect(ninth(20_008) / ninth(20_006)).toBeGreaterThan(2.5);
  });

  it('says on its card what it is, how good it was, and what stands in for it', () => {
    expect(model).toMatchObject({
      modelId: 'handling',
      predicts: 'handling-minutes',
      version: 2,
      card: { fallback: 'the handling curves of the nodes' },
    });
    const ninth = model.card.calibration.find(({ level }) => level === 0.9);
    expect(Math.abs((ninth?.coveredShare ?? 0) - 0.9)).toBeLessThan(0.05);
  });

  it('is not made of too few', () => {
    expect(trainHandling(works(300), { at, version: 1, seed: 1 })).toMatchObject({
      refusal: { reason: 'too-few-parcels', parcelsMin: 400 },
    });
  });
});
