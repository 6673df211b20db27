import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyCase, build } from '../any-case.test.ts';
import { routeOrder } from '../route-order.ts';
import { question, world } from '../route-world.test.ts';
import { encodeAnswer } from './answer-record.ts';
import { inputDifferences } from './inputs.ts';
import { encodeQuestion } from './question-record.ts';
import { differenceText, replay } from './replay.ts';

const town = {
  nodes: [
    { id: 'near', km: 10 },
    { id: 'far', km: 300 },
  ],
};
const context = world(town);
const asked = question(context, {
  lines: [{ item: 'tea' }],
  stock: { near: { tea: 9 }, far: { tea: 9 } },
});
const record = {
  question: encodeQuestion(asked),
  answer: encodeAnswer(routeOrder(asked, context)),
};

const differenceOf = (recorded: typeof record, under = context): string => {
  const again = replay(recorded, under);
  return again.ok ? 'the same' : differenceText(again.refusal);
};

describe('a replay', () => {
  it('gives the recorded answer byte for byte, whatever was asked', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const built = build(one);
        const answer = encodeAnswer(routeOrder(built.asked, built.context));
        const recorded = { question: encodeQuestion(built.asked), answer };
        const again = replay(recorded, build(one).context);
        expect(again.ok && encodeAnswer(again.value)).toBe(answer);
      }),
      { numRuns: 200, seed: 21 },
    );
  });

  it('names the network or the strategy when it is not the one that was asked', () => {
    const moved = { ...context.network, document: { ...context.network.document, version: 2 } };
    expect(differenceOf(record, { ...context, network: moved })).toBe(
      'network: decided under 1, asked again under 2',
    );
    const other = world({ ...town, strategy: { version: 7 } });
    expect(differenceOf(record, other)).toBe(
      'strategy: decided under test 1, asked again under test 7',
    );
  });

  it('names the code, with the first thing that it answers otherwise', () => {
    const cheaper = record.answer.replace('"freightMinor":800', '"freightMinor":700');
    expect(differenceOf({ ...record, answer: cheaper })).toBe(
      'code: /value/plan/parcels/0/costItems/freightMinor was 700, is 800 now',
    );
  });

  it('names a record that cannot be read', () => {
    expect(differenceOf({ ...record, answer: record.answer.slice(0, 40) })).toMatch(
      /^record: the stored answer cannot be read \(/,
    );
    expect(differenceOf({ ...record, question: '{}' })).toMatch(/^record: the stored question/);
  });

  it('confirms records of before confidence was stored', () => {
    const older = record.answer.replace(/"spreadMinor":\d+,"stillBestPercent":\d+,/, '');
    expect(older).not.toBe(record.answer);
    expect(differenceOf({ ...record, answer: older })).toBe('the same');
  });
});

describe('what two questions see otherwise', () => {
  it('is named kind by kind, with the first node of each', () => {
    const now = question(context, {
      lines: [{ item: 'tea' }],
      stock: { near: { tea: 2 }, far: { tea: 8 } },
      loadPercent: { far: 40 },
      closed: ['near'],
      change: { tier: 'vip' },
    });
    expect(
      inputDifferences(asked, now, context).map((one) => [one.input, one.at, one.before, one.now]),
    ).toEqual([
      ['order', '', expect.stringContaining('standard'), expect.stringContaining('vip')],
      ['stock', 'near tea (and 1 more)', '9', '2'],
      ['load', 'far', '0', '40'],
      ['start', 'near', '0', '-1'],
    ]);
    expect(inputDifferences(asked, asked, context)).toEqual([]);
  });
});
