import {
  checked,
  decimal,
  fault,
  faultAt,
  integer,
  list,
  oneOf,
  shape,
  text,
} from '../../../words/index.ts';
import type { Reader, Reading } from '../../../words/index.ts';
import { takesList } from '../conditions.ts';
import type { RuleOperator } from '../document.ts';
import { fieldByJsonName, ruleFields } from '../fields.ts';
import type { FieldDefinition } from '../fields.ts';
import type { ConditionJson } from '../json.ts';
import { didYouMean, quoted } from './faults.ts';

const conditionsMax = 16;
const valuesMax = 500;
const valueLengthMax = 128;

const operators = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gte',
  'lte',
  'starts_with',
] as const satisfies readonly RuleOperator[];
const jsonNames = ruleFields.map(({ jsonName }) => jsonName);
const orderJsonNames = ruleFields.filter(({ scope }) => scope === 'order').map((f) => f.jsonName);

/** Reads the conditions of one rule; `orderOnly` for scenarios, which are chosen before any node is looked at. */
export const conditions = (orderOnly: boolean): Reader<readonly ConditionJson[]> =>
  list(condition(orderOnly), { max: conditionsMax });

const plain = shape({
  field: text({ max: valueLengthMax }),
  operator: oneOf(operators),
  value: { blank: '', read: (value: unknown) => value } satisfies Reader<unknown>,
});

/** Reads one cell. Which operators and values are right depends on the field. */
function condition(orderOnly: boolean): Reader<ConditionJson> {
  const blank: ConditionJson = { field: 'order.channel', operator: 'eq', value: '' };
  const read = (sent: unknown, on: Reading): ConditionJson => {
    const faultsBefore = on.faults.length;
    const { field, operator, value } = plain.read(sent, on);
    if (on.faults.length > faultsBefore) return blank;
    const definition = fieldNamed(field, orderOnly, on);
    if (definition === undefined) return blank;
    if (!definition.operators.includes(operator)) {
      const remedy = `${field} is a ${definition.type}; use ${definition.operators.join(', ')}.`;
      faultAt(on, ['operator'], { reason: 'wrong-operator', remedy });
      return blank;
    }
    on.path.push('value');
    const known = valueReader(definition, operator).read(value, on);
    on.path.pop();
    return { field, operator, value: known };
  };
  return { blank, read };
}

function fieldNamed(name: string, orderOnly: boolean, on: Reading): FieldDefinition | undefined {
  const definition = fieldByJsonName(name);
  if (definition === undefined) {
    const known = didYouMean(name, orderOnly ? orderJsonNames : jsonNames);
    const remedy = `${quoted(name)} is no field of rules. ${known}`;
    faultAt(on, ['field'], { reason: 'unknown-rule-field', remedy });
  } else if (orderOnly && definition.scope !== 'order') {
    const remedy = 'A scenario is chosen per order: use a field that begins with "order.".';
    faultAt(on, ['field'], { reason: 'wrong-scope', remedy });
  } else return definition;
  return undefined;
}

function valueReader(
  definition: FieldDefinition,
  operator: RuleOperator,
): Reader<ConditionJson['value']> {
  const one = definition.type === 'number' ? numberOf(definition) : textOf(definition, operator);
  if (!takesList(operator)) return one;
  return checked(list<string | number>(one, { min: 1, max: valuesMax }), (values, on) => {
    if (new Set(values).size < values.length) fault(on, 'duplicate', 'Name each value once.');
  });
}

function numberOf({ range }: FieldDefinition): Reader<number> {
  const limits = range ?? { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true };
  const reader = limits.integer ? integer(limits) : decimal(limits);
  // Adding zero turns -0 into 0, so that what is written and read again is equal.
  return { blank: reader.blank, read: (value, on) => reader.read(value, on) + 0 };
}

function textOf({ values, pattern, says, jsonName }: FieldDefinition, operator: RuleOperator) {
  const exact = pattern !== undefined && operator !== 'starts_with';
  const shaped = exact ? { pattern, like: `a value of ${jsonName}: ${says.en}` } : {};
  return checked(text({ max: valueLengthMax, ...shaped }), (word, on) => {
    if (values === undefined || values.includes(word)) return;
    fault(on, 'unknown-value', `${quoted(word)} is no ${jsonName}. ${didYouMean(word, values)}`);
  });
}
