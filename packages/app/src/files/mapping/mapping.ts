import { AppFailure, didYouMean } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';
import { kindSpecs } from '../kinds.ts';
import type { FileKind } from '../kinds.ts';

/** Where a column goes, and how its cells are written. */
export interface ColumnRule {
  /** Dot path of the field, e.g. `on_hand_units` or `ship_to.postcode`; null = the column is passed over. */
  readonly field: string | null;
  /** Numbers are multiplied by this (12 for cartons of twelve, 1000 for kilograms) and must come out whole. */
  readonly factor?: number;
  /** `1.234,5` instead of `1,234.5`. */
  readonly decimal_comma?: boolean;
  /** Form of dates, e.g. `DD.MM.YYYY HH:mm`; default RFC 3339. */
  readonly date_format?: string;
  /** IANA zone of dates without an offset; default UTC. */
  readonly time_zone?: string;
  /** Cell text → value, e.g. `{"ja": true}`. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What a mapping file says of a table that other people wrote. */
export interface Mapping {
  /** Heading → field or rule. Headings that are not named keep their name as the field. */
  readonly columns?: Readonly<Record<string, string | null | ColumnRule>>;
  /** Fields with one value in every row, e.g. `{"currency": "CNY"}`. */
  readonly constants?: Readonly<Record<string, unknown>>;
  readonly decimal_comma?: boolean;
  readonly date_format?: string;
  readonly time_zone?: string;
  /** `,` `;` tab or `|`; found from the heading when absent. */
  readonly delimiter?: string;
  /** e.g. `gb18030`, `utf-16le`, `windows-1252`; a byte order mark wins, else UTF-8. */
  readonly encoding?: string;
  /** Name of the sheet of a workbook; the first when absent. */
  readonly sheet?: string;
  /** How many rows stand above the heading. */
  readonly skip_rows?: number;
}

const ruleKeys = ['field', 'factor', 'decimal_comma', 'date_format', 'time_zone', 'values'];
const mappingTypes: Readonly<Record<keyof Mapping, 'object' | 'boolean' | 'string' | 'number'>> = {
  columns: 'object',
  constants: 'object',
  decimal_comma: 'boolean',
  date_format: 'string',
  time_zone: 'string',
  delimiter: 'string',
  encoding: 'string',
  sheet: 'string',
  skip_rows: 'number',
};

/** Reads a mapping. @throws AppFailure `mapping-invalid` naming every fault */
export function readMapping(value: unknown): Mapping {
  const errors = isObject(value)
    ? [...Object.entries(value).flatMap(keyFaults), ...columnFaults(value['columns'])]
    : [{ pointer: '', code: 'not-an-object', why: 'A mapping is a JSON object.' }];
  const [first] = errors;
  if (first)
    throw new AppFailure('mapping-invalid', {
      why: `${first.pointer || '/'}: ${first.why}`,
      errors,
    });
  return value as Mapping;
}

function keyFaults([key, held]: [string, unknown]): readonly FieldError[] {
  const known = mappingTypes[key as keyof Mapping] as string | undefined;
  const pointer = `/${key}`;
  if (known === undefined)
    return [
      {
        pointer,
        code: 'unknown-key',
        why: `Remove it. ${didYouMean(key, Object.keys(mappingTypes))}`.trim(),
      },
    ];
  return (known === 'object' ? isObject(held) : typeof held === known)
    ? []
    : [
        {
          pointer,
          code: 'wrong-type',
          why: `Send ${known === 'object' ? 'an object' : `a ${known}`}.`,
        },
      ];
}

const columnFaults = (columns: unknown): readonly FieldError[] =>
  Object.entries(isObject(columns) ? columns : {}).flatMap(([heading, rule]) => {
    const pointer = `/columns/${heading}`;
    if (rule === null || typeof rule === 'string') return [];
    if (!isObject(rule) || !('field' in rule))
      return [
        {
          pointer,
          code: 'wrong-type',
          why: 'Send the name of a field, null, or a rule with "field".',
        },
      ];
    return Object.keys(rule)
      .filter((key) => !ruleKeys.includes(key))
      .map((key) => ({
        pointer: `${pointer}/${key}`,
        code: 'unknown-key',
        why: `Remove it. ${didYouMean(key, ruleKeys)}`.trim(),
      }));
  });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A column of a table with its rule, in the order of the table. */
export interface MappedColumn extends ColumnRule {
  readonly heading: string;
}

/**
 * Joins the heading of a table and a mapping.
 *
 * @throws AppFailure `mapping-invalid` when a column goes nowhere, two go to one field, or the mapping names a heading
 *   that is not there
 */
export function mappedColumns(
  kind: FileKind,
  headings: readonly string[],
  mapping: Mapping,
): readonly MappedColumn[] {
  const columns = headings.map((heading) => mappedColumn(kind, heading, mapping));
  const errors = [
    ...Object.keys(mapping.columns ?? {})
      .filter((heading) => !headings.includes(heading))
      .map((heading) => ({
        pointer: `/columns/${heading}`,
        code: 'no-such-column',
        why: `The file has no column "${heading}". ${didYouMean(heading, headings)}`.trim(),
      })),
    ...columns.flatMap((column) => fieldFaults(kind, column, columns)),
  ];
  const [first] = errors;
  if (first) throw new AppFailure('mapping-invalid', { why: first.why, errors });
  return columns;
}

function mappedColumn(kind: FileKind, heading: string, mapping: Mapping): MappedColumn {
  const given = mapping.columns?.[heading];
  const { decimal_comma, date_format, time_zone } = mapping;
  const everywhere = Object.fromEntries(
    Object.entries({ decimal_comma, date_format, time_zone }).filter(
      ([, held]) => held !== undefined,
    ),
  );
  if (typeof given === 'object' && given !== null) return { heading, ...everywhere, ...given };
  const isOurs = heading.startsWith('_') || kindSpecs[kind].readOnly.includes(heading);
  const unnamed = isOurs ? null : heading;
  return { heading, ...everywhere, field: given === undefined ? unnamed : given };
}

function fieldFaults(
  kind: FileKind,
  { heading, field }: MappedColumn,
  all: readonly MappedColumn[],
): readonly FieldError[] {
  if (field === null) return [];
  const pointer = `/columns/${heading}`;
  const known = Object.keys(kindSpecs[kind].fields);
  if (!known.includes(field))
    return [
      {
        pointer,
        code: 'unknown-field',
        why: `Column "${heading}": ${kind} have no field "${field}". ${didYouMean(field, known) || `Known: ${known.join(', ')}.`} To pass it over, map it to null.`,
      },
    ];
  const first = all.find((one) => one.field === field);
  return first?.heading === heading
    ? []
    : [
        {
          pointer,
          code: 'field-twice',
          why: `Columns "${first?.heading ?? ''}" and "${heading}" both go to ${field}.`,
        },
      ];
}
