import type { LoggedEvent } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Mesh } from './mesh.ts';
import { tooMuch } from './people/regrets.ts';

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
  /** Times that subscribers were given another key to verify with. */
  readonly keysChanged: number;
  /** Subscriptions that were switched off because their endpoint said that it is gone. */
  readonly suspended: number;
  /** Reports of nodes about what they can do. */
  readonly reports: number;
  /** Of these: came after one that was made later. */
  readonly staleReports: number;
  /** Works that went in two parcels or more. */
  readonly inParcels: number;
  /** Customers who cancelled what was left once a part had gone. */
  readonly regretted: number;
  /** Exchanges that were opened. */
  readonly exchanges: number;
  /** Of these: the replacement was sent. */
  readonly replaced: number;
  /** How often an exchange lost the goods that it held. */
  readonly undercut: number;
  /** Claims that were decided. */
  readonly claims: number;
}

/** What a schedule counted while it went on. */
type Counted = Pick<
  Deeds,
  | 'placedByRouters'
  | 'handedOut'
  | 'told'
  | 'toldAgain'
  | 'keysChanged'
  | 'reports'
  | 'staleReports'
  | 'inParcels'
>;

/** How much subscribers heard. */
export function toldIn({
  subscribers,
}: Pick<Mesh, 'subscribers'>): Pick<Deeds, 'told' | 'toldAgain' | 'keysChanged'> {
  const rings = (subscribers?.all ?? []).map(({ keys }) => keys);
  const heard = (subscribers?.all ?? []).map(({ hearing }) => hearing);
  return {
    told: heard.reduce((sum, { messages }) => sum + messages(), 0),
    toldAgain: heard.reduce((sum, { repeats }) => sum + repeats(), 0),
    keysChanged: rings.reduce((sum, { changes }) => sum + changes(), 0),
  };
}

/** How many works went in several parcels. */
export function worksInParcels({ parcels }: MemoryDatabase): number {
  const works = [...parcels.values()].map(({ fulfilmentId }) => fulfilmentId);
  return new Set(works.filter((id, ix) => works.indexOf(id) !== ix)).size;
}

/** Counts them in the log. */
export function deedsOf(events: readonly LoggedEvent[], counted: Counted): Deeds {
  const all = (type: string): number =>
    events.filter((event) => event.type === `dev.ordermesh.${type}.v1`).length;
  const because = (reason: string): number =>
    events.filter(({ body }) => body['because'] === reason).length;
  const times = (type: string): number => all(`order.${type}`);
  return {
    ...counted,
    deadLetters: times('routing_failed'),
    reassigned: times('reassigned'),
    settledByForecast: because('settled-when-due'),
    decidedJointly: times('decided_jointly'),
    suspended: all('webhook.disabled'),
    regretted: because(tooMuch),
    exchanges: all('exchange.opened'),
    replaced: all('exchange.sent'),
    undercut: all('exchange.goods_lost'),
    claims: all('claim.decided'),
  };
}
