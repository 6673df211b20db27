import type { ModelFeature } from './document.ts';

/** What is known about a case, by the name of the feature; absent = missing. */
export type NamedValues = Readonly<Record<string, number | string | undefined>>;

/** Writes named values as the row that a model with these features reads. */
export type RowWriter = (values: NamedValues, into: Float32Array) => void;

/** Looks names and categories up once, so that rows are written quickly. A category never seen is missing. */
export function rowWriter(features: readonly ModelFeature[]): RowWriter {
  const writers = features.map((feature) => {
    if (feature.kind === 'number') return (value: unknown) => numberOf(value);
    const places = new Map(feature.categories.map((category, place) => [category, place]));
    return (value: unknown) =>
      typeof value === 'string' ? (places.get(value) ?? Number.NaN) : Number.NaN;
  });
  return (values, into) => {
    for (let column = 0; column < features.length; column += 1) {
      const name = features[column]?.name ?? '';
      into[column] = writers[column]?.(values[name]) ?? Number.NaN;
    }
  };
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
