import type { TransparencyTier } from '../customer.ts';
import type { Principal, Ties } from './principal.ts';

/**
 * Access once more, written apart from the decision and only for its test: a drawn table, read cell by cell. Small letter:
 * own things at basic, advanced or high; capital: any; `s` and `S`: any at high, without and with personal data.
 */
const drawn = `
                    anonymous tracking_link consumer vip enterprise node_operator carrier 3pl analyst admin
order.place         .         .             .        .   .          .             .       .   .       S
order.list          .         .             b        a   h          .             .       .   s       S
order.read          .         .             b        a   h          a             .       a   s       S
order.money         .         .             b        a   h          .             .       .   s       S
order.log           .         .             .        .   .          .             .       .   .       S
order.track         .         h             b        a   h          a             b       a   s       S
order.cancel        .         .             b        a   h          .             .       .   .       S
order.choose        .         .             b        a   h          .             .       .   .       S
order.change        .         .             .        .   .          .             .       .   .       S
order.erase         .         .             .        .   .          .             .       .   .       S
link.manage         .         .             b        a   h          .             .       .   .       S
cart.use            .         .             .        .   .          .             .       .   .       S
aftercare.ask       .         .             b        a   h          .             .       .   .       S
aftercare.read      .         .             b        a   h          a             .       a   s       S
aftercare.list      .         .             .        .   .          .             .       .   s       S
aftercare.decide    .         .             .        .   .          .             .       .   .       S
policy.read         .         .             .        .   .          .             .       .   s       S
policy.publish      .         .             .        .   .          .             .       .   .       S
work.list           .         .             .        .   .          h             .       h   s       S
work.act            .         .             .        .   .          h             .       h   .       S
cold.read           .         .             .        .   .          .             .       .   s       S
decision.read       .         .             .        .   .          .             .       .   s       S
decision.replay     .         .             .        .   .          .             .       .   s       S
review.read         .         .             .        .   .          .             .       .   s       S
review.label        .         .             .        .   .          .             .       .   .       S
forecast.read       .         .             .        .   .          .             .       .   s       S
fact.read           .         .             .        .   .          .             .       .   s       S
fact.capture        .         .             .        .   .          .             .       .   .       S
file.import         .         .             .        .   .          .             .       .   .       S
file.export         .         .             .        .   .          .             .       .   .       S
model.read          .         .             .        .   .          .             .       .   s       S
model.publish       .         .             .        .   .          .             .       .   .       S
node.list           .         .             .        .   .          .             .       .   s       S
node.read           .         .             .        .   .          h             .       h   s       S
node.switch         .         .             .        .   .          h             .       h   .       S
network.read        .         .             .        .   .          .             .       .   s       S
network.publish     .         .             .        .   .          .             .       .   .       S
slot.hold           .         .             .        .   .          .             .       .   .       S
stock.list          .         .             .        .   .          h             .       h   s       S
stock.count         .         .             .        .   .          a             .       a   .       S
stock.read          .         .             .        .   .          .             .       .   s       S
stock.write         .         .             .        .   .          .             .       .   .       S
transfer.list       .         .             .        .   .          .             .       .   s       S
transfer.read       .         .             .        .   .          h             .       h   s       S
transfer.move       .         .             .        .   .          h             .       h   .       S
strategy.read       .         .             .        .   .          .             .       .   s       S
strategy.publish    .         .             .        .   .          .             .       .   .       S
exception.read      .         .             .        .   .          .             .       .   s       S
exception.resolve   .         .             .        .   .          .             .       .   .       S
audit.read          .         .             .        .   .          .             .       .   .       S
approval.judge      .         .             .        .   .          .             .       .   .       S
letter.use          .         .             .        .   .          .             .       .   .       S
event.read          .         .             .        .   .          .             .       .   .       S
ingest.use          .         .             .        .   .          .             .       .   .       S
webhook.use         .         .             .        .   .          .             .       .   .       S
`;

const [header = [], ...rows] = drawn
  .trim()
  .split('\n')
  .map((row) => row.trim().split(/\s+/));
const cells = new Map(
  rows.flatMap(([action, ...letters]) =>
    letters.map((letter, column) => [`${action ?? ''} ${header[column] ?? ''}`, letter] as const),
  ),
);

/** The actions of the drawing. */
export const drawnActions: readonly string[] = rows.map(([action]) => action ?? '');

const tiers: Readonly<Record<string, TransparencyTier>> = {
  b: 'basic',
  a: 'advanced',
  h: 'high',
  s: 'high',
  S: 'high',
};
const ownersBy: Readonly<Record<string, keyof Ties>> = {
  consumer: 'customers',
  vip: 'customers',
  enterprise: 'customers',
  node_operator: 'nodes',
  '3pl': 'nodes',
  carrier: 'services',
  tracking_link: 'orders',
};

/** The answer of the drawing in one word: `no`, `hidden`, or the tier with `+` where personal data is seen. */
export function drawnAnswer(
  principal: Principal,
  action: string,
  things: readonly Ties[] | 'missing' | 'list',
): string {
  const letter = cells.get(`${action} ${principal.kind}`) ?? '.';
  const tier = tiers[letter];
  if (tier === undefined) return 'no';
  if ('bah'.includes(letter) && things !== 'list' && !isDrawnTheirs(principal, things))
    return 'hidden';
  return `${lowest(tier, principal.tierMax)}${letter === 's' ? '' : '+'}`;
}

function isDrawnTheirs({ kind, owns }: Principal, things: readonly Ties[] | 'missing'): boolean {
  if (things === 'missing' || things.length < 1) return false;
  const by = ownersBy[kind] ?? 'orders';
  for (const thing of things)
    if (thing[by].filter((code) => owns[by].indexOf(code) >= 0).length === 0) return false;
  return true;
}

const order = 'basic advanced high';
const lowest = (tier: string, limit: string | undefined): string =>
  limit !== undefined && order.indexOf(limit) < order.indexOf(tier) ? limit : tier;
