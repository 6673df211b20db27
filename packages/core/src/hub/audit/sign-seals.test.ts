import { anEvent, aUnit, memoryDatabase, memoryStore, monday } from '@ordermesh/testkit';
import { beforeEach, expect, it } from 'vitest';
import type { TrailHead } from '../decide/index.ts';
import type { LoggedEvent } from '../ports/records.ts';
import { trailSealer } from './seal-trail.ts';
import { TrailBroken } from './sign-seals.ts';
import type { SealingKey } from './sign-seals.ts';
import { verifyTrail } from './verify-trail.ts';

const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };
let database = memoryDatabase();
let store = memoryStore({ database });

/** A key of a process: what it signs holds its name, and who has it can tell. */
function keyOf(
  keyId: string,
  believes: readonly string[] = [keyId],
): SealingKey & { forget(): void } {
  let known: TrailHead | undefined;
  return {
    sign: (text) => ({ keyId, value: `${keyId}:${text}` }),
    judge: (text, { keyId: by, value }) => {
      if (!believes.includes(by)) return 'unknown';
      return value === `${by}:${text}` ? 'right' : 'wrong';
    },
    known: { read: () => known, write: (head) => (known = head) },
    forget: () => (known = undefined),
  };
}
const sealing = (key?: SealingKey) => trailSealer(store, () => monday, key ? { key } : {});
const told = (count: number, prefix: string) =>
  store.commit([
    aUnit({
      events: Array.from({ length: count }, (_, ix) => anEvent(`${prefix}_${String(ix)}`, { by })),
    }),
  ]);
const found = async (key: SealingKey, fromSeal = 1) =>
  (
    await verifyTrail(
      store,
      { afterSeal: 0, sealsMax: 200 },
      { signatures: { fromSeal, judge: key.judge } },
    )
  ).misfit;

/** As somebody does who can write the database: an entry is changed, and its seal and all behind it are taken away. */
function forge(seal: number): void {
  const sealed = database.seals[seal - 1]?.entries[0]?.sequence ?? 1;
  const event = database.events[sealed - 1] as LoggedEvent;
  database.events[sealed - 1] = { ...event, by: { ...by, principal: 'key_carl' } };
  database.seals.splice(seal - 1);
}

beforeEach(() => {
  database = memoryDatabase();
  store = memoryStore({ database });
});

it('every seal of a process with a key is signed, and the check names the first that is not', async () => {
  const key = keyOf('aud_a');
  await told(1_200, 'e');
  await sealing(key)();
  expect(database.seals.map(({ signature }) => signature?.keyId)).toEqual([
    ...['aud_a', 'aud_a', 'aud_a'],
  ]);
  expect(await found(key)).toBeUndefined();
  await told(1, 'late');
  await sealing()();
  expect(await found(key)).toEqual({ what: 'signature-missing', seal: 4 });
});

it('signing may begin later: what was sealed before is bound by the first signed seal', async () => {
  await told(1, 'early');
  await sealing()();
  const key = keyOf('aud_a');
  const look = sealing(key);
  await told(1, 'signed');
  await look();
  expect(await found(key)).toEqual({ what: 'signature-missing', seal: 1 });
  expect(await found(key, 2)).toBeUndefined();
});

it('does not sign anew what was changed after it was signed, and seals nothing behind it', async () => {
  const key = keyOf('aud_a');
  const look = sealing(key);
  for (const turn of ['a', 'b', 'c']) {
    await told(2, turn);
    await look();
  }
  forge(2);
  await told(1, 'd');
  await expect(look()).rejects.toThrow(TrailBroken);
  expect(database.seals).toHaveLength(1);
  // Also not after a start, because what it knows is kept.
  await expect(sealing(key)()).rejects.toMatchObject({
    misfit: { what: 'head-missing', seal: 3 },
  });
  // A process that knows nothing would: this is why what is known outlives it.
  key.forget();
  await sealing(key)();
  expect(await found(key)).toBeUndefined();
});

it('does not go on behind seals that somebody without the key made in place of its own', async () => {
  const key = keyOf('aud_a');
  const look = sealing(key);
  await told(2, 'a');
  await look();
  forge(1);
  await sealing()();
  await told(1, 'b');
  await expect(look()).rejects.toMatchObject({ misfit: { what: 'head-differs', seal: 1 } });
});

it('goes on behind seals that another process signed, and not behind unsigned or strange ones', async () => {
  const believed = ['aud_a', 'aud_b'];
  const [a, b] = [keyOf('aud_a', believed), keyOf('aud_b', believed)];
  const [lookA, lookB] = [sealing(a), sealing(b)];
  for (const look of [lookA, lookB, lookB, lookA]) {
    await told(1, `e_${String(database.events.length)}`);
    await look();
  }
  expect(database.seals.map(({ signature }) => signature?.keyId)).toEqual([
    ...['aud_a', 'aud_b', 'aud_b', 'aud_a'],
  ]);
  expect(await found(a)).toBeUndefined();
  await told(1, 'strange');
  await sealing(keyOf('aud_x', ['aud_x', ...believed]))();
  await told(1, 'more');
  await expect(lookA()).rejects.toMatchObject({ misfit: { what: 'signature-unknown', seal: 5 } });
  database.seals.pop();
  await sealing()();
  await expect(lookB()).rejects.toMatchObject({ misfit: { what: 'signature-missing', seal: 5 } });
});

it('two processes with one key that seal at once make one chain, all of it signed', async () => {
  const [a, b] = [keyOf('aud_a'), keyOf('aud_a')];
  const looks = [sealing(a), sealing(b)];
  for (let turn = 0; turn < 5; turn += 1) {
    await told(700, `e_${String(turn)}`);
    await Promise.all(looks.map((look) => look()));
  }
  expect(await found(a)).toBeUndefined();
  expect(database.seals.flatMap(({ entries }) => entries)).toHaveLength(3_500);
});
