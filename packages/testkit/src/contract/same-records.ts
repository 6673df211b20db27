import { deepStrictEqual } from 'node:assert/strict';

/**
 * Compares records as a store may give them back: a field that is undefined and one that is absent are the same, because
 * a database keeps documents as JSON.
 */
export function sameRecords(actual: unknown, expected: unknown, says?: string): void {
  deepStrictEqual(asKept(actual), asKept(expected), says);
}

const asKept = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
