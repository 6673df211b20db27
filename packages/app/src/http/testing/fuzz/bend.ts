import fc from 'fast-check';
import { hostileKeys, hostileValues } from './hostile.ts';

/** One thing that is wrong with an otherwise valid value. */
interface Bend {
  readonly kind: 'replace' | 'drop' | 'add' | 'wrap' | 'repeat';
  /** Which of the places, counted in reading order. */
  readonly place: number;
  readonly key: string;
  readonly value: unknown;
}

const bends: fc.Arbitrary<Bend> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'wrap', 'repeat'),
  place: fc.nat(10_000),
  key: hostileKeys,
  value: hostileValues,
});

/** Values near those of an arbitrary: one place, seldom two, is wrong, missing, unknown, nested or repeated. */
export const nearly = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.array(bends, { minLength: 1, maxLength: 2 }))
    .map(([value, wrongs]) => wrongs.reduce(bent, value));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const childrenOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
};

const placesIn = (value: unknown): number =>
  childrenOf(value).reduce<number>((sum, child) => sum + placesIn(child), 1);

function bent(value: unknown, bend: Bend): unknown {
  return bentAt(value, bend.place % placesIn(value), bend);
}

/** Rebuilds a value with the place, counted from it, changed; a dropped place is undefined. */
function bentAt(value: unknown, place: number, bend: Bend): unknown {
  if (place === 0) return wrong(value, bend);
  let left = place - 1;
  const walked = (child: unknown): unknown => {
    const size = placesIn(child);
    const isHere = left >= 0 && left < size;
    const made = isHere ? bentAt(child, left, bend) : child;
    left -= size;
    return made;
  };
  if (Array.isArray(value)) return value.map(walked).filter((child) => child !== undefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, walked(child)]));
}

/** `fromEntries` makes `__proto__` a key of its own, as a stranger's JSON would have it. */
function wrong(value: unknown, { kind, key, value: other }: Bend): unknown {
  if (kind === 'drop') return undefined;
  if (kind === 'add' && isObject(value))
    return Object.fromEntries([...Object.entries(value), [key, other]]);
  if (kind === 'wrap') return [value];
  if (kind === 'repeat' && Array.isArray(value) && value.length > 0)
    return Array.from({ length: 300 }, (_, i) => value[i % value.length] as unknown);
  return other;
}
