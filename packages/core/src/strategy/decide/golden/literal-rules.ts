import type { LaneFacts, OrderFacts } from '../compiled.ts';
import type { RuleCondition } from '../document.ts';

/** The rule table read literally: the meaning that the compiled form must have. */
function readsAs(
  { field, operator, value }: RuleCondition,
  order: OrderFacts,
  lane: LaneFacts,
): boolean {
  const values: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(Object.entries(order).map(([key, fact]) => [`order.${key}`, fact])),
    'node.id': lane.node.nodeId,
    'node.kind': lane.node.kind,
    'node.tag': lane.node.tags,
    'node.country': lane.node.place.country,
    'node.subdivision': lane.node.place.subdivision,
    'node.entity': lane.node.entity,
    'node.distanceKm': lane.distanceKm,
    'node.loadPercent': lane.loadPercent,
    'lane.serviceId': lane.service === undefined ? '' : lane.service.serviceId,
    'lane.mode': lane.service === undefined ? '' : lane.service.mode,
    'lane.leadHours': lane.leadHours,
  };
  const held = ([] as unknown[]).concat(values[field]);
  const asked = ([] as unknown[]).concat(value);
  const hit = held.some((one) => asked.includes(one));
  if (operator === 'eq' || operator === 'in') return hit;
  if (operator === 'ne' || operator === 'not_in') return !hit;
  if (operator === 'gte') return Number(held[0]) >= Number(value);
  if (operator === 'lte') return Number(held[0]) <= Number(value);
  return held.some((one) => String(one).startsWith(String(value)));
}

/** Whether all conditions hold, read literally. */
export const allRead = (when: readonly RuleCondition[], order: OrderFacts, lane: LaneFacts): boolean =>
  when.every((condition) => readsAs(condition, order, lane));
