/**
 * What a decision answers: it either holds, or it is refused for a business reason.
 *
 * A refusal is expected and travels as a value; a broken invariant is a bug and throws (`ensure`).
 */
export type Outcome<T, Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The decision holds. */
export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({
  ok: true,
  value,
});

/** The decision is refused, with the numbers that explain it. */
export const refuse = <R>(refusal: R): { readonly ok: false; readonly refusal: R } => ({
  ok: false,
  refusal,
});

/**
 * Throws when our own code broke a promise. Never use it for bad input from outside.
 *
 * @throws Error naming the invariant
 */
export function ensure(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${invariant}`);
}

/** Closes a `switch` over a union: the compiler proves that no case is left. */
export const unreachable = (value: never): never => {
  throw new Error(`Unreachable case: ${JSON.stringify(value)}`);
};
