/** Fails the test when the two differ; the test framework's own comparison, so that its report is the reader's. */
export type Same = (actual: unknown, expected: unknown) => void;

/** A sentence about a port, and how to see whether it holds on a fresh implementation. */
export interface ContractCase<Port> {
  readonly name: string;
  readonly run: (port: Port, same: Same) => Promise<void>;
}

/** Plain JSON: an absent field and an undefined one are the same to readers. */
export const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

/** Result of a commit in one word: `ok` or the reason of the refusal. */
export const wordOf = (
  result: { readonly ok: true } | { readonly ok: false; readonly refusal: { reason: string } },
): string => (result.ok ? 'ok' : result.refusal.reason);
