import type { LoggedEvent } from '@ordermesh/core/hub';

/** Which events a subscription wants; what is empty does not narrow. All that is given must hold. */
export interface EventFilter {
  /** Types without prefix and version; `*` stands for anything: `order.*`. */
  readonly types: readonly string[];
  /** Only of orders from these channels. */
  readonly channels: readonly string[];
  /** Only what names one of these nodes. */
  readonly nodeIds: readonly string[];
  /** Only of orders of these customer tiers. */
  readonly tiers: readonly string[];
}

/** What of its order a filter may look at; it never changes, so that a filter answers the same at every time. */
export interface OrderTraits {
  readonly channel: string;
  readonly tier: string;
}

/** `dev.ordermesh.order.placed.v1` → `order.placed` */
export const shortType = (type: string): string =>
  type.replace(/^dev\.ordermesh\./, '').replace(/\.v\d+$/, '');

/** Whether a text fits a form in which `*` stands for anything. Forms are compared as texts, never as expressions. */
export function fitsForm(text: string, form: string): boolean {
  const [first = '', ...rest] = form.split('*');
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    const found = i === rest.length - 1 ? text.length - part.length : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a subscription wants an event. Webhooks never tell of webhooks, so that none feeds itself. */
export function wants(
  filter: EventFilter,
  event: LoggedEvent,
  order: OrderTraits | undefined,
): boolean {
  const type = shortType(event.type);
  if (type.startsWith('webhook.')) return false;
  return (
    anyOf(filter.types, (form) => fitsForm(type, form)) &&
    anyOf(filter.channels, (channel) => channel === order?.channel) &&
    anyOf(filter.tiers, (tier) => tier === order?.tier) &&
    (filter.nodeIds.length === 0 || namesNode(event.body, new Set(filter.nodeIds)))
  );
}

/** Whether the filter must know the order of an event. */
export const looksAtOrder = ({ channels, tiers }: EventFilter): boolean =>
  channels.length > 0 || tiers.length > 0;

const anyOf = (forms: readonly string[], fits: (form: string) => boolean): boolean =>
  forms.length === 0 || forms.some(fits);

/** Whether a node is named anywhere in what an event says. */
function namesNode(value: unknown, sought: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, held]) =>
    typeof held === 'string' ? key === 'nodeId' && sought.has(held) : namesNode(held, sought),
  );
}
