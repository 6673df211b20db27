import { coldLimits } from '@ordermesh/core/execute';
import { captureFacts } from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import { hourMs, itemId, itemUri, minuteMs, parcelUri, privateUri } from '@ordermesh/core/words';
import { seededRandom } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { edgeAgent } from './agent.ts';
import type { EdgeAgent } from './agent.ts';
import type { WatchedParcel } from './cold/watched-parcel.ts';
import type { EdgeEntry } from './entry.ts';
import { LogFailure, memoryLog } from './log/edge-log.ts';
import type { Link } from './tell.ts';

const startAt = Date.UTC(2026, 0, 5, 8);
const host = 'hub.example';
const box = parcelUri('095211410000011003');
const watched: WatchedParcel = {
  parcelUri: box,
  sinceAt: startAt,
  limits: coldLimits.chilled,
  goods: { valueMinor: 50_000, lateMinorPerHour: 0, lateMinorMax: 0 },
  options: [
    {
      optionId: 'van-2',
      kind: 'relay',
      placeUri: privateUri(host, 'vehicle', 'van-2'),
      costMinor: 900,
      safeInMs: 20 * minuteMs,
    },
  ],
  orderUris: [privateUri(host, 'order', 'SO-1')],
  vehicleUri: privateUri(host, 'vehicle', 'van-1'),
};
const tea = itemId('TEA');
const task = {
  taskId: 'ful_1',
  orderUris: [privateUri(host, 'order', 'SO-1')],
  lines: [{ lineNo: 1, itemId: tea, name: 'Tea', unit: 'each', units: 2, lots: [] }],
  blockedLots: [],
  goodUntilAt: startAt,
  codes: [
    {
      code: '09521141000212',
      itemId: tea,
      itemUri: itemUri('09521141000212'),
      name: 'Tea',
      unit: 'each',
    },
    {
      code: 'RUM',
      itemId: itemId('RUM'),
      itemUri: privateUri(host, 'sku', 'RUM'),
      name: 'Rum',
      unit: 'each',
    },
  ],
} as const;

/** A hub that knows an event by its hash, as the real one does, and counts how often it was taken as new. */
function hubOf() {
  const known = new Map<string, number>();
  const order: string[] = [];
  const take: Link = async (events) =>
    events.map((event) => {
      const { facts, faults } = captureFacts(JSON.parse(JSON.stringify(event)), startAt);
      const [fact] = facts;
      if (!fact) return { ok: false, faults };
      const duplicate = known.has(fact.hash);
      known.set(fact.hash, (known.get(fact.hash) ?? 0) + (duplicate ? 0 : 1));
      if (!duplicate) order.push(fact.kind);
      return { ok: true, duplicate };
    });
  return { take, known, order };
}

/** A link that is cut, breaks after some have arrived (and nobody learns which), or holds. */
function linkOf(hub: ReturnType<typeof hubOf>, random: ReturnType<typeof seededRandom>): Link {
  const chance = random.next();
  return async (events) => {
    if (chance < 0.5) throw new Error('no link');
    if (chance > 0.85) return hub.take(events);
    await hub.take(events.slice(0, random.integer(0, events.length)));
    throw new Error('broken');
  };
}

function deviceOf(kept: EdgeEntry[] = []) {
  let nowAt = startAt;
  const start = (): EdgeAgent =>
    edgeAgent({
      log: memoryLog(kept),
      now: () => nowAt,
      nodeUri: privateUri(host, 'vehicle', 'van-1'),
      offset: '+08:00',
    });
  return {
    kept,
    start,
    pass: (minutes: number): number => (nowAt += minutes * minuteMs),
    now: (): number => nowAt,
  };
}

