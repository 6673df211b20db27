import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trailSealer } from '@ordermesh/core/hub';
import type { LoggedEvent } from '@ordermesh/core/hub';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import type { RunningServer } from '../../../runtime/index.ts';
import { readSealingKey } from '../../../trail/index.ts';
import { served, typeWords } from '../../testing/served.ts';
import type { Typed } from '../../testing/served.ts';

let world: SmallWorld;
let server: RunningServer;
let seal: () => Promise<unknown>;

const type = (line: string): Promise<Typed> =>
  typeWords(line.split(' '), { environment: { OM_URL: server.url } });

beforeEach(async () => {
  world = await smallWorld();
  server = await served({ ...world, now: () => world.clock.now() });
  seal = trailSealer(world.store, () => world.clock.now());
});
afterEach(() => server.stop());

const drain = (node: string) => type(`nodes drain ${node} --reason count`);

/** Changes an entry in the store itself. */
function forge(resource: string): number {
  const { events } = world.database;
  const ix = events.findIndex(({ by, subject }) => by !== undefined && subject === resource);
  const event = events[ix] as LoggedEvent;
  events[ix] = {
    ...event,
    by: { ...event.by, principal: 'key_carl', operation: 'drainNode', requestId: undefined },
  };
  return event.sequence;
}

describe('checking the audit trail by command', () => {
  it('says that all fits, and names the first entry that was changed in the store', async () => {
    await drain('st_a');
    await drain('st_b');
    await seal();
    const fine = await type('audit verify');
    expect([fine.code, fine.out]).toEqual([0, expect.stringMatching(/\d+ entries under 1 seals/)]);
    const position = forge('node/st_b');
    const found = await type('audit verify');
    expect([found.code, found.out]).toEqual([
      1,
      expect.stringContaining(`entry ${String(position)} (seal 1) was changed after it was sealed`),
    ]);
    const json = await type('audit verify --json');
    expect(JSON.parse(json.out)).toMatchObject({
      misfit: { what: 'entry-changed', seal: 1, position },
    });
  });

  it('proves by a noted head that the trail was not cut at its end since', async () => {
    expect((await type('audit head')).talk).toContain('Nothing is sealed yet');
    await drain('st_a');
    await seal();
    const noted = (await type('audit head')).out.trim();
    await drain('st_b');
    await seal();
    const fine = await type(`audit verify --head ${noted}`);
    expect([fine.code, fine.out]).toEqual([0, expect.stringContaining('is among them')]);
    const later = (await type('audit head --json')).out;
    const { head, seal: number, position } = JSON.parse(later) as Record<string, unknown>;
    expect([number, Number(position) > 0]).toEqual([2, true]);
    world.database.seals.pop();
    world.database.events.splice(Number(position) - 1);
    expect((await type('audit verify')).code).toBe(0);
    const cut = await type(`audit verify --head ${String(head)}`);
    expect([cut.code, cut.out]).toEqual([1, expect.stringContaining('the trail was cut')]);
    expect((await type('audit verify --head 12')).code).toBe(64);
  });

  it('counts what waits for its seal', async () => {
    await drain('st_a');
    const checked = await type('audit verify --json');
    const waiting = world.database.events.filter(({ by }) => by !== undefined).length;
    expect(JSON.parse(checked.out)).toMatchObject({ seals: 0, misfit: null, unsealed: waiting });
    expect(waiting).toBeGreaterThan(0);
  });
});

it('seals by itself while it runs, and at its end', async () => {
  await drain('st_a');
  await server.stop();
  const last = await world.store.lastSeal();
  expect(last?.entries.length).toBe(
    world.database.events.filter(({ by }) => by !== undefined).length,
  );
});

describe('the trail in a file by command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'om-trail-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const at = (name: string): string => join(folder, name);
  /** Seals with the key of a file, as the hub does. */
  const sealWith = (auditKeyFile: string) => {
    const key = readSealingKey({ auditKeyFile, dataDirectory: folder });
    return trailSealer(world.store, () => world.clock.now(), key ? { key } : {})();
  };

  it('is written by one machine and checked by another that knows no hub', async () => {
    await type(`audit keygen ${at('audit.key')}`);
    await drain('st_a');
    await sealWith(at('audit.key'));
    await drain('st_b');
    await sealWith(at('audit.key'));
    const head = await type('audit head');
    expect(head.talk).toMatch(/signed by aud_[0-9a-f]{16}/);
    const written = await type(`audit export ${at('trail.jsonl')}`);
    expect([written.code, written.out]).toEqual([0, expect.stringContaining('under 2 seals')]);
    await server.stop();
    const check = `audit verify --file ${at('trail.jsonl')} --public-key ${at('audit.key.pub')}`;
    const fine = await type(`${check} --head ${head.out.trim()}`);
    expect([fine.code, fine.out]).toEqual([0, expect.stringContaining('under 2 seals')]);
    expect(fine.out).toContain('every seal from 1 on is signed by a key that is trusted');
    const text = readFileSync(at('trail.jsonl'), 'utf8');
    writeFileSync(at('trail.jsonl'), text.replace('drainNode', 'drainnode'));
    const found = await type(`${check} --json`);
    expect([found.code, JSON.parse(found.out)]).toMatchObject([
      1,
      { misfit: { what: 'entry-changed', seal: 1 } },
    ]);
    const again = await type(`audit export ${at('trail.jsonl')}`);
    expect([again.code, again.talk]).toEqual([64, expect.stringContaining('never written over')]);
  });

  it('names the seal that the key did not sign, in the file and in the hub', async () => {
    for (const name of ['audit.key', 'other.key']) await type(`audit keygen ${at(name)}`);
    await drain('st_a');
    await seal();
    await drain('st_b');
    await sealWith(at('audit.key'));
    await type(`audit export ${at('trail.jsonl')}`);
    for (const place of ['', ` --file ${at('trail.jsonl')}`]) {
      const verify = `audit verify${place} --public-key`;
      const early = await type(`${verify} ${at('audit.key.pub')}`);
      expect([early.code, early.out]).toEqual([1, expect.stringContaining('seal 1 is not signed')]);
      const from = await type(`${verify} ${at('audit.key.pub')} --signed-from 2`);
      expect([from.code, from.out]).toEqual([0, expect.stringContaining('from 2 on')]);
      const other = await type(`${verify} ${at('other.key.pub')} --signed-from 2`);
      expect([other.code, other.out]).toEqual([
        1,
        expect.stringContaining('seal 2 is signed by a key that is not among those given'),
      ]);
      const both = [at('other.key.pub'), at('audit.key.pub')].join(',');
      expect((await type(`${verify} ${both} --signed-from 2`)).code).toBe(0);
    }
    const secret = await type(`audit verify --public-key ${at('audit.key')}`);
    expect([secret.code, secret.talk]).toEqual([65, expect.stringContaining('private key')]);
    expect((await type('audit verify --signed-from 2')).code).toBe(64);
  });

  it('takes keys over that were used before, and never writes over one', async () => {
    await type(`audit keygen ${at('old.key')}`);
    await drain('st_a');
    await sealWith(at('old.key'));
    await type(`audit keygen ${at('new.key')} --after ${at('old.key')}`);
    await drain('st_b');
    await sealWith(at('new.key'));
    const check = await type(`audit verify --public-key ${at('new.key.pub')}`);
    expect([check.code, check.out]).toEqual([0, expect.stringContaining('under 2 seals')]);
    expect((await type(`audit keygen ${at('new.key')}`)).code).toBe(64);
  });
});
