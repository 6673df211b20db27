import type { ModelFeature } from './document.ts';

/** What is known about a case, by the name of the feature; absent = missing. */
export type NamedValues = Readonly<Record<string, number | string | undefined>>;

/** Writes named values as the row that a model with these features reads. */
export type RowWriter = (values: NamedValues, into: Float32Array) => void;

/** Looks names and categories up once, so that rows are written quickly. A category never seen is missing. */
export function rowWriter(features: readonly ModelFeature[]): RowWriter {
  const names = features.map(({ name }) => name);
  const places = features.map((feature) =>
    feature.kind === 'number'
      ? undefined
      : new Map(feature.categories.map((category, place) => [category, place])),
  );
  return (values, into) => {
    for (let column = 0; column < names.length; column += 1) {
      const value = values[names[column] as string];
      const of = places[column];
      const number = of && typeof value === 'string' ? of.get(value) : of ? undefined : value;
      into[column] = typeof number === 'number' ? number : Number.NaN;
    }
  };
}
