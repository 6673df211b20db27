import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hourMs, minuteMs } from '../../../words/index.ts';
import { answerKinds, chooseAnswer } from './choose-answer.ts';
import type { AnswerOption, AnswerQuestion } from './choose-answer.ts';
import { survivesMs } from './judge-cold.ts';
import { coldLimits } from './limits.ts';
import { coldReportOf, readColdReport } from './report.ts';
import { lostText } from './wording.ts';

const warmFor = (celsius: number, minutes: number): AnswerQuestion['cold'] => ({
  at: minutes * minuteMs,
  sinceAt: 0,
  readings: Array.from({ length: Math.floor(minutes / 5) + 1 }, (_, ix) => ({
    at: ix * 5 * minuteMs,
    milliCelsius: celsius * 1000,
  })),
  limits: coldLimits.chilled,
});
const goods = {
  valueMinor: 100_000,
  promisedEndAt: 10 * hourMs,
  lateMinorPerHour: 1000,
  lateMinorMax: 20_000,
};
const relay: AnswerOption = {
  optionId: 'van-2',
  kind: 'relay',
  costMinor: 5000,
  safeInMs: 30 * minuteMs,
  arrivesAt: 10 * hourMs,
};
const air: AnswerOption = { ...relay, optionId: 'flight', kind: 'air', costMinor: 40_000 };
const back: AnswerOption = {
  ...relay,
  optionId: 'st_a',
  kind: 'return',
  costMinor: 1000,
  arrivesAt: 34 * hourMs,
  resalePercent: 90,
};
const ask = (
  options: readonly AnswerOption[],
  more: Partial<AnswerQuestion> = {},
): AnswerQuestion => ({
  cold: warmFor(12, 30),
  goods,
  options,
  ...more,
});
const answerOf = (question: AnswerQuestion) => {
  const outcome = chooseAnswer(question);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
};

describe('the answer to an excursion', () => {
  it('is not needed while goods are fine', () => {
    expect(chooseAnswer(ask([relay], { cold: warmFor(5, 30) }))).toEqual({
      ok: false,
      refusal: { reason: 'no-excursion', level: 'fine' },
    });
  });

  it('is the cheapest in all, and the others say by how much they lost', () => {
    const answer = answerOf(ask([back, air, relay]));
    expect(answer.chosen).toMatchObject({
      optionId: 'van-2',
      cost: { freightMinor: 5000, lossMinor: 0, lateMinor: 0 },
    });
    expect(answer.others.map(({ optionId, lost }) => [optionId, lost?.reason])).toEqual([
      ['st_a', 'dearer'],
      ['flight', 'dearer'],
      ['dispose', 'dearer'],
    ]);
    const [second] = answer.others;
    expect(second?.lost).toEqual({
      reason: 'dearer',
      byMinor: (second?.cost.totalMinor ?? 0) - answer.chosen.cost.totalMinor,
    });
  });

  it('flies when the other van comes so late that it costs more than the flight', () => {
    const late = { ...relay, arrivesAt: 40 * hourMs };
    const answer = answerOf(
      ask([late, air], { goods: { ...goods, lateMinorMax: 90_000, lateMinorPerHour: 3000 } }),
    );
    expect(answer.chosen.optionId).toBe('flight');
    expect(answer.others.find(({ optionId }) => optionId === 'van-2')?.cost.lateMinor).toBe(90_000);
  });

  it('goes back when nothing else keeps the value', () => {
    expect(answerOf(ask([back])).chosen).toMatchObject({
      optionId: 'st_a',
      cost: { lossMinor: 10_000, lateMinor: 20_000 },
    });
  });

  it('is not one that the goods do not survive, and says how much time is missing', () => {
    const far = { ...relay, safeInMs: 23 * hourMs, untilSafeMilliCelsius: 24_000 };
    const answer = answerOf(ask([far]));
    const bearsMs = survivesMs(warmFor(12, 30), 24_000);
    expect(answer.chosen.kind).toBe('dispose');
    expect(answer.others[0]?.lost).toEqual({
      reason: 'spoils-on-the-way',
      missingMs: 23 * hourMs - bearsMs,
    });
  });

  it('of spoiled goods is only to give them up', () => {
    const answer = answerOf(ask([relay, back], { cold: warmFor(26, 5) }));
    expect(answer.chosen).toMatchObject({ kind: 'dispose', cost: { lossMinor: 100_000 } });
    expect(answer.others.map(({ lost }) => lost?.reason)).toEqual([
      'goods-spoiled',
      'goods-spoiled',
    ]);
  });

  it('of equal ones is the earlier, then the first kind, then the smaller name', () => {
    const equal = { ...goods, lateMinorPerHour: 0 };
    const sooner = { ...relay, optionId: 'van-9', arrivesAt: 8 * hourMs };
    const answer = answerOf(
      ask([relay, { ...relay, optionId: 'van-1' }, sooner], { goods: equal }),
    );
    expect(answer.chosen.optionId).toBe('van-9');
    expect(answer.others.slice(0, 2).map(({ optionId, lost }) => [optionId, lost])).toEqual([
      ['van-1', { reason: 'later', byMs: 2 * hourMs }],
      ['van-2', { reason: 'later', byMs: 2 * hourMs }],
    ]);
    const twins = answerOf(ask([relay, { ...relay, optionId: 'van-1' }]));
    expect(twins.chosen.optionId).toBe('van-1');
    expect(twins.others[0]?.lost).toEqual({ reason: 'named-later' });
  });

  it('counts an arrival that nobody knows as the latest', () => {
    const { arrivesAt: _unknown, ...somewhen } = relay;
    expect(answerOf(ask([somewhen])).chosen.cost.lateMinor).toBe(20_000);
  });
});

