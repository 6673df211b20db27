import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import type { TransparencyTier } from '@ordermesh/core/parties';

/** An object that refuses unknown keys. */
export const strict = <P extends Type.TProperties>(
  properties: P,
  options: object = {},
): Type.TObject<P> => Type.Object(properties, { additionalProperties: false, ...options });

/** The same schema with a label more; what makes it optional stays. */
const labelled = <S extends TSchema>(schema: S, label: Readonly<Record<string, unknown>>): S => {
  const copy = Object.create(
    Object.getPrototypeOf(schema) as object | null,
    Object.getOwnPropertyDescriptors(schema),
  ) as S;
  return Object.assign(copy, label);
};

/** Shown from this tier on, with what it holds, unless that says otherwise. Without a label: only to the highest. */
export const fromTier = <S extends TSchema>(tier: TransparencyTier, schema: S): S =>
  labelled(pointedTo(schema), { 'x-tier': tier });

/** Writers of OpenAPI forget what stands beside a pointer, so a labelled one stands in a choice of one. */
const pointedTo = <S extends TSchema>(schema: S): S => {
  if (!('$ref' in schema)) return schema;
  const only = Type.Unsafe({ anyOf: [{ $ref: schema.$ref }] });
  return ('~optional' in schema ? Type.Optional(only) : only) as TSchema as S;
};

/** Fields that are shown from this tier on; one that has its own label keeps it. */
export const fieldsFrom = <P extends Type.TProperties>(tier: TransparencyTier, fields: P): P =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      'x-tier' in field ? field : fromTier(tier, field),
    ]),
  ) as P;

/** What a room reads and judges by itself: shown whole to those who see it, for nothing in it is personal. */
export const whole = <S extends TSchema>(schema: S): S => labelled(schema, { 'x-whole': true });

/** Names, addresses and phone numbers: not shown to those who only study. */
export const personal = <S extends TSchema>(schema: S): S =>
  labelled(schema, { 'x-personal': true });

/** Points to a shared schema, and keeps its type. */
export const ref = <S extends TSchema & { readonly $id: string }>(
  schema: S,
): Type.TUnsafe<Static<S>> => Type.Unsafe<Static<S>>({ $ref: `${schema.$id}#` });

/** A shared schema: it gets its own name under `components`. */
export const named = <S extends TSchema>(
  name: string,
  schema: S,
): S & { readonly $id: string } => ({ ...schema, $id: name, title: name });

/** A value that may be null. */
export const nullable = <S extends TSchema>(schema: S): Type.TUnion<[S, Type.TNull]> =>
  Type.Union([schema, Type.Null()]);

/** One of some texts. */
export const oneOf = <T extends string>(
  values: readonly T[],
  options: object = {},
): Type.TUnsafe<T> => Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });

/** Any id: visible characters, at most 200. */
export const idText = (says: string, example?: string): Type.TString =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '^[^\\u0000-\\u0020\\u007f]+$',
    description: says,
    ...(example !== undefined && { examples: [example] }),
  });

/** An integer from 0. */
export const count = (says: string, max = 1_000_000_000): Type.TInteger =>
  Type.Integer({ minimum: 0, maximum: max, description: says });
/** An integer from 1. */
export const positive = (says: string, max = 1_000_000_000): Type.TInteger =>
  Type.Integer({ minimum: 1, maximum: max, description: says });
/** An amount in minor units; may be negative. */
export const minor = (says: string): Type.TInteger =>
  Type.Integer({
    minimum: -Number.MAX_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
    description: says,
  });

/** An RFC 3339 instant that exists: no thirtieth of February, no second 60. */
export const instant = (says: string): Type.TString =>
  Type.String({
    description: `${says} RFC 3339.`,
    maxLength: 40,
    format: 'date-time',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
    examples: ['2026-11-25T08:00:00.000Z'],
  });

export const moneySchema = fromTier(
  'basic',
  named(
    'Money',
    strict(
      {
        amount_minor: minor('Integer minor units of the currency (fen, cents).'),
        currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
      },
      { description: 'An amount of money.', examples: [{ amount_minor: 1182, currency: 'CNY' }] },
    ),
  ),
);

export const windowSchema = fromTier(
  'basic',
  named(
    'Window',
    strict(
      { start: instant('First moment.'), end: instant('End, exclusive.') },
      { description: 'A half-open span of time.' },
    ),
  ),
);

export const externalIdSchema = fromTier(
  'basic',
  named(
    'ExternalId',
    strict(
      {
        system: Type.String({ minLength: 1, maxLength: 64 }),
        id: Type.String({ minLength: 1, maxLength: 200 }),
      },
      {
        description: 'The id that another system gave to the same thing.',
        examples: [{ system: 'shopify', id: '1001' }],
      },
    ),
  ),
);

export const fieldErrorSchema = strict({
  pointer: Type.String({
    description: 'JSON pointer into the body, or the name of a parameter or header.',
  }),
  code: Type.String({ description: 'kebab-case reason.' }),
  why: Type.String({ description: 'What is wrong and what to do.' }),
});

export const problemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: 'The page that explains the code.' }),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      code: Type.String({ pattern: '^OM\\d{4}$' }),
      why: Type.String(),
      try: Type.Array(Type.String()),
      errors: Type.Optional(Type.Array(fieldErrorSchema)),
      trace_id: Type.String(),
      docs: Type.String(),
    },
    {
      description: 'An error, RFC 9457. Further members tell the numbers of this occurrence.',
      examples: [
        {
          type: '/docs/errors/OM2001',
          title: 'The body is not valid',
          status: 400,
          detail: '/lines/0/quantity: It must be integer.',
          code: 'OM2001',
          why: '/lines/0/quantity: It must be integer.',
          try: ['Mend the fields listed in errors.'],
          errors: [
            { pointer: '/lines/0/quantity', code: 'wrong-type', why: 'It must be integer.' },
          ],
          trace_id: '0af7651916cd43dd8448eb211c80319c',
          docs: '/docs/errors/OM2001',
        },
      ],
    },
  ),
);

/** A page of a list. */
export const listOf = (row: TSchema): Type.TObject =>
  strict({
    data: fromTier('basic', Type.Array(row)),
    page: fromTier(
      'basic',
      strict({
        next_cursor: nullable(
          Type.String({ description: 'Hand it back as cursor for the next page.' }),
        ),
        has_more: Type.Boolean(),
      }),
    ),
  });

/** Query parameters of every list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, description: 'Rows in a page; 50 when absent.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1024, description: 'page.next_cursor of the previous page.' }),
  ),
};

/** `dry_run=true`: checks and plans, writes nothing. */
export const dryRunQuery = {
  dry_run: Type.Optional(Type.Boolean({ description: 'true: check and plan, write nothing.' })),
};

/** Rows in a page when the caller does not say. */
export const limitUsual = 50;
