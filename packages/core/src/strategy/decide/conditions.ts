import { ensure, unreachable } from '../../words/index.ts';
import type { LaneFacts, OrderFacts } from './compiled.ts';
import type { RuleCondition, RuleField, RuleOperator } from './document.ts';

/** Whether something holds of the facts. */
export type Test<Facts> = (facts: Facts) => boolean;

type OrderField = Extract<RuleField, `order.${string}`>;
type LaneField = Exclude<RuleField, OrderField>;
type Value = string | number;

/** Whether all order conditions hold; true when there are none. */
export function orderTest(when: readonly RuleCondition[]): Test<OrderFacts> {
  return all(when.map((condition) => of(readerIn(orderReaders, condition), condition)));
}

/**
 * Whether all node and lane conditions hold; true when there are none. Limits are looked at first: a comparison of
 * numbers is cheap, and rarely holds.
 */
export function laneTest(when: readonly RuleCondition[]): Test<LaneFacts> {
  const isLimit = ({ operator }: RuleCondition): boolean =>
    operator === 'gte' || operator === 'lte';
  const limitsFirst = [...when.filter(isLimit), ...when.filter((one) => !isLimit(one))];
  return all(
    limitsFirst.map((condition) =>
      condition.field === 'node.tag'
        ? tagTest(condition)
        : of(readerIn(laneReaders, condition), condition),
    ),
  );
}

type Readers<Facts> = Partial<Readonly<Record<RuleField, (facts: Facts) => Value>>>;

function readerIn<Facts>(
  readers: Readers<Facts>,
  { field }: RuleCondition,
): (facts: Facts) => Value {
  const read = readers[field];
  ensure(read !== undefined, `${field} is asked of what it describes`);
  return read;
}

const orderReaders: Readonly<Record<OrderField, (order: OrderFacts) => Value>> = {
  'order.channel': (order) => order.channel,
  'order.tier': (order) => order.tier,
  'order.serviceLevel': (order) => order.serviceLevel,
  'order.country': (order) => order.country,
  'order.subdivision': (order) => order.subdivision,
  'order.postcode': (order) => order.postcode,
  'order.currency': (order) => order.currency,
  'order.valueMinor': (order) => order.valueMinor,
  'order.weightGrams': (order) => order.weightGrams,
  'order.lineCount': (order) => order.lineCount,
  'order.temperatureClass': (order) => order.temperatureClass,
  'order.hourOfDay': (order) => order.hourOfDay,
  'order.gift': (order) => order.gift,
  'order.incoterm': (order) => order.incoterm,
  'order.entity': (order) => order.entity,
};

const laneReaders: Readonly<Record<Exclude<LaneField, 'node.tag'>, (lane: LaneFacts) => Value>> = {
  'node.id': (lane) => lane.node.nodeId,
  'node.kind': (lane) => lane.node.kind,
  'node.country': (lane) => lane.node.place.country,
  'node.subdivision': (lane) => lane.node.place.subdivision,
  'node.distanceKm': (lane) => lane.distanceKm,
  'node.loadPercent': (lane) => lane.loadPercent,
  'node.entity': (lane) => lane.node.entity ?? '',
  'lane.serviceId': (lane) => lane.service?.serviceId ?? '',
  'lane.mode': (lane) => lane.service?.mode ?? '',
  'lane.leadHours': (lane) => lane.leadHours,
};

/** One cell of the table: reads one value and compares it. */
function of<Facts>(read: (facts: Facts) => Value, { operator, value }: RuleCondition): Test<Facts> {
  switch (operator) {
    case 'eq':
      return (facts) => read(facts) === value;
    case 'ne':
      return (facts) => read(facts) !== value;
    case 'in': {
      const wanted = setOf(value);
      return (facts) => wanted.has(read(facts));
    }
    case 'not_in': {
      const unwanted = setOf(value);
      return (facts) => !unwanted.has(read(facts));
    }
    case 'gte':
      return (facts) => read(facts) >= value;
    case 'lte':
      return (facts) => read(facts) <= value;
    case 'starts_with': {
      const prefix = String(value);
      return (facts) => String(read(facts)).startsWith(prefix);
    }
    default:
      return unreachable(operator);
  }
}

/** Tags are many: the positive operators ask whether any tag fits, the negative ones whether none does. */
function tagTest({ operator, value }: RuleCondition): Test<LaneFacts> {
  const wanted = setOf(typeof value === 'object' ? value : [value]);
  const any = (lane: LaneFacts) => lane.node.tags.some((tag) => wanted.has(tag));
  if (operator === 'eq' || operator === 'in') return any;
  if (operator === 'ne' || operator === 'not_in') return (lane) => !any(lane);
  ensure(operator === 'starts_with', `${operator} is no operator of tags`);
  const prefix = String(value);
  return (lane) => lane.node.tags.some((tag) => tag.startsWith(prefix));
}

function setOf(value: RuleCondition['value']): ReadonlySet<Value> {
  ensure(typeof value === 'object', 'in and not_in have a list');
  return new Set(value);
}

/** Joins cells by AND; the short cases, which nearly all rules are, need no loop. */
function all<Facts>(tests: readonly Test<Facts>[]): Test<Facts> {
  const [first, second, third] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (third === undefined) return (facts) => first(facts) && second(facts);
  if (tests.length === 3) return (facts) => first(facts) && second(facts) && third(facts);
  return (facts) => {
    for (const holds of tests) if (!holds(facts)) return false;
    return true;
  };
}

/** Which operators take a list instead of one value. */
export const takesList = (operator: RuleOperator): boolean =>
  operator === 'in' || operator === 'not_in';
