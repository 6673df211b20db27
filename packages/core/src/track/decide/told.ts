import type { Sentence } from '../../route/decide/index.ts';

/** How a statement is known: a fact, a fact about the container, a decision, or only a forecast. */
export type BasisKind = 'fact' | 'inferred' | 'decision' | 'prediction';

/** A statement that says what it rests on. */
export interface Told<Word extends string> {
  readonly status: Word;
  /** For people. */
  readonly label: Sentence;
  /** Event hashes of the facts, or ids of the decisions, that the statement rests on. */
  readonly basis: readonly string[];
  /** When the last of them happened, epoch ms UTC. */
  readonly asOf: number;
  readonly kind: BasisKind;
}

/** What a statement rests on, without the statement. */
export type Basis = Pick<Told<string>, 'basis' | 'asOf' | 'kind'>;

/** Joins the grounds of several statements; the weakest kind counts. */
export function jointBasis(all: readonly Basis[]): Basis {
  return {
    basis: [...new Set(all.flatMap(({ basis }) => basis))],
    asOf: all.reduce((latest, { asOf }) => Math.max(latest, asOf), 0),
    kind: all.reduce<BasisKind>((weakest, { kind }) => weaker(weakest, kind), 'fact'),
  };
}

const strongestFirst: readonly BasisKind[] = ['fact', 'inferred', 'decision', 'prediction'];

const weaker = (a: BasisKind, b: BasisKind): BasisKind =>
  strongestFirst.indexOf(a) > strongestFirst.indexOf(b) ? a : b;
