import { anEvent, aUnit, memoryDatabase, memoryStore, monday } from '@ordermesh/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../ports/records.ts';
import { trailSealer } from './seal-trail.ts';
import { verifyTrail } from './verify-trail.ts';

const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };
let database = memoryDatabase();
let store = memoryStore({ database });
let look = trailSealer(store, () => monday);
const told = (count: number, from = 0) =>
  store.commit([
    aUnit({
      events: Array.from({ length: count }, (_, ix) => anEvent(`e_${String(from + ix)}`, { by })),
    }),
  ]);
const whole = { afterSeal: 0, sealsMax: 200 };

beforeEach(async () => {
  database = memoryDatabase();
  store = memoryStore({ database });
  look = trailSealer(store, () => monday);
  await told(1_200);
  await look();
});

describe('checking the audit trail', () => {
  it('goes on behind what was checked before, and tells where the end is', async () => {
    const first = await verifyTrail(store, { afterSeal: 0, sealsMax: 2 });
    expect(first).toMatchObject({ seals: 2, entries: 1_000, misfit: undefined, isEnd: false });
    const rest = await verifyTrail(store, { afterSeal: 2, sealsMax: 2 });
    expect(rest).toMatchObject({ seals: 1, entries: 200, misfit: undefined, isEnd: true });
    expect(rest.last).toEqual(await store.lastSeal());
  });

  it('finds an entry that was changed in the store, and looks at nothing behind it', async () => {
    const event = database.events[700] as LoggedEvent;
    database.events[700] = { ...event, by: { ...by, principal: 'key_other' } };
    expect(await verifyTrail(store, whole)).toMatchObject({
      ...{ seals: 1, entries: 500, isEnd: false },
      misfit: { what: 'entry-changed', seal: 2, position: 701 },
    });
  });

  it('finds by a noted head that the trail was cut at its end, or made anew', async () => {
    const head = await store.lastSeal();
    if (!head) throw new Error('nothing was sealed');
    expect((await verifyTrail(store, { ...whole, head })).misfit).toBeUndefined();
    database.events.splice(1_000);
    const cut = database.seals.splice(2);
    // Without the head nothing is missing: what was cut off leaves no trace in what is left.
    expect((await verifyTrail(store, whole)).misfit).toBeUndefined();
    const missing = { what: 'head-missing', seal: 3 };
    expect((await verifyTrail(store, { ...whole, head })).misfit).toEqual(missing);
    await told(100, 5_000);
    await look();
    expect((await verifyTrail(store, whole)).misfit).toBeUndefined();
    expect((await verifyTrail(store, { ...whole, head })).misfit).toEqual({
      ...{ what: 'head-differs', seal: 3 },
    });
    expect(cut).toHaveLength(1);
  });

  it('tells when the seal is gone behind which it was to go on', async () => {
    database.seals.splice(1);
    expect((await verifyTrail(store, { afterSeal: 2, sealsMax: 9 })).misfit).toEqual({
      ...{ what: 'seal-missing', seal: 2 },
    });
  });
});

describe('sealing the audit trail', () => {
  it('goes on where another process sealed meanwhile, and nothing is sealed twice', async () => {
    const others = [look, trailSealer(store, () => monday), trailSealer(store, () => monday)];
    for (let turn = 0; turn < 5; turn += 1) {
      await told(700, 10_000 + turn * 1_000);
      await Promise.all(others.map((other) => other()));
    }
    const sealed = database.seals.flatMap(({ entries }) => entries.map(({ sequence }) => sequence));
    expect(sealed).toEqual(database.events.map(({ sequence }) => sequence));
    expect(await verifyTrail(store, whole)).toMatchObject({ misfit: undefined, isEnd: true });
  });

  it('seals a very long stretch without entries, so that a later start need not look at it', async () => {
    const events = Array.from({ length: 20_000 }, (_, ix) => anEvent(`house_${String(ix)}`));
    await store.commit([aUnit({ events })]);
    const sealed = await look();
    expect([sealed?.entries, sealed?.throughSequence]).toEqual([[], 21_200]);
  });
});
