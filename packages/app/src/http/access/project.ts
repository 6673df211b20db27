import { reachesTier, transparencyTiers } from '@ordermesh/core/parties';
import type { Sight, TransparencyTier } from '@ordermesh/core/parties';
import { sharedSchemas } from '../schemas/index.ts';

/** What a projection reads of a JSON schema. */
interface Shape {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly required?: readonly string[];
  /** The tier from which on a field is shown; without one, that of what it stands in. */
  readonly 'x-tier'?: TransparencyTier;
  /** Name, address, phone: for those who may see whom it is about. */
  readonly 'x-personal'?: boolean;
  /** Nothing in it is named here; it is shown whole to those who see it. */
  readonly 'x-whole'?: boolean;
}

const shared = new Map<string, Shape>(
  sharedSchemas.map((schema) => [`${schema.$id}#`, schema as Shape]),
);

/** A schema where it stands. */
interface Place {
  readonly shape: Shape;
  /** From which tier on it is shown at all. */
  readonly shown: TransparencyTier;
  /** From which tier on what it holds is shown, where that says nothing itself. */
  readonly within: TransparencyTier;
}

/** A shared schema speaks for itself wherever it is pointed to; without a label it is for the highest tier. */
function placeOf(shape: Shape, around: TransparencyTier): Place {
  const label = shape['x-tier'];
  if (shape.$ref === undefined) {
    const shown = label ?? shownOfAll(shape.anyOf, around);
    return { shape, shown, within: shown };
  }
  const target = shared.get(shape.$ref) ?? {};
  const within = target['x-tier'] ?? 'high';
  return { shape: target, shown: label ?? within, within };
}

/** A choice is shown to those who may see every one of its cases. */
const shownOfAll = (
  cases: readonly Shape[] | undefined,
  around: TransparencyTier,
): TransparencyTier =>
  (cases ?? [])
    .filter(({ type }) => type !== 'null')
    .map((one) => placeOf(one, around).shown)
    .reduce(
      (a, b) => (reachesTier(a, b) ? a : b),
      cases === undefined ? around : transparencyTiers[0],
    );

/**
 * What a reader sees of an answer: fields whose tier they reach, and personal ones only if they may. What the schema
 * does not name is not shown.
 */
export const seenOf = (schema: object, answer: unknown, sight: Sight): unknown =>
  seen(placeOf(schema, 'high'), answer, sight);

function seen(place: Place, value: unknown, sight: Sight): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = itemsOf(place);
    return items && reachesTier(sight.tier, items.shown)
      ? value.map((item) => seen(items, item, sight))
      : [];
  }
  if (place.shape['x-whole'] === true) return reachesTier(sight.tier, place.within) ? value : {};
  const fields = fieldsOf(place);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => {
      const field = fields.get(key);
      return field && isSeen(field, sight) ? [[key, seen(field, held, sight)]] : [];
    }),
  );
}

/** Whether a field is shown to a reader. */
const isSeen = ({ shape, shown, isPersonal }: FieldPlace, sight: Sight): boolean =>
  reachesTier(sight.tier, shown) &&
  (sight.seesPersonal || !(isPersonal || shape['x-personal'] === true));

interface FieldPlace extends Place {
  readonly isPersonal: boolean;
}

/** Fields by name; of a choice those of all its cases. */
function fieldsOf({ shape, within }: Place): ReadonlyMap<string, FieldPlace> {
  return new Map([
    ...(shape.anyOf ?? []).flatMap((one) => [...fieldsOf(placeOf(one, within))]),
    ...Object.entries(shape.properties ?? {}).map(
      ([name, field]) =>
        [name, { ...placeOf(field, within), isPersonal: field['x-personal'] === true }] as const,
    ),
  ]);
}

function itemsOf({ shape, within }: Place): Place | undefined {
  const items = shape.items ?? shape.anyOf?.find((one) => one.items !== undefined)?.items;
  return items && placeOf(items, within);
}
