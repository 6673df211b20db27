import type { Hub, LoggedEvent, PlacedOrder } from '@ordermesh/core/hub';
import { itemId, nodeId } from '@ordermesh/core/words';
import { windowText } from './clock-words.ts';
import type { EventLine } from './dashboard.ts';
import { money } from './paint.ts';

/** What the screen remembers of the event stream. */
export interface Tally {
  /** An order of the demo's own flow was accepted; gives its line the money and the window. */
  placed(order: PlacedOrder): void;
  readonly statuses: () => readonly { readonly name: string; readonly orders: number }[];
  /** Newest last. */
  readonly lines: () => readonly EventLine[];
  /** Open exceptions, newest first. */
  readonly waiting: () => readonly {
    readonly subject: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
  /** Told of every line that is new, sampled ones included. */
  onLine(listener: (line: EventLine) => void): void;
  stop(): void;
}

/** Statuses in the order of the path; several of the advanced tier share one row here. */
const rows: readonly (readonly [name: string, statuses: readonly string[]])[] = [
  ['allocated', ['accepted', 'allocated']],
  ['picking', ['picking', 'picked']],
  ['packed', ['packed', 'staged', 'loaded']],
  ['ready to collect', ['ready_for_pickup']],
  ['on the way', ['departed', 'in_transit']],
  ['out for delivery', ['out_for_delivery', 'delivery_attempted']],
  ['delivered', ['delivered']],
  ['waiting', ['waiting']],
];

const prefix = 'dev.ordermesh.';
const linesMax = 200;
/** Reasons kept for orders whose answer is still on its way. */
const reasonsMax = 1000;

/** Listens to the hub and keeps what a screen needs: one status per order, the last lines, open exceptions. */
export function tallyOf(hub: Hub, clock: { readonly wallMs: () => number }): Tally {
  const statusOf = new Map<string, string>();
  const reasons = new Map<string, string>();
  const waiting = new Map<string, { subject: string; reason: string; remedy: string }>();
  const listeners: ((line: EventLine) => void)[] = [];
  let lines: EventLine[] = [];
  const sampled = sampler(clock.wallMs);
  const say = (line: EventLine): void => {
    lines = [...lines.slice(-linesMax), line];
    for (const listener of listeners) listener(line);
  };

  function routed(event: LoggedEvent, id: string): void {
    waiting.delete(id);
    if (statusOf.get(id) === 'waiting') statusOf.set(id, 'allocated');
    // Orders of the demo's own flow are shown by `placed`, which knows their money; others come with a trace.
    if (event.traceparent !== undefined) say(routedEventLine(hub, event, '→'));
    else reasons.set(id, whyText(hub, event));
    if (reasons.size > reasonsMax) reasons.delete(reasons.keys().next().value ?? '');
  }

  const turns: Readonly<Record<string, (event: LoggedEvent, id: string) => void>> = {
    'order.placed': (_, id) => statusOf.set(id, 'allocated'),
    'decision.routed': routed,
    'decision.reassigned': (event, id) => {
      waiting.delete(id);
      say(routedEventLine(hub, event, 'moved →'));
    },
    'exception.raised': (event, id) => {
      statusOf.set(id, 'waiting');
      waiting.set(id, exceptionOf(hub, event));
    },
  };

  function heard(event: LoggedEvent): void {
    const type = event.type.slice(prefix.length).replace(/\.v\d+$/, '');
    const id = event.orderId ?? '';
    turns[type]?.(event, id);
    const { status } = event.body;
    if (type.startsWith('fact.') && typeof status === 'string') statusOf.set(id, status);
    const line = lineOf(hub, event, type);
    if (line && (line.tone !== 'plain' || sampled('facts', 2000))) say(line);
  }

  const leave = hub.subscribe(heard);
  return {
    placed: (order) => {
      const id = order.record.order.orderId;
      const reason = reasons.get(id);
      reasons.delete(id);
      if (order.plan && sampled('orders', 450)) say(routedLine(hub, order, reason ?? ''));
    },
    statuses: () => statusRows(statusOf.values()),
    lines: () => lines,
    waiting: () => [...waiting.values()].reverse(),
    onLine: (listener) => listeners.push(listener),
    stop: leave,
  };
}

/** How many orders stand in each row. */
function statusRows(statuses: Iterable<string>): ReturnType<Tally['statuses']> {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return rows.map(([name, some]) => ({
    name,
    orders: some.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0),
  }));
}

/** Lets one of a kind through per span of wall time, so that a screen stays readable. */
function sampler(wallMs: () => number): (kind: string, everyMs: number) => boolean {
  const last = new Map<string, number>();
  return (kind, everyMs) => {
    const now = wallMs();
    if (now - (last.get(kind) ?? -Infinity) < everyMs) return false;
    last.set(kind, now);
    return true;
  };
}

const shortId = (id: string | undefined): string => `…${(id ?? '').slice(-7)}`;

/** The name of a node as the network has it. */
export const nodeName = (hub: Hub, id: unknown): string =>
  hub.network().nodes.find((node) => node.nodeId === nodeId(String(id)))?.name ?? String(id);

