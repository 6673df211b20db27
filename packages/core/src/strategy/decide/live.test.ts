import { describe, expect, it } from 'vitest';

import { strategyId } from '../../words/index.ts';
import { liveStrategy, standardStrategy } from './index.ts';
import type { PublishedStrategy, StrategyDocument } from './index.ts';

const base = standardStrategy('balanced', 'CNY') as StrategyDocument;
const published = (
  name: string,
  publishedAt: number,
  dates: { readonly from?: number; readonly until?: number } = {},
): PublishedStrategy => {
  const [id = '', version = '1'] = name.split(' ');
  return {
    publishedAt,
    document: {
      ...base,
      strategyId: strategyId(id),
      version: Number(version),
      ...(dates.from !== undefined && { validFromAt: dates.from }),
      ...(dates.until !== undefined && { validUntilAt: dates.until }),
    },
  };
};
const liveAt = (all: readonly PublishedStrategy[], at: number): string => {
  const { published: live, untilAt } = liveStrategy(all, at);
  const name = live ? `${live.document.strategyId} ${live.document.version}` : 'none';
  return `${name} until ${untilAt ?? 'ever'}`;
};

describe('the live strategy', () => {
  it('is none before anything is published, and says when that ends', () => {
    expect(liveAt([], 5)).toBe('none until ever');
    expect(liveAt([published('standard 1', 10)], 9)).toBe('none until 10');
  });

  it('is the latest version from the moment of its publication', () => {
    const all = [published('standard 1', 10), published('standard 2', 20)];
    expect(liveAt(all, 19)).toBe('standard 1 until 20');
    expect(liveAt(all, 20)).toBe('standard 2 until ever');
    expect(liveAt([...all].reverse(), 20)).toBe('standard 2 until ever');
  });

  it('waits for its first day and leaves the earlier version live until then', () => {
    const all = [published('standard 1', 10), published('standard 2', 20, { from: 100 })];
    expect(liveAt(all, 99)).toBe('standard 1 until 100');
    expect(liveAt(all, 100)).toBe('standard 2 until ever');
  });

  it('is the peak strategy during the peak, though another was published meanwhile', () => {
    const all = [
      published('standard 1', 10),
      published('peak 1', 20, { from: 100, until: 200 }),
      published('standard 2', 50),
    ];
    expect(liveAt(all, 60)).toBe('standard 2 until 100');
    expect(liveAt(all, 100)).toBe('peak 1 until 200');
    expect(liveAt(all, 200)).toBe('standard 2 until ever');
  });

  it('falls back to the lasting version when a temporary version of it ends', () => {
    const all = [published('standard 1', 10), published('standard 2', 20, { until: 30 })];
    expect(liveAt(all, 25)).toBe('standard 2 until 30');
    expect(liveAt(all, 30)).toBe('standard 1 until ever');
  });

  it('is over for good when a later version of a temporary strategy ends it early', () => {
    const peak = [
      published('peak 1', 20, { from: 20, until: 200 }),
      published('peak 2', 40, { until: 40 }),
    ];
    const all = [published('standard 1', 10), ...peak];
    expect(liveAt(all, 39)).toBe('peak 1 until 40');
    expect(liveAt(all, 41)).toBe('standard 1 until 200');
  });

  it('breaks a tie by the id that sorts first', () => {
    const all = [published('b 1', 10), published('a 1', 10)];
    expect(liveAt(all, 10)).toBe('a 1 until ever');
    expect(liveAt([...all].reverse(), 10)).toBe('a 1 until ever');
  });
});
