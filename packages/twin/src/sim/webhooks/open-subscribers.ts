import type { LoggedEvent } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Chance } from '../../chance.ts';
import { isThere } from '../faults/fault-mix.ts';
import type { FaultMix } from '../faults/fault-mix.ts';
import type { Kernel } from '../faults/kernel.ts';
import { post } from '../faults/post.ts';
import type { Post } from '../faults/post.ts';
import { hearing } from './hear-told.ts';
import type { Hearing } from './hear-told.ts';
import { endpointOf } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { keyRing } from './keys.ts';
import type { KeyRing } from './keys.ts';
import type { SendTold, SubscriberWish, ToldAnswer, WebhookRole } from './role.ts';

/** Somebody who is told what happens, with all that came. */
export interface Subscriber {
  readonly subscriptionId: string;
  readonly wish: SubscriberWish;
  readonly endpoint: Endpoint;
  readonly hearing: Hearing;
  readonly keys: KeyRing;
}

/** Everybody who wants to be told, what tells them, and the net between the two. */
export interface Subscribers {
  readonly all: readonly Subscriber[];
  readonly role: WebhookRole;
  readonly net: Post;
  /** The way of one life of a process to the endpoints. */
  sendFrom(life: SendingLife): SendTold;
}

/** A life of a process that sends. */
interface SendingLife {
  readonly process: string;
  readonly isAlive: () => boolean;
  /** Its own clock, epoch ms. */
  readonly now: () => number;
}

/** Where they stand. */
export interface SubscribersPlace {
  readonly clock: Kernel;
  readonly mix: FaultMix;
  readonly database: MemoryDatabase;
  readonly chance: Chance;
  readonly isHealed: () => boolean;
  readonly broken: (invariant: string, numbers: string) => void;
}

/** What somebody wants to be told, said a second time in `covers`: the judge does not ask the hub. */
interface Wish extends Omit<SubscriberWish, 'url'> {
  readonly name: string;
  readonly covers: (event: LoggedEvent) => boolean;
}

const isOf = ({ type }: LoggedEvent, form: string): boolean =>
  type.startsWith(`dev.ordermesh.${form}`);

/** A shop that wants everything, a ledger that wants some of it with content, and a store that wants what names it. */
const wishes: readonly Wish[] = [
  {
    ...{ name: 'shop', types: [], nodeIds: [], payload: 'thin' },
    covers: (event) => !isOf(event, 'webhook.'),
  },
  {
    ...{ name: 'ledger', types: ['order.*', 'return.*'], nodeIds: [], payload: 'full' },
    covers: (event) => isOf(event, 'order.') || isOf(event, 'return.'),
  },
  {
    ...{ name: 'store', types: ['node.*', 'order.*'], nodeIds: ['st_a'], payload: 'full' },
    covers: (event) =>
      (isOf(event, 'node.') || isOf(event, 'order.')) &&
      JSON.stringify(event.body).includes('"nodeId":"st_a"'),
  },
];

/** The hub waits ten seconds for an answer: over the slowest net of the mesh nearly every message would be late. */
const netShare = 1 / 6;
/** How long a process waits for an answer, ms. @see deliverTimeoutMs of `ordermesh serve` */
const timeoutMs = 10_000;

/** Whether anybody wants to be told in a mesh of this mix. */
export const hasSubscribers = ({ subscribers }: FaultMix): boolean => isThere(subscribers);

/** Opens the endpoints of a mesh and the net to them. */
export function openSubscribers(place: SubscribersPlace, role: WebhookRole): Subscribers {
  const { clock, mix, chance } = place;
  const delayMsMax = Math.round(mix.delayMsMax * netShare);
  const net = post(clock, chance.fork('net'), { ...mix, delayMsMax });
  const all = wishes.map(({ covers, name, ...wish }): Subscriber => {
    const own = { ...place, name, chance: chance.fork(name) };
    const heard = hearing({ ...own, covers, isThin: wish.payload === 'thin' });
    const keys = keyRing({ ...own, now: clock.now });
    const taken: typeof heard.taken = (message, isSaid) => {
      keys.hears(message);
      heard.taken(message, isSaid);
    };
    return {
      subscriptionId: `whs_${name}`,
      wish: { ...wish, url: name },
      endpoint: endpointOf({ ...own, taken }),
      ...{ hearing: heard, keys },
    };
  });
  const ends = new Map(all.map(({ endpoint }) => [endpoint.name, endpoint]));
  return {
    ...{ all, role, net },
    sendFrom: (life) => (message) => sendOnce({ clock, net, ends }, life, message),
  };
}

/** Sends once over the net, as `sendOverHttp` does over the land; a process that died hears no answer, and sends nothing. */
const sendOnce = (
  of: {
    readonly clock: Kernel;
    readonly net: Post;
    readonly ends: ReadonlyMap<string, Endpoint>;
  },
  { process, isAlive, now }: SendingLife,
  message: Parameters<SendTold>[0],
): Promise<ToldAnswer> =>
  new Promise((resolve) => {
    const endpoint = of.ends.get(message.url);
    if (!isAlive() || !endpoint) return;
    const [at, startedAt] = [now(), of.clock.now()];
    const end = (status: number, error: string, askedMs = 0): void => {
      if (isAlive())
        resolve({
          ...{ at, status, askedMs, error, ok: error === '' },
          elapsedMs: of.clock.now() - startedAt,
        });
    };
    of.net.send(process, endpoint.name, () => {
      endpoint.receive(message, ({ status, askedMs }) => {
        of.net.send(endpoint.name, process, () => {
          end(status, status < 300 ? '' : 'status', askedMs);
        });
      });
    });
    of.clock.after(timeoutMs, () => {
      end(0, 'timeout');
    });
  });