describe('an agent without a link', () => {
  it('answers a warm parcel within two minutes of the reading that calls for it, once', () => {
    const device = deviceOf();
    const agent = device.start();
    agent.watch(watched);
    const answers = [];
    for (let minute = 0; minute < 60; minute += 1) {
      device.pass(1);
      agent.reading(box, { at: device.now() - 5000, milliCelsius: minute < 20 ? 5000 : 12_000 });
      for (const said of agent.look()) if (said.answer) answers.push(said);
    }
    const decided = device.kept.flatMap((entry) => (entry.kind === 'answer' ? [entry] : []));
    expect(answers).toEqual([]);
    expect(decided).toHaveLength(1);
    expect(decided[0]?.answer.chosen.optionId).toBe('van-2');
    expect(decided[0]?.decidedInMs).toBeLessThanOrEqual(120_000);
    expect(agent.waiting).toBe(1);
  });

  it('answers when a logger is silent for longer than the goods could bear', () => {
    const device = deviceOf();
    const agent = device.start();
    agent.watch(watched);
    device.pass(24 * 60);
    expect(agent.look()[0]?.answer).toBeUndefined();
    device.pass(1);
    const [said] = agent.look();
    expect(said?.judgement.because).toBe('seen-too-little');
    expect(said?.decidedInMs).toBeLessThanOrEqual(120_000);
  });

  it('answers again when goods that were to be saved spoil first, and watches no more when the answer was carried out', () => {
    const device = deviceOf();
    const agent = device.start();
    agent.watch(watched);
    const read = (celsius: number) => {
      device.pass(10);
      const said = agent.reading(box, { at: device.now(), milliCelsius: celsius * 1000 });
      return said.ok ? said.value.answer?.chosen.kind : undefined;
    };
    expect([10, 10, 10, 10].map(read)).toEqual([undefined, 'relay', undefined, undefined]);
    expect(read(26)).toBe('dispose');
    expect(read(26)).toBeUndefined();
    expect(agent.done(box)).toMatchObject({ ok: true, value: { chosen: { kind: 'dispose' } } });
    expect(agent.done(box)).toMatchObject({ refusal: { reason: 'not-watched' } });
    agent.watch(watched);
    expect(agent.done(box)).toMatchObject({ refusal: { reason: 'no-answer' } });
  });

  it('knows after a restart what it knew: the answer stands, the pack is stopped, the parcel is closed', () => {
    const device = deviceOf();
    const first = device.start();
    first.watch(watched);
    device.pass(1);
    first.reading(box, { at: device.now(), milliCelsius: 30_000 });
    first.task(task);
    first.scan('ful_1', { code: 'RUM', units: 1 });
    const second = device.start();
    expect(second.look()[0]?.answer).toBeUndefined();
    const scanned = { code: '09521141000212', units: 2 };
    expect(second.scan('ful_1', scanned)).toMatchObject({ refusal: { reason: 'put-back-first' } });
    second.putBack('ful_1');
    expect(second.scan('ful_1', scanned)).toEqual({ ok: true, value: { missing: [] } });
    second.close('ful_1', box, 540);
    expect(device.start().close('ful_1', box)).toMatchObject({ refusal: { reason: 'closed' } });
    expect(device.start().waiting).toBe(second.waiting);
  });

  it('refuses what it was not told of', () => {
    const agent = deviceOf().start();
    expect(agent.reading(box, { at: startAt, milliCelsius: 1 })).toMatchObject({
      refusal: { reason: 'not-watched' },
    });
    expect(agent.done(box)).toMatchObject({ refusal: { reason: 'not-watched' } });
    expect(agent.scan('ful_9', { code: 'x', units: 1 })).toMatchObject({
      refusal: { reason: 'no-task' },
    });
  });

  it('stops at a code that nobody knows and tells nothing of it, because it names no goods', () => {
    const agent = deviceOf().start();
    agent.task(task);
    expect(agent.scan('ful_1', { code: '???', units: 1 })).toMatchObject({
      refusal: { reason: 'wrong', refusal: { reason: 'unknown-code' } },
    });
    expect(agent.waiting).toBe(0);
  });

  it('says nothing that it could not keep', () => {
    const full = {
      kept: [],
      close: () => undefined,
      append: () => {
        throw new LogFailure('disk full', true);
      },
    };
    const agent = edgeAgent({
      log: full,
      now: () => startAt,
      nodeUri: 'urn:x:n',
      offset: '+00:00',
    });
    expect(() => agent.watch(watched)).toThrow('disk full');
    expect(agent.look()).toEqual([]);
  });
});

describe('telling', () => {
  it('keeps apart what the hub refuses, and holds nobody up', async () => {
    const device = deviceOf();
    const agent = device.start();
    agent.task(task);
    agent.scan('ful_1', { code: 'RUM', units: 1 });
    agent.putBack('ful_1');
    const picky: Link = async (events) =>
      events.map(({ bizStep }) =>
        bizStep === 'inspecting'
          ? { ok: false, faults: [{ field: '/x', reason: 'unknown', remedy: 'none' }] }
          : { ok: true, duplicate: false },
      );
    expect(await agent.tell(picky)).toMatchObject({ sent: 1, parked: 1, waiting: 0 });
    expect(device.start().parked).toMatchObject([{ eventNo: 0, faults: [{ reason: 'unknown' }] }]);
  });

  it('takes an answer of the wrong length for none', async () => {
    const agent = deviceOf().start();
    agent.task(task);
    agent.scan('ful_1', { code: 'RUM', units: 1 });
    expect(await agent.tell(async () => [])).toMatchObject({
      sent: 0,
      waiting: 1,
      failure: 'the hub answered 0 of 1 events',
    });
  });

  it('brings every fact exactly once and in order, whatever the link loses and whenever the device restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const random = seededRandom(seed);
        const device = deviceOf();
        const hub = hubOf();
        const made: EpcisEvent[] = [];
        let agent = device.start();
        agent.watch(watched);
        for (let step = 0; step < 40; step += 1) {
          device.pass(5);
          agent.reading(box, {
            at: device.now(),
            milliCelsius: random.next() < 0.5 ? 5000 : 14_000,
          });
          if (random.next() < 0.2 && agent.done(box).ok) agent.watch(watched);
          if (random.next() < 0.2) agent = device.start();
          await agent.tell(linkOf(hub, random));
        }
        expect(await device.start().tell(hub.take)).toMatchObject({ waiting: 0, parked: 0 });
        for (const { events } of device.kept) made.push(...(events ?? []));
        const hashes = captureFacts(JSON.parse(JSON.stringify(made)), startAt);
        expect(hashes.faults).toEqual([]);
        expect([...hub.known.keys()]).toEqual(hashes.facts.map(({ hash }) => hash));
        expect([...hub.known.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 60, seed: 20_261_126 },
    );
  });

  it('tells hours of work in order', async () => {
    const device = deviceOf();
    const hub = hubOf();
    const agent = device.start();
    agent.task(task);
    for (let n = 0; n < 150; n += 1) {
      device.pass(1);
      agent.scan('ful_1', { code: 'RUM', units: 1 });
      agent.putBack('ful_1');
    }
    expect(device.now() - startAt).toBe(2.5 * hourMs);
    expect(await agent.tell(hub.take)).toMatchObject({ sent: 300, duplicates: 0, waiting: 0 });
    expect(hub.order.slice(0, 4)).toEqual(['mispick_seen', 'unpicked', 'mispick_seen', 'unpicked']);
  });
});
