import type { TransparencyTier } from '../customer.ts';
import type { PrincipalKind } from './principal.ts';

/** What a kind may do with things of a sort. */
export interface Grant {
  /** Only what is theirs, or whatever there is. */
  readonly reach: 'own' | 'any';
  /** How much of an answer they see. */
  readonly tier: TransparencyTier;
  /** Whether names, addresses and phone numbers of customers are shown to them. */
  readonly seesPersonal: boolean;
}

const own = (tier: TransparencyTier): Grant => ({ reach: 'own', tier, seesPersonal: true });
const staff: Grant = { reach: 'any', tier: 'high', seesPersonal: true };
const analyst: Grant = { reach: 'any', tier: 'high', seesPersonal: false };

type Grants = Readonly<Partial<Record<PrincipalKind, Grant>>>;

/** Each customer sees their own, by what they pay for. */
const customers: Grants = {
  consumer: own('basic'),
  vip: own('advanced'),
  enterprise: own('high'),
};
const nodes = (tier: TransparencyTier): Grants => ({ node_operator: own(tier), '3pl': own(tier) });
const onlyAdmin: Grants = { admin: staff };
const study: Grants = { analyst, admin: staff };

/**
 * Who may do what: the one table. A kind that is not named may not. Prices, tiers and numbers of other systems come
 * with an order, so only the shop's own key places or changes one. Lists that the store cannot narrow to an owner
 * are not granted to kinds that own.
 */
export const accessTable = {
  'order.place': onlyAdmin,
  'order.list': { ...customers, ...study },
  'order.read': {
    ...customers,
    ...nodes('advanced'),
    ...study,
  },
  'order.money': { ...customers, ...study },
  'order.log': onlyAdmin,
  'order.track': {
    tracking_link: own('high'),
    ...customers,
    ...nodes('advanced'),
    carrier: own('basic'),
    ...study,
  },
  'order.cancel': { ...customers, ...onlyAdmin },
  'order.choose': { ...customers, ...onlyAdmin },
  'order.change': onlyAdmin,
  'order.erase': onlyAdmin,
  'link.manage': { ...customers, ...onlyAdmin },
  'cart.use': onlyAdmin,
  'aftercare.ask': { ...customers, ...onlyAdmin },
  'aftercare.read': { ...customers, ...nodes('advanced'), ...study },
  'aftercare.list': study,
  'aftercare.decide': onlyAdmin,
  'policy.read': study,
  'policy.publish': onlyAdmin,
  'work.list': { ...nodes('high'), ...study },
  'work.act': { ...nodes('high'), ...onlyAdmin },
  'cold.read': study,
  'decision.read': study,
  'decision.replay': study,
  'review.read': study,
  'review.label': onlyAdmin,
  'forecast.read': study,
  'fact.read': study,
  'fact.capture': onlyAdmin,
  'file.import': onlyAdmin,
  'file.export': onlyAdmin,
  'model.read': study,
  'model.publish': onlyAdmin,
  'node.list': study,
  'node.read': { ...nodes('high'), ...study },
  'node.switch': { ...nodes('high'), ...onlyAdmin },
  'network.read': study,
  'network.publish': onlyAdmin,
  'slot.hold': onlyAdmin,
  'stock.list': { ...nodes('high'), ...study },
  'stock.count': { ...nodes('advanced'), ...onlyAdmin },
  'stock.read': study,
  'stock.write': onlyAdmin,
  'transfer.list': study,
  'transfer.read': { ...nodes('high'), ...study },
  'transfer.move': { ...nodes('high'), ...onlyAdmin },
  'strategy.read': study,
  'strategy.publish': onlyAdmin,
  'exception.read': study,
  'exception.resolve': onlyAdmin,
  'event.read': onlyAdmin,
  'audit.read': onlyAdmin,
  'approval.judge': onlyAdmin,
  'letter.use': onlyAdmin,
  'ingest.use': onlyAdmin,
  'webhook.use': onlyAdmin,
} as const satisfies Readonly<Record<string, Grants>>;

/** What can be asked of the hub, as access looks at it. */
export type AccessAction = keyof typeof accessTable;

/** What the table grants. */
export const grantOf = (kind: PrincipalKind, action: AccessAction): Grant | undefined => {
  const grants: Grants = accessTable[action];
  return grants[kind];
};
