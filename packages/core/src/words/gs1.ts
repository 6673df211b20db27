import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Which GS1 key is meant: trade item (GTIN), location or party (GLN), logistic unit (SSCC). */
export type Gs1Key = 'gtin' | 'gln' | 'sscc';

/** Why a text is not a GS1 key, with the numbers that explain it and what to do. */
export type Gs1Refusal =
  | { readonly reason: 'not-digits'; readonly key: Gs1Key; readonly remedy: string }
  | {
      readonly reason: 'wrong-length';
      readonly key: Gs1Key;
      readonly lengthDigits: number;
      readonly allowedDigits: readonly number[];
      readonly remedy: string;
    }
  | {
      readonly reason: 'wrong-check-digit';
      readonly key: Gs1Key;
      readonly checkDigit: string;
      readonly expectedCheckDigit: string;
      readonly remedy: string;
    };

const lengths: Readonly<Record<Gs1Key, readonly number[]>> = {
  gtin: [8, 12, 13, 14],
  gln: [13],
  sscc: [18],
};

/**
 * The check digit of a GS1 key, from its digits without it.
 *
 * @param digits only 0–9, at least one
 * @returns one digit
 * @see GS1 General Specifications §7.9.1, standard check digit calculation (weights 3, 1 from the right)
 */
export function checkDigitOf(digits: string): string {
  let sum = 0;
  for (let at = digits.length - 1, weight = 3; at >= 0; at -= 1, weight = 4 - weight)
    sum += weight * (digits.charCodeAt(at) - 48);
  return String((10 - (sum % 10)) % 10);
}

/**
 * Reads a GTIN-8, -12, -13 or -14 and writes it with 14 digits, the one form that the house stores.
 *
 * Refuses what is not digits, not of an allowed length, or fails its check digit.
 */
export function gtin14(text: string): Outcome<string, Gs1Refusal> {
  const key = readKey('gtin', text);
  return key.ok ? accept(key.value.padStart(14, '0')) : key;
}

/** Reads a GLN: 13 digits with a valid check digit. Refuses as `gtin14` does. */
export const gln = (text: string): Outcome<string, Gs1Refusal> => readKey('gln', text);

/** Reads an SSCC: 18 digits with a valid check digit. Refuses as `gtin14` does. */
export const sscc = (text: string): Outcome<string, Gs1Refusal> => readKey('sscc', text);

/**
 * Makes the SSCC of one parcel from a licensee's prefix and a running number.
 *
 * @param companyPrefix 4–12 digits licensed from GS1
 * @param serial integer ≥ 0; must fit in the digits that the prefix leaves (16 − prefix length)
 * @param extension 0–9, free for the licensee
 * @throws Error when the number does not fit: a bug of the caller, who numbers the parcels
 */
export function ssccOf(companyPrefix: string, serial: number, extension = 0): string {
  const room = 16 - companyPrefix.length;
  const reference = String(serial).padStart(room, '0');
  if (reference.length !== room || !/^\d{17}$/.test(`${extension}${companyPrefix}${reference}`))
    throw new Error(`Invariant broken: parcel number ${serial} fits prefix ${companyPrefix}`);
  const digits = `${extension}${companyPrefix}${reference}`;
  return digits + checkDigitOf(digits);
}

function readKey(key: Gs1Key, text: string): Outcome<string, Gs1Refusal> {
  if (!/^\d+$/.test(text))
    return refuse({
      reason: 'not-digits',
      key,
      remedy: `Write the ${key.toUpperCase()} with digits only, without spaces or hyphens.`,
    });
  const allowedDigits = lengths[key];
  if (!allowedDigits.includes(text.length))
    return refuse({
      reason: 'wrong-length',
      key,
      lengthDigits: text.length,
      allowedDigits,
      remedy: `A ${key.toUpperCase()} has ${allowedDigits.join(', ')} digits; this one has ${text.length}.`,
    });
  const checkDigit = text.slice(-1);
  const expectedCheckDigit = checkDigitOf(text.slice(0, -1));
  if (checkDigit !== expectedCheckDigit)
    return refuse({
      reason: 'wrong-check-digit',
      key,
      checkDigit,
      expectedCheckDigit,
      remedy: `The last digit should be ${expectedCheckDigit}, not ${checkDigit}: look for a mistyped or swapped digit.`,
    });
  return accept(text);
}
