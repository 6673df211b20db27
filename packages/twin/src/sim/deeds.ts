import type { LoggedEvent } from '@ordermesh/core/hub';
import type { Mesh } from './mesh.ts';

/** What a hub did in a schedule besides the usual: a mesh in which it never happens proves nothing about it. */
export interface Deeds {
  /** Orders that routers placed. */
  readonly placedByRouters: number;
  /** Pieces of work that the bus handed to routers, further times included. */
  readonly handedOut: number;
  /** Accepted orders that routers gave up. */
  readonly deadLetters: number;
  /** Orders that changed nodes before anybody had begun them, as often as they did. */
  readonly reassigned: number;
  /** Of those: orders to be begun next, weighed in one pool with all that the forecast expects. */
  readonly settledByForecast: number;
  /** New orders of a batch that exchanged nodes before they were accepted. */
  readonly decidedJointly: number;
  /** Messages that came to subscribers, each counted once. */
  readonly told: number;
  /** Messages that came to them once more. */
  readonly toldAgain: number;
  /** Subscriptions that were switched off because their endpoint said that it is gone. */
  readonly suspended: number;
  /** Reports of nodes about what they can do. */
  readonly reports: number;
  /** Of these: came after one that was made later. */
  readonly staleReports: number;
}

/** What a schedule counted while it went on. */
type Counted = Pick<
  Deeds,
  'placedByRouters' | 'handedOut' | 'told' | 'toldAgain' | 'reports' | 'staleReports'
>;

/** How much subscribers heard. */
export function toldIn({
  subscribers,
}: Pick<Mesh, 'subscribers'>): Pick<Deeds, 'told' | 'toldAgain'> {
  const heard = (subscribers?.all ?? []).map(({ hearing }) => hearing);
  return {
    told: heard.reduce((sum, { messages }) => sum + messages(), 0),
    toldAgain: heard.reduce((sum, { repeats }) => sum + repeats(), 0),
  };
}

/** Counts them in the log. */
export function deedsOf(events: readonly LoggedEvent[], counted: Counted): Deeds {
  const all = (type: string): number =>
    events.filter((event) => event.type === `dev.ordermesh.${type}.v1`).length;
  const times = (type: string): number => all(`order.${type}`);
  return {
    ...counted,
    deadLetters: times('routing_failed'),
    reassigned: times('reassigned'),
    settledByForecast: events.filter(({ body }) => body['because'] === 'settled-when-due').length,
    decidedJointly: times('decided_jointly'),
    suspended: all('webhook.disabled'),
  };
}