/** `Oat milk, 1 L +2`: the first item and how many more lines. */
function basketText(hub: Hub, itemIds: readonly string[]): string {
  const [first = ''] = itemIds;
  const name = hub.item(itemId(first))?.name ?? first;
  return itemIds.length > 1 ? `${name} +${String(itemIds.length - 1)}` : name;
}

function whyText(hub: Hub, event: LoggedEvent): string {
  const { candidates, marginMinor, runnerUp } = event.body;
  const currency = hub.network().currency;
  const next = Array.isArray(runnerUp) ? runnerUp.map((id) => nodeName(hub, id)).join(' and ') : '';
  if (typeof candidates !== 'number' || candidates <= 1) return 'the only node that fits';
  const margin = typeof marginMinor === 'number' && marginMinor >= 0 ? marginMinor : undefined;
  if (next === '' || margin === undefined) return `best of ${String(candidates)}`;
  return `best of ${String(candidates)}; next ${next} +${money(margin, currency)}`;
}

/** An accepted order in one line: what, from where, for how much, when, and why so. */
export function routedLine(hub: Hub, placed: PlacedOrder, why: string): EventLine {
  const { record, plan } = placed;
  const { order, promise } = record;
  const nodes = plan ? plan.parcels.map((parcel) => nodeName(hub, parcel.nodeId)) : ['nobody yet'];
  const items = order.lines.map((line) => line.itemId);
  return {
    at: record.acceptedAt,
    tone: plan ? 'good' : 'bad',
    subject: shortId(order.orderId),
    what: `${basketText(hub, items)} → ${nodes.join(' and ')}`,
    cost: plan ? money(moneyCostOf(plan), hub.network().currency) : '',
    when: promise ? windowText(promise.window, record.acceptedAt) : '',
    why,
  };
}

/** What the plan costs in real money, without the weights of other objectives. */
const moneyCostOf = ({ costItems }: NonNullable<PlacedOrder['plan']>): number =>
  costItems.freightMinor + costItems.handlingMinor + costItems.dutyMinor;

function routedEventLine(hub: Hub, event: LoggedEvent, verb: string): EventLine {
  const parcels = event.body['parcels'];
  const nodes = Array.isArray(parcels)
    ? parcels.map((parcel: readonly unknown[]) => nodeName(hub, parcel[1])).join(' and ')
    : '';
  return {
    at: event.at,
    tone: 'good',
    subject: shortId(event.orderId),
    what: `${verb} ${nodes}`,
    cost: '',
    when: '',
    why: whyText(hub, event),
  };
}

function lineOf(hub: Hub, event: LoggedEvent, type: string): EventLine | undefined {
  const base = { at: event.at, subject: shortId(event.orderId), cost: '', when: '' };
  const { because, state, reason } = event.body;
  const at = nodeName(hub, event.body['nodeId']);
  switch (type) {
    case 'node.rejected':
      return { ...base, tone: 'warn', what: `${at} rejects`, why: String(because) };
    case 'node.short_picked':
      return {
        ...base,
        tone: 'warn',
        what: `${at} finds too few`,
        why: 'the rest looks for another node',
      };
    case 'node.work_taken_back':
      return { ...base, tone: 'warn', what: `taken back from ${at}`, why: String(because) };
    case 'node.health_changed':
      return {
        ...base,
        subject: '',
        tone: state === 'stricken' ? 'bad' : 'good',
        what: `${at} ${state === 'stricken' ? 'is down' : `is ${String(state)}`}`,
        why: String(reason),
      };
    case 'exception.raised':
      return {
        ...base,
        tone: 'bad',
        what: 'waits for people',
        why: exceptionOf(hub, event).reason,
      };
    case 'fact.delivered':
      return { ...base, tone: 'plain', what: 'delivered', why: 'a scan at the door' };
    default:
      return undefined;
  }
}

function exceptionOf(
  hub: Hub,
  event: LoggedEvent,
): { subject: string; reason: string; remedy: string } {
  const nearest = event.body['nearest'];
  return {
    subject: shortId(event.orderId),
    reason: String(event.body['reason'] ?? event.body['kind']).replaceAll('-', ' '),
    remedy: nearestText(hub, nearest as Readonly<Record<string, unknown>> | null),
  };
}

function nearestText(hub: Hub, nearest: Readonly<Record<string, unknown>> | null): string {
  switch (nearest?.['change']) {
    case 'allow-parcels':
      return `allow ${String(nearest['parcels'])} parcels`;
    case 'ship-instead-of-pickup':
      return `ship it from ${nodeName(hub, nearest['nodeId'])}`;
    case 'pickup-elsewhere':
      return `pick-up at ${nodeName(hub, nearest['nodeId'])}`;
    case 'reduce-lines':
      return 'send what is there, fewer units';
    case 'later-promise':
      return 'promise a later window';
    case 'wait-for-supply':
      return `wait for ${String(nearest['itemId'])}`;
    case 'lift-rule':
      return `lift the rule ${String(nearest['ruleId'])}`;
    default:
      return 'cancel, or wait for supply';
  }
}
