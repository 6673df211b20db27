import { expect, it } from 'vitest';
import { windowText } from './clock-words.ts';
import { dashboard } from './dashboard.ts';
import type { DashboardView } from './dashboard.ts';
import { painter, widthOf } from './paint.ts';

const at = Date.parse('2026-03-02T02:42:00Z');
const hour = 3_600_000;
const plain = painter({ isTerminal: false, noColor: undefined, forceColor: undefined });
const colours = painter({ isTerminal: true, noColor: undefined, forceColor: undefined });

const view: DashboardView = {
  at,
  elapsedMs: 38_000,
  scale: 60,
  ordersPerSecond: 12,
  paused: false,
  pulse: [3, 4, 4, 6, 7, 9, 12, 11, 12],
  figures: {
    ordersAccepted: 1204,
    ordersRouted: 1202,
    ordersUnroutable: 2,
    parcels: 1240,
    splitOrders: 38,
    costMinor: 1_478_000,
    carbonGrams: 504_000,
    rerouted: 4,
    factsCaptured: 3000,
    delivered: 100,
    deliveredInWindow: 99,
    stockTakenRetries: 0,
    openExceptions: 2,
    decisionsPriced: 0,
    decisionsUnpriced: 0,
    priceMakings: 0,
    priceMakingMillis: 0,
    reassignmentLooks: 0,
    ordersReassigned: 0,
    reassignmentSavedMinor: 0,
    jointBatches: 0,
    jointBatchMicros: 0,
    ordersDecidedJointly: 0,
    jointSavedMinor: 0,
    decisionMicrosP50: 212,
    decisionMicrosP99: 640,
    commitMillisP50: 6.1,
    commitMillisP99: 12,
    boardSequence: 9000,
  },
  statuses: [
    { name: 'allocated', orders: 612 },
    { name: 'picking', orders: 88 },
    { name: 'delivered', orders: 100 },
  ],
  events: [
    {
      at,
      tone: 'good',
      subject: 'TM42-0012',
      what: 'Oat milk, 1 L +2 → Shanghai Xuhui store',
      cost: '¥12.40',
      when: 'today 18:00–20:00',
      why: 'cheapest of 9; next Kunshan DC +¥3.10',
    },
  ],
  showEvents: true,
  exceptions: [
    { subject: 'JD42-0091', reason: 'no node has everything', remedy: 'allow 3 parcels' },
  ],
  stricken: [],
  url: 'http://127.0.0.1:4600',
  notice: undefined,
};

it('shows the figures, the chosen node and why it was chosen', () => {
  const text = dashboard(view, { columns: 140, rows: 30 }, plain).join('\n');
  expect(text).toContain('1 204');
  expect(text).toContain('99.8 %');
  expect(text).toContain('¥12.30');
  expect(text).toContain('cheapest of 9; next Kunshan DC +¥3.10');
  expect(text).toContain('1 order waits for people');
});

it('never leaves the screen, however small, with or without colours', () => {
  const sizes = [40, 80, 100, 140, 220].flatMap((columns) =>
    [5, 12, 24, 50].flatMap((rows) => [plain, colours].map((paint) => ({ columns, rows, paint }))),
  );
  for (const { columns, rows, paint } of sizes) {
    const drawn = dashboard(view, { columns, rows }, paint);
    expect(drawn.length).toBeLessThanOrEqual(rows);
    for (const row of drawn) expect(widthOf(row)).toBeLessThanOrEqual(columns);
  }
});

it('hides the events on demand and names a storm', () => {
  const text = dashboard(
    { ...view, showEvents: false, stricken: ['Shanghai Xuhui store'] },
    { columns: 120, rows: 30 },
    plain,
  ).join('\n');
  expect(text).not.toContain('Oat milk');
  expect(text).toContain('storm: 1 nodes down (Shanghai Xuhui store)');
});

it('tells a window in the words of the day in Shanghai', () => {
  expect(windowText({ startAt: at + 7 * hour, endAt: at + 9 * hour }, at)).toBe(
    'today 17:42–19:42',
  );
  expect(windowText({ startAt: at - 7 * hour, endAt: at + 24 * hour }, at)).toBe(
    'tomorrow by 10:42',
  );
  expect(windowText({ startAt: at, endAt: at + 72 * hour }, at)).toBe('by Thu 5 Mar 10:42');
});
