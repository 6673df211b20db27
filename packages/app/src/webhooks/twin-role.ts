import type { HubOutcome } from '@ordermesh/core/hub';
import type { WebhookRole } from '@ordermesh/twin';
import { webhookDesk } from './desk/desk.ts';
import type { SubscriptionView } from './desk/types.ts';
import { keyBox } from './wire/key-box.ts';
import { messageHeaders } from './wire/send.ts';
import type { SendMessage } from './wire/send.ts';
import { verifyingKey } from './wire/signature.ts';
import { runWebhooks } from './worker.ts';

/** How often a simulated process looks, ms of simulated time: as its hub does. */
const looking = { lookEveryMs: 60_000, wakeMs: 10_000 };

const box = keyBox('');

/** The webhook role of `ordermesh serve` for a simulated mesh; only the clock, the store and the net are others. */
export const twinWebhooks: WebhookRole = {
  run: ({ hub, store, env, origin, send }) => {
    const chance = (): number => parseInt(env.randomHex().slice(0, 8), 16) / 0x1_0000_0000;
    const signedFirst: SendMessage = ({ keys, ...message }) =>
      send({
        ...message,
        headers: messageHeaders({ ...message, keys }, Math.floor(env.now() / 1000)),
      });
    runWebhooks(
      { ...{ hub, store, chance, box, send: signedFirst }, now: () => env.now() },
      { ...looking, origin, after: (ms, go) => env.after(ms, go), fail: () => undefined },
    );
  },
  desk: ({ hub, store, now }) => {
    const desk = webhookDesk({
      ...{ hub, store, now, box, chance: () => 0 },
      send: () => Promise.reject(new Error('a desk of the mesh sends nothing')),
    });
    return {
      subscribe: async (id, { url, payload, types, nodeIds }) => {
        const filter = { types, nodeIds, channels: [], tiers: [] };
        const how = { id, scheme: 'hmac' as const, randomHex: '' };
        return keyIn(await desk.create({ url, note: '', filter, payload }, how));
      },
      rotate: async (id, how) => keyIn(await desk.rotate(id, how)),
      pause: async (id) => (await desk.pause(id)).ok,
      resume: async (id) => (await desk.resume(id)).ok,
      replay: async (id, afterSequence) => (await desk.replay(id, { afterSequence })).ok,
    };
  },
};

/** The key that a subscriber is told when it subscribes or changes it. */
const keyIn = (outcome: HubOutcome<SubscriptionView>): string | undefined => {
  if (!outcome.ok) return undefined;
  const { key, subscriptionId } = outcome.value.subscription;
  return verifyingKey(box.open(key, subscriptionId));
};
