import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaledTime } from './scaled-time.ts';
import { timers } from './timers.ts';
import { virtualTime } from './virtual-time.ts';

it('hands out timers by time, equal ones in the order of asking, and forgets the cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean())), (asked) => {
      const queue = timers();
      const fired: number[] = [];
      asked.forEach(([at, cancelled], ix) => {
        const forget = queue.add(at, () => fired.push(ix));
        if (cancelled) forget();
      });
      for (let due = queue.takeDue(9); due; due = queue.takeDue(9)) due.callback();
      const expected = asked
        .map(([at, cancelled], ix) => ({ at, cancelled, ix }))
        .filter(({ cancelled }) => !cancelled)
        .sort((a, b) => a.at - b.at || a.ix - b.ix)
        .map(({ ix }) => ix);
      expect(fired).toEqual(expected);
    }),
  );
});

it('jumps from event to event and lets tracked work finish in between', async () => {
  const time = virtualTime({ seed: 1, startAt: 1000 });
  const story: string[] = [];
  time.env.after(50, () => {
    story.push(`first at ${String(time.env.now())}`);
    time.track(
      Promise.resolve().then(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        story.push(`work done at ${String(time.env.now())}`);
        time.env.after(0, () => story.push('asked by the work'));
      }),
    );
  });
  time.env.after(60, () => story.push(`second at ${String(time.env.now())}`));
  await time.runUntil(2000);
  expect(story).toEqual([
    'first at 1050',
    'work done at 1050',
    'asked by the work',
    'second at 1060',
  ]);
  expect(time.env.now()).toBe(2000);
});

it('does not hide the failure of tracked work', async () => {
  const time = virtualTime({ seed: 1, startAt: 0 });
  time.env.after(1, () => time.track(Promise.reject(new Error('disk full'))));
  await expect(time.runUntil(10)).rejects.toThrow('disk full');
});

it('draws the same ids from the same seed', () => {
  const draw = (): string => virtualTime({ seed: 9, startAt: 0 }).env.randomHex();
  expect(draw()).toMatch(/^[0-9a-f]{32}$/);
  expect(draw()).toBe(draw());
});

it('runs an hour of scaled time in a fraction of a second and keeps due times when the speed changes', async () => {
  const time = scaledTime({ scale: 60_000, startAt: 0, randomHex: () => '0'.repeat(32) });
  const firedAt = await new Promise<number>((resolve) => {
    time.env.after(3_600_000, () => resolve(time.env.now()));
    time.setScale(36_000);
  });
  time.stop();
  expect(firedAt).toBeGreaterThanOrEqual(3_600_000);
  expect(firedAt).toBeLessThan(3_600_000 + 36_000 * 500);
});
