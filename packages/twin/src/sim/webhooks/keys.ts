import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FaultMix } from '../faults/fault-mix.ts';
import type { ToldMessage } from './role.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What a subscriber knows of the keys of its messages, and what it believes. */
export interface KeyRing {
  /** It asks for another key; until somebody answers it has the ones that it knows. */
  readonly asks: () => void;
  /** It was told the key that counts from now on. */
  readonly told: (key: string) => void;
  /** A message is there: is it from the hub, and of this moment? */
  readonly hears: (message: ToldMessage) => void;
  /** How often it was told another key. */
  readonly changes: () => number;
}

/** For so long the key before goes on signing beside the new one, hours. */
export const overlapHours = 0.5;
/** A receiver believes no message whose time is further away, ms. @see Standard Webhooks 1.0.0 "Verifying webhooks" */
const toleranceMs = 5 * minuteMs;
/** How far from the true time a process may be about the end of a key, and how long one sends with what it has read. */
const slackMs = 10 * minuteMs;

interface Known {
  readonly key: string;
  untilAt: number;
}

/** The keys of one subscriber, from none on. It checks each message by itself, and asks the hub nothing. */
export function keyRing(of: {
  readonly name: string;
  readonly mix: FaultMix;
  readonly now: () => number;
  readonly isHealed: () => boolean;
  readonly broken: (invariant: string, numbers: string) => void;
}): KeyRing {
  const { now, mix } = of;
  const keys: Known[] = [];
  /** Came before the first key was told. */
  const unread: ToldMessage[] = [];
  let [askedAt, healedAt] = [Infinity, Infinity];

  function judge(message: ToldMessage): void {
    const isBelieved = keys.some(
      ({ key, untilAt }) => now() < untilAt + slackMs && isSignedBy(key, message),
    );
    // Nobody answers since long: what it knows need not sign any more.
    const isLeftAlone = now() > askedAt + overlapHours * hourMs - slackMs;
    if (!isBelieved && !isLeftAlone)
      of.broken('every message is signed with a key that its receiver knows', at(message));
  }

  const at = ({ messageId }: ToldMessage): string => `${of.name}: ${messageId}`;

  function judgeTime(message: ToldMessage): void {
    if (of.isHealed()) healedAt = Math.min(healedAt, now());
    const isCalm = now() > healedAt + 2 * minuteMs;
    const clocksMs = isCalm ? 0 : 2 * mix.skewMsMax + mix.driftMax * 6 * hourMs + minuteMs;
    const sentAt = Number(message.headers['webhook-timestamp']) * 1000;
    // Not a number is no time either.
    if (!(Math.abs(now() - sentAt) <= toleranceMs + clocksMs))
      of.broken(
        'a message says when it was sent',
        `${at(message)}: ${String((now() - sentAt) / 1000)} s ago`,
      );
  }

  return {
    asks: () => (askedAt = Math.min(askedAt, now())),
    told: (key) => {
      const [newest] = keys;
      if (newest?.key !== key) {
        if (newest) newest.untilAt = Math.min(askedAt, now()) + overlapHours * hourMs;
        keys.unshift({ key, untilAt: Infinity });
      }
      askedAt = Infinity;
      unread.splice(0).forEach(judge);
    },
    hears: (message) => {
      judgeTime(message);
      if (keys.length === 0) unread.push(message);
      else judge(message);
    },
    changes: () => Math.max(0, keys.length - 1),
  };
}

/** The check of the specification, written again: what is signed is the id, the time and the body, byte for byte. */
function isSignedBy(key: string, { headers, body }: ToldMessage): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '' } = headers;
  const secret = Buffer.from(key.slice('whsec_'.length), 'base64');
  const right = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, text = ''] = one.split(',');
    const said = Buffer.from(text, 'base64');
    return version === 'v1' && said.length === right.length && timingSafeEqual(said, right);
  });
}
