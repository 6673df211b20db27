import type { BusFailure, FedEvent } from '@ordermesh/core/hub';
import { anEvent, busContract } from '@ordermesh/testkit';
import { DiscardPolicy, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, describe, expect, it } from 'vitest';

import { natsBus } from './bus.ts';
import type { NatsBusOptions } from './bus.ts';

const servers = process.env['OM_TEST_NATS'] ?? 'nats://127.0.0.1:4222';
const prefix = `test_${String(process.pid)}`;
let meshes = 0;

const options = (parts: Partial<NatsBusOptions> = {}): NatsBusOptions => ({
  servers,
  mesh: `${prefix}_${String(meshes)}`,
  origin: 'test',
  partitions: 8,
  replicas: 1,
  ...parts,
});

const freshMesh = (): string => `${prefix}_${String((meshes += 1))}`;

afterAll(async () => {
  const connection = await connect({ servers });
  const admin = await jetstreamManager(connection);
  for await (const { config } of admin.streams.list())
    if (config.name.startsWith(`OM_${prefix}_`)) await admin.streams.delete(config.name);
  await connection.close();
});

describe('the bus on NATS', () => {
  for (const { name, run } of busContract)
    it(name, async () => {
      const mesh = freshMesh();
      const [one, two] = await Promise.all([
        natsBus(options({ mesh })),
        natsBus(options({ mesh })),
      ]);
      await run({ one, two }, (actual, expected) => {
        expect(actual).toEqual(expected);
      });
      await Promise.all([one.close(), two.close()]);
    });
});

describe('opening the bus', () => {
  const refusal = (parts: Partial<NatsBusOptions>) =>
    natsBus(options({ mesh: freshMesh(), ...parts })).then(
      () => 'opened',
      (failure: unknown) => failure as BusFailure,
    );

  it('says that nobody answers', async () => {
    expect(await refusal({ servers: 'nats://127.0.0.1:1' })).toMatchObject({ trouble: 'away' });
  });

  it('refuses a stream that acknowledges nothing, or stops when it is full, or forgets what was not seen', async () => {
    const connection = await connect({ servers });
    const admin = await jetstreamManager(connection);
    const wrong = [
      [{ no_ack: true }, 'no_ack'],
      [{ discard: DiscardPolicy.New }, 'discard new'],
      [{ retention: RetentionPolicy.Interest }, 'retention interest'],
      [{ max_msgs: 10 }, 'limited number of messages'],
      [{ max_msg_size: 1_000 }, '1000 bytes'],
    ] as const;
    for (const [setting, word] of wrong) {
      const mesh = freshMesh();
      await admin.streams.add({
        name: `OM_${mesh}_LOG`,
        subjects: [`om.${mesh}.log.*`],
        ...setting,
      });
      const failure = await refusal({ mesh });
      expect(failure).toMatchObject({ trouble: 'unfit' });
      expect(String(failure)).toContain(word);
    }
    await connection.close();
  });

  it('refuses replicas that the servers cannot hold', async () => {
    const failure = await refusal({ replicas: 3 });
    expect(failure).toMatchObject({ trouble: 'unfit' });
    expect(String(failure)).toContain('replicas');
  });

  it('opens a stream that is there already, and goes on at its end', async () => {
    const mesh = freshMesh();
    const first = await natsBus(options({ mesh }));
    const event = { ...anEvent('evt_1'), sequence: 4, recordedAt: 1, origin: 'test' };
    const end = await first.feed.append(await first.feed.end(), [event]);
    await first.close();
    const second = await natsBus(options({ mesh }));
    expect(await second.feed.end()).toEqual(end);
    await second.close();
  });

  it('makes the stream anew when the server has lost it, and whoever follows hears what is fed then', async () => {
    const mesh = freshMesh();
    const [one, two] = await Promise.all([natsBus(options({ mesh })), natsBus(options({ mesh }))]);
    const heard: number[] = [];
    const stop = await two.feed.follow(({ sequence }) => heard.push(sequence));
    const event = (sequence: number) => ({
      ...{ ...anEvent(`evt_${String(sequence)}`), sequence, recordedAt: 1, origin: 'test' },
    });
    const end = await one.feed.append(await one.feed.end(), [event(4)]);
    await expect.poll(() => heard).toEqual([4]);

    const connection = await connect({ servers });
    await (await jetstreamManager(connection)).streams.delete(`OM_${mesh}_LOG`);
    await connection.close();
    await expect(one.feed.append(end, [event(5)])).rejects.toMatchObject({ trouble: 'away' });
    const anew = await one.feed.end();
    expect(anew).toEqual({ newest: undefined, place: 0 });
    await one.feed.append(anew, [event(4), event(5)]);
    await expect.poll(() => heard.at(-1), { timeout: 60_000 }).toBe(5);
    await stop();
    await Promise.all([one.close(), two.close()]);
  }, 90_000);

  it('feeds an event that is too large for the bus as a place to read in the store', async () => {
    const bus = await natsBus(options({ mesh: freshMesh() }));
    const heard: FedEvent[] = [];
    const end = await bus.feed.follow((fed) => heard.push(fed));
    const large = { ...anEvent('evt_1', { body: { text: 'x'.repeat(1_100_000) } }), sequence: 4 };
    await bus.feed.append(await bus.feed.end(), [{ ...large, recordedAt: 1, origin: 'test' }]);
    await expect.poll(() => heard).toEqual([{ sequence: 4, previous: 0 }]);
    expect((await bus.feed.end()).newest).toEqual({ sequence: 4, eventId: 'evt_1' });
    await end();
    await bus.close();
  });
});
