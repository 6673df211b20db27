import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trailSealer } from '@ordermesh/core/hub';
import type { LoggedEvent } from '@ordermesh/core/hub';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import type { RunningServer } from '../../../runtime/index.ts';
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
