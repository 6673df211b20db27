import { createHash } from 'node:crypto';

/**
 * Writes JSON with sorted keys and without blanks, so that two bodies that mean the same are the same text.
 *
 * @see RFC 8785 §3.2 (for the values that occur here: safe numbers, texts, booleans, null)
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(',')}}`;
}

/** SHA-256 of a text, 64 hex digits. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
