import {
  checked,
  countryCode,
  fault,
  faultAt,
  idText,
  itemId,
  list,
  minorUnitExponent,
  nodeId,
  oneOf,
  optional,
  readDocument,
  serviceId,
  shape,
  text,
  timeZoneName,
} from '@ordermesh/core/words';
import type { ReadBy, Reader } from '@ordermesh/core/words';
import { serviceLevels, transportModes } from '@ordermesh/core/network';
import type { ServiceLevel } from '@ordermesh/core/network';
import { standardCurrencies } from '@ordermesh/core/strategy';
import { AppFailure } from '../errors/index.ts';
import type { FieldError } from '../errors/index.ts';
import { clockOf, coordinatesOf, hoursOf, lanesOf, minorOf } from './forms.ts';
import { questions } from './questions.ts';
import type { Given, Part } from './questions.ts';
import { strategyWishes } from './strategy.ts';

/** Reads a text in a form of its own; numbers of the answers file are taken as if they were written out. */
const written = <T>(
  parse: (text: string) => T | undefined,
  how: { blank: T; like: string },
): Reader<T> => ({
  blank: how.blank,
  read: (value, on) => {
    const sent = typeof value === 'number' ? String(value) : value;
    const read = typeof sent === 'string' ? parse(sent.trim()) : undefined;
    if (read !== undefined) return read;
    fault(on, sent === undefined || sent === '' ? 'missing' : 'wrong-format', `Send ${how.like}.`);
    return how.blank;
  },
});

const whole = (max: number): Reader<number> =>
  written((sent) => (/^\d{1,9}$/.test(sent) && Number(sent) <= max ? Number(sent) : undefined), {
    blank: 0,
    like: `a whole number up to ${max}`,
  });

const clock = written(clockOf, { blank: 0, like: 'a time of the day, e.g. 16:00' });
const hours = written(hoursOf, {
  blank: [],
  like: 'opening hours, e.g. Mon-Sat 09:00-20:00; Sun 10:00-16:00, or always',
});
const levelsOf = (sent: string): readonly ServiceLevel[] | undefined => {
  const asked = sent.split(/[,，]/).map((word) => word.trim());
  const known = serviceLevels.filter((level) => asked.includes(level));
  return known.length === asked.length ? known : undefined;
};

const listName = /^([A-Z]{2}(-[A-Z0-9]{1,4}){0,2}|none)$/;

const nodeKindsToBegin = ['store', 'dark_store', 'dc', '3pl'] as const;

const business = {
  name: text({ max: 100 }),
  country: countryCode,
  currency: written((sent) => (standardCurrencies.includes(sent) ? sent : undefined), {
    blank: 'CNY',
    like: `a currency that has a standard strategy: ${standardCurrencies.join(', ')}`,
  }),
  time_zone: timeZoneName,
  holidays: text({
    max: 12,
    pattern: listName,
    like: 'a country or region that has a list of public holidays, e.g. CN or DE-BY, or none',
  }),
};

const node = {
  kind: oneOf(nodeKindsToBegin),
  id: idText(nodeId),
  name: text({ max: 200 }),
  at: written(coordinatesOf, {
    blank: { latitude: 0, longitude: 0 },
    like: 'latitude and longitude in degrees, e.g. 31.23,121.47',
  }),
  postcode: text({ min: 0, max: 16 }),
  hours,
  cut_off: clock,
  handling_minutes: whole(10_080),
  orders_per_hour: whole(1_000_000),
};

const item = {
  id: idText(itemId),
  name: text({ max: 200 }),
  weight_grams: whole(10_000_000),
  units: whole(10_000_000),
};

const carrier = {
  id: idText(serviceId),
  name: text({ max: 200 }),
  lanes: written(lanesOf, {
    blank: [],
    like: 'lanes, the nearest first, each with km, hours and price: 300km 24h 4.90; 1500km 48h 6.90',
  }),
  collects_at: clock,
  delivers: hours,
  levels: written(levelsOf, { blank: [], like: `levels among ${serviceLevels.join(', ')}` }),
  mode: oneOf(transportModes),
};

const leaves: Readonly<Record<Part, Readonly<Record<string, Reader<unknown>>>>> = {
  business,
  nodes: node,
  items: item,
  carriers: carrier,
};

/** What is wrong with one answer; undefined when it may stand. */
export function faultOf(part: Part, key: string, answer: string): FieldError | undefined {
  const reader = leaves[part][key];
  const read = reader && readDocument(reader, answer);
  const [first] = read && !read.ok ? read.refusal : [];
  return first && { pointer: `/${key}`, code: first.reason, why: first.remedy };
}

const path = text({ max: 1024 });

const answers = checked(
  shape({
    ...business,
    nodes: list(shape(node), { max: 1_000 }),
    items: list(shape(item), { max: 1_000 }),
    carriers: list(shape(carrier), { max: 100 }),
    items_file: optional(path),
    stock_file: optional(path),
    strategy: optional(oneOf(strategyWishes)),
  }),
  ({ carriers, currency }, on) => {
    const exponent = minorUnitExponent(currency);
    carriers.forEach(({ lanes }, i) => {
      for (const { price } of lanes)
        if (minorOf(price, exponent) === undefined)
          faultAt(on, ['carriers', i, 'lanes'], {
            reason: 'too-many-decimals',
            remedy: `Prices in ${currency} have ${exponent} decimals; ${price} has more.`,
          });
    });
  },
);

/** What a business answered, read. */
export type Answers = ReadBy<typeof answers>;
/** An answered node. */
export type NodeAnswer = Answers['nodes'][number];
/** An answered carrier service. */
export type CarrierAnswer = Answers['carriers'][number];

/** What may stand in an answers file: lists may be absent. */
const partly = (given: Given): Given => ({ nodes: [], items: [], carriers: [], ...given });

/**
 * Reads answers. The cost is that of the text.
 *
 * @throws AppFailure `answer-invalid`, with every fault at its place: a pointer into the file, or the flag
 */
export function readAnswers(given: Given, fromFlags: ReadonlySet<string> = new Set()): Answers {
  const read = readDocument(answers, partly(given));
  if (read.ok) return read.value;
  const errors = read.refusal.map(({ field, reason, remedy }): FieldError => {
    const flag = flagAt(field);
    return {
      pointer: flag !== undefined && fromFlags.has(flag) ? `--${flag}` : field,
      code: reason,
      why: remedy,
    };
  });
  const [first] = errors;
  throw new AppFailure('answer-invalid', {
    errors,
    why: first ? `${first.pointer}: ${first.why}` : '',
  });
}

/** The flag that asks the question of this place. */
function flagAt(pointer: string): string | undefined {
  const [, first = '', , key] = pointer.split('/');
  if (key === undefined) return flagOf('business', first);
  return first === 'nodes' || first === 'items' || first === 'carriers'
    ? flagOf(first, key)
    : undefined;
}

const flagOf = (part: Part, key: string): string | undefined =>
  questions[part].find((question) => question.key === key)?.flag ??
  (part === 'business' ? key.replaceAll('_', '-') : undefined);
