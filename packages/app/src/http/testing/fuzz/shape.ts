import fc from 'fast-check';

/** A JSON schema as the OpenAPI document holds it. */
export interface Shape {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Values that a schema allows, at their bounds more often than elsewhere. */
export type ShapeArbitraries = (shape: Shape, name?: string) => fc.Arbitrary<unknown>;

/** What the world holds, by field name: with it a request gets past "not found". */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Reads schemas as arbitraries; `components` by name, `known` values come in half of the cases. */
export function shapeArbitraries(
  components: Readonly<Record<string, Shape>>,
  known: KnownValues,
): ShapeArbitraries {
  const shared = new Map<string, fc.Arbitrary<unknown>>();
  const knownAs = (name: string): readonly string[] =>
    Object.hasOwn(known, name) ? (known[name] ?? []) : [];
  const referred = ($ref: string): fc.Arbitrary<unknown> => {
    const name = $ref.replace('#/components/schemas/', '');
    const held = shared.get(name) ?? of(components[name] ?? {}, name);
    shared.set(name, held);
    return held;
  };
  const of: ShapeArbitraries = (shape, name = '') => {
    if (shape.$ref !== undefined) return referred(shape.$ref);
    if (shape.anyOf !== undefined) return fc.oneof(...shape.anyOf.map((one) => of(one, name)));
    if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
    if (shape.type === 'array') return listOf(shape, of(shape.items ?? {}, singular(name)));
    if (shape.type === 'object') return objectOf(shape, of);
    return plainOf(shape, knownAs(name));
  };
  return of;
}

const singular = (name: string): string => name.replace(/s$/, '');

const listOf = (shape: Shape, one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const minLength = shape.minItems ?? 0;
  return fc.array(one, {
    minLength,
    maxLength: Math.min(shape.maxItems ?? Infinity, minLength + 3),
  });
};

function objectOf(shape: Shape, of: ShapeArbitraries): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape.properties ?? {});
  const model = Object.fromEntries(fields.map(([name, field]) => [name, of(field, name)]));
  const requiredKeys = shape.required?.filter((name) => Object.hasOwn(model, name)) ?? [];
  const named = fc.record(model, { requiredKeys });
  const { additionalProperties: others } = shape;
  if (typeof others !== 'object') return named;
  return fc
    .tuple(
      named,
      fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), of(others), { maxKeys: 3 }),
    )
    .map(([some, more]) => ({ ...more, ...some }));
}

function plainOf(shape: Shape, known: readonly string[]): fc.Arbitrary<unknown> {
  switch (shape.type ?? 'any') {
    case 'string':
      return textOf(shape, known);
    case 'integer':
      return integerOf(shape);
    case 'number':
      return fc.double({
        min: shape.minimum ?? -1e9,
        max: shape.maximum ?? 1e9,
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function integerOf({ minimum, maximum }: Shape): fc.Arbitrary<number> {
  const min = Math.ceil(minimum ?? Number.MIN_SAFE_INTEGER);
  const max = Math.floor(maximum ?? Number.MAX_SAFE_INTEGER);
  const small = { min, max: Math.min(max, Math.max(min, 0) + 20) };
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer(small) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.integer({ min, max }) },
  );
}

const instants = fc
  .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString());

function textOf(shape: Shape, known: readonly string[]): fc.Arbitrary<string> {
  const { pattern, format, examples = [], minLength = 0, maxLength = 400 } = shape;
  const form = pattern === undefined ? undefined : new RegExp(pattern);
  const fits = (text: string): boolean =>
    text.length >= minLength && text.length <= maxLength && form?.test(text) !== false;
  const seen = [...known, ...examples].filter(
    (text): text is string => typeof text === 'string' && fits(text),
  );
  const any =
    form === undefined
      ? fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40), unit: 'binary' })
      : fc.stringMatching(form).filter(fits);
  const fresh = format === 'date-time' ? fc.oneof(instants, any) : any;
  return seen.length === 0
    ? fresh
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...seen) }, { weight: 1, arbitrary: fresh });
}
