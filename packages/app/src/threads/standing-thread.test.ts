import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { standingThread } from './index.ts';

const body = {
  built: new URL('./testing/told-thread.js', import.meta.url),
  source: new URL('./testing/told-thread.ts', import.meta.url),
};
const threadOf = (answer: string): string | undefined => answer.split(' ')[0];

it('answers in the order of the questions, all by one thread', async () => {
  const ask = standingThread<string>(body);
  const answers = await Promise.all(['a', 'b', 'c'].map(ask));
  expect(answers.map((answer) => answer.split(' ')[1])).toEqual(['a', 'b', 'c']);
  expect(new Set(answers.map(threadOf)).size).toBe(1);
}, 60_000);

it('tells a failure to whoever asked, and answers the next question by another thread', async () => {
  const ask = standingThread<string>(body);
  const first = await ask('a');
  const [failed, ended, last] = await Promise.allSettled(['fail', 'end', 'z'].map(ask));
  expect(String(failed?.status === 'rejected' && failed.reason)).toContain('told to fail');
  expect(String(ended?.status === 'rejected' && ended.reason)).toContain('code 3');
  expect(last?.status === 'fulfilled' && threadOf(last.value)).not.toBe(threadOf(first));
}, 60_000);

it('ends when it was not asked for a while, and starts again when it is', async () => {
  const ask = standingThread<string>(body, 20);
  const first = await ask('a');
  await pause(200);
  expect(threadOf(await ask('b'))).not.toBe(threadOf(first));
}, 60_000);
