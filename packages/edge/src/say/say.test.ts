import { coldLimits } from '@ordermesh/core/execute';
import { describe, expect, it } from 'vitest';

import { edgeAgent } from '../agent.ts';
import { memoryLog } from '../log/edge-log.ts';
import { answerMessage } from './answer-message.ts';
import { readMessage } from './read-message.ts';

const at = Date.UTC(2026, 0, 5, 8);
const parcel = 'https://id.gs1.org/00/095211410000011003';
const watch = {
  say: 'watch',
  parcel,
  class: 'chilled',
  value_minor: 50_000,
  options: [
    { option: 'van-2', kind: 'relay', cost_minor: 900, safe_in_minutes: 20, place: 'urn:x:van-2' },
  ],
  orders: ['urn:x:SO-1'],
};
const task = {
  say: 'task',
  task: 'ful_1',
  orders: ['urn:x:SO-1'],
  lines: [{ line_no: 1, item: 'TEA', name: 'Tea', units: 2, shelf: 'A-1' }],
  codes: [
    { code: 'T', item: 'TEA', uri: 'https://hub.example/id/sku/TEA', name: 'Tea' },
    { code: 'R', item: 'RUM', uri: 'https://hub.example/id/sku/RUM', name: 'Rum' },
  ],
};

function talk() {
  let nowAt = at;
  const log = memoryLog<never>();
  const agent = edgeAgent({ log, now: () => nowAt, nodeUri: 'urn:x:van-1', offset: '+08:00' });
  return {
    say: (message: object) => answerMessage(agent, message, nowAt),
    pass: (minutes: number) => (nowAt += minutes * 60_000),
  };
}

describe('a message to the agent', () => {
  it('is read with what is usual for the class where the owner agreed nothing else', () => {
    const read = readMessage({ ...watch, limits: { high_celsius: 6.5, grace_minutes: 5 } }, at);
    expect(read).toMatchObject({
      ok: true,
      value: {
        say: 'watch',
        parcel: {
          sinceAt: at,
          limits: { ...coldLimits.chilled, highMilliCelsius: 6500, graceMs: 300_000 },
          options: [{ optionId: 'van-2', safeInMs: 1_200_000 }],
        },
      },
    });
  });

  it('that is not understood is refused with every fault', () => {
    expect(readMessage({ say: 'sing' }, at)).toMatchObject({ refusal: [{ field: '/say' }] });
    expect(readMessage('reading', at).ok).toBe(false);
    expect(readMessage({ say: 'reading', parcel, celsius: 'warm', when: 1 }, at)).toMatchObject({
      refusal: [{ field: '/celsius' }, { field: '/when', reason: 'unknown-field' }],
    });
  });

  it('about a warm parcel is answered with what to do, in both languages', () => {
    const { say, pass } = talk();
    expect(say({ say: 'reading', parcel, celsius: 5 })).toEqual({
      said: 'refused',
      reason: 'not-watched',
      about: parcel,
    });
    expect(say(watch)).toEqual({ said: 'watching', parcel });
    expect(say({ say: 'reading', parcel, celsius: 12 })).toMatchObject({
      said: 'judged',
      level: 'watch',
    });
    pass(20);
    expect(say({ say: 'reading', parcel, celsius: 12 })).toMatchObject({
      said: 'judged',
      level: 'excursion',
      because: { reason: 'outside-too-long', en: 'they are outside their limits' },
      outside_minutes: 20,
      answer: {
        option: 'van-2',
        do: { en: 'Hand the goods over to the other cold vehicle', zh: '换到另一辆冷藏车' },
        others: [{ kind: 'dispose', lost: { reason: 'dearer' } }],
      },
    });
    expect(say({ say: 'done', parcel })).toEqual({ said: 'done', parcel, option: 'van-2' });
  });

  it('about a wrong thing is answered with what to put back and what to take', () => {
    const { say } = talk();
    expect(say(task)).toEqual({ said: 'task', task: 'ful_1' });
    expect(say({ say: 'scan', task: 'ful_1', code: 'R' })).toMatchObject({
      said: 'stop',
      reason: 'wrong-item',
      put_back: { en: 'Put Rum back' },
      take: [{ en: 'Take 2 × Tea from A-1', zh: '取 2 × Tea，货位 A-1' }],
    });
    expect(say({ say: 'scan', task: 'ful_1', code: 'T' })).toMatchObject({
      said: 'stop',
      reason: 'put-back-first',
    });
    expect(say({ say: 'put_back', task: 'ful_1' })).toMatchObject({
      said: 'put_back',
      missing: [{ units: 2 }],
    });
    expect(say({ say: 'close', task: 'ful_1', parcel })).toMatchObject({
      said: 'refused',
      reason: 'units-missing',
    });
    expect(say({ say: 'scan', task: 'ful_1', code: 'T', units: 2, lot: 'L1' })).toMatchObject({
      missing: [],
    });
    expect(say({ say: 'close', task: 'ful_1', parcel, weight_grams: 500 })).toMatchObject({
      said: 'close',
    });
    expect(say({ say: 'tell' })).toBeUndefined();
  });
});