describe('whatever can be done', () => {
  const anyOption: fc.Arbitrary<AnswerOption> = fc.record({
    optionId: fc.string({ minLength: 1, maxLength: 4 }),
    kind: fc.constantFrom(...answerKinds),
    costMinor: fc.nat(200_000),
    safeInMs: fc.nat(30 * hourMs),
    arrivesAt: fc.nat(60 * hourMs),
    untilSafeMilliCelsius: fc.integer({ min: 2000, max: 30_000 }),
    resalePercent: fc.nat(100),
  });
  const sure = { numRuns: 500, seed: 20_261_126 } as const;

  it('the chosen answer is never dearer than any that the goods survive, all counted anew', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyOption, { maxLength: 8, selector: ({ optionId }) => optionId }),
        fc.integer({ min: 9, max: 24 }),
        (options, celsius) => {
          const question = ask(options, { cold: warmFor(celsius, 25) });
          const { chosen, others } = answerOf(question);
          const totals = options.flatMap((option) => {
            const bearsMs = survivesMs(question.cold, option.untilSafeMilliCelsius ?? NaN);
            if (option.kind !== 'dispose' && option.safeInMs > bearsMs) return [];
            const kept =
              option.kind === 'dispose'
                ? 0
                : option.kind === 'return'
                  ? (option.resalePercent ?? 0)
                  : 100;
            const keptMinor = Math.floor(1000 * kept);
            const risk = keptMinor * (bearsMs > 0 ? Math.min(1, option.safeInMs / bearsMs) : 1);
            const lateHours = Math.max(0, (option.arrivesAt ?? 0) - 10 * hourMs) / hourMs;
            return [
              option.costMinor +
                Math.ceil(risk) +
                100_000 -
                keptMinor +
                Math.min(20_000, Math.ceil(lateHours * 1000)),
            ];
          });
          for (const total of totals) expect(chosen.cost.totalMinor).toBeLessThanOrEqual(total);
          expect(chosen.lost).toBeUndefined();
          expect(others.every(({ lost }) => lost !== undefined)).toBe(true);
          const given = options.some(({ kind }) => kind === 'dispose') ? 0 : 1;
          expect(others).toHaveLength(options.length + given - 1);
        },
      ),
      sure,
    );
  });

  it('the parts of a cost add up, and the answer does not depend on the order of the options', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyOption, {
          minLength: 1,
          maxLength: 6,
          selector: ({ optionId }) => optionId,
        }),
        (options) => {
          const answer = answerOf(ask(options));
          for (const { cost } of [answer.chosen, ...answer.others])
            expect(cost.freightMinor + cost.riskMinor + cost.lossMinor + cost.lateMinor).toBe(
              cost.totalMinor,
            );
          expect(answerOf(ask([...options].reverse())).chosen).toEqual(answer.chosen);
        },
      ),
      sure,
    );
  });

  it('the report of an answer is read back as it was, and nonsense is refused with its place', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyOption, { maxLength: 5, selector: ({ optionId }) => optionId }),
        (options) => {
          const report = coldReportOf(answerOf(ask(options)), 40_000);
          expect(readColdReport(JSON.parse(JSON.stringify(report)))).toEqual({
            ok: true,
            value: report,
          });
        },
      ),
      sure,
    );
    const report = coldReportOf(answerOf(ask([relay])), 40_000);
    expect(readColdReport({ ...report, answer: 'pray', totalMinor: -1 })).toMatchObject({
      ok: false,
      refusal: [{ field: '/answer' }, { field: '/totalMinor' }],
    });
    expect(readColdReport('warm').ok).toBe(false);
  });
});

it('says in both languages why an answer lost', () => {
  const said = [
    lostText({ reason: 'dearer', byMinor: 300 }),
    lostText({ reason: 'later', byMs: 90_000 }),
    lostText({ reason: 'later', byMs: undefined }),
    lostText({ reason: 'named-later' }),
    lostText({ reason: 'spoils-on-the-way', missingMs: 60_000 }),
    lostText({ reason: 'goods-spoiled' }),
  ];
  expect(said.map(({ en }) => en)).toEqual([
    'dearer by 300',
    'later by 2 min',
    'nobody knows when it arrives',
    'equally good, named later',
    'the goods spoil 1 min before they are cold',
    'the goods are spoiled already',
  ]);
  expect(said.every(({ zh }) => /[\u4e00-\u9fff]/.test(zh))).toBe(true);
});
