import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { AppFailure, didYouMean } from '../../errors/index.ts';
import type { ErrorName, FieldError } from '../../errors/index.ts';
import { pointerPart } from '../../json/index.ts';

/** Checks a value against a schema. @throws AppFailure with every field that is wrong */
export type Validator = (value: unknown) => void;

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** How many wrong fields one answer names. */
const errorsMax = 20;

/**
 * Compiles a schema. Nothing is converted: "3" is not 3. Unknown keys are refused with the nearest known one.
 *
 * @param failure which error to raise
 */
export function validatorOf(schema: TSchema, failure: ErrorName): Validator {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return;
    const errors = fieldErrors(compiled.Errors(value), schema);
    throw new AppFailure(failure, { why: whyOf(errors), errors });
  };
}

const whyOf = (errors: readonly FieldError[]): string => {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return first === undefined
    ? 'It does not match the schema.'
    : `${first.pointer || '/'}: ${first.why}${more}`;
};

function fieldErrors(found: readonly SchemaError[], schema: TSchema): readonly FieldError[] {
  return found
    .filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf')
    .concat(found.filter(({ keyword }) => keyword === 'anyOf'))
    .flatMap((error) => errorsOf(error, schema))
    .slice(0, errorsMax);
}

function errorsOf(error: SchemaError, schema: TSchema): readonly FieldError[] {
  const pointer = error.instancePath;
  const { additionalProperties, requiredProperties } = error.params as {
    additionalProperties?: readonly string[];
    requiredProperties?: readonly string[];
  };
  if (error.keyword === 'additionalProperties' && additionalProperties !== undefined) {
    const known = knownKeys(schema, pointer);
    return additionalProperties.map((key) => ({
      pointer: `${pointer}/${pointerPart(key)}`,
      code: 'unknown-key',
      why: `"${key}" is not known here. ${didYouMean(key, known) || `Known: ${known.join(', ')}.`}`,
    }));
  }
  if (error.keyword === 'required' && requiredProperties !== undefined)
    return requiredProperties.map((key) => ({
      pointer: `${pointer}/${pointerPart(key)}`,
      code: 'missing',
      why: `"${key}" is required.`,
    }));
  return [{ pointer, code: codes[error.keyword] ?? error.keyword, why: `It ${error.message}.` }];
}

const codes: Readonly<Record<string, string>> = {
  type: 'wrong-type',
  minimum: 'too-small',
  maximum: 'too-large',
  maxItems: 'too-many',
  minItems: 'too-few',
  maxLength: 'too-long',
  minLength: 'too-short',
  pattern: 'wrong-form',
  format: 'wrong-form',
  anyOf: 'not-one-of',
  enum: 'not-one-of',
  const: 'not-one-of',
};

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** Keys that the schema knows at a place of the value. */
function knownKeys(schema: TSchema, pointer: string): readonly string[] {
  let node: SchemaNode | undefined = schema;
  for (const part of pointer.split('/').slice(1))
    node = node?.items ?? node?.properties?.[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  return Object.keys(node?.properties ?? {});
}

/**
 * Reads query parameters, which are always text, as the numbers and booleans that the schema asks for. A text
 * that is no number stays a text, and the validation names it.
 */
export function queryValues(
  query: Readonly<Record<string, unknown>>,
  schema: TSchema,
): Record<string, unknown> {
  const properties =
    (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  return Object.fromEntries(
    Object.entries(query).map(([key, raw]) => [key, queryValue(raw, properties[key]?.type)]),
  );
}

function queryValue(raw: unknown, type: string | undefined): unknown {
  if (typeof raw !== 'string') return raw;
  if (type === 'integer' && /^-?\d{1,15}$/.test(raw)) return Number(raw);
  if (type === 'boolean' && (raw === 'true' || raw === 'false')) return raw === 'true';
  return raw;
}
