/** ISO 4217 alphabetic code, e.g. `CNY`. */
export type CurrencyCode = string;

/** An amount in integer minor units of its currency (fen, cents); yen have no minor unit, so ¥5 is 5. */
export interface Money {
  /** Integer, may be negative for credits; |amountMinor| ≤ 2^53 − 1. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
}

/** Currencies whose minor unit is not 1/100. @see ISO 4217 table A.1 */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals the currency's minor unit has. @returns 0, 2 or 3 */
export const minorUnitExponent = (currency: CurrencyCode): number => exponents[currency] ?? 2;

/** Adds two amounts of one currency. @throws Error when the currencies differ */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency)
    throw new Error(`Invariant broken: ${a.currency} and ${b.currency} are never added`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

/** Writes an amount for people, e.g. `12.50 CNY`. */
export function moneyText({ amountMinor, currency }: Money): string {
  const exponent = minorUnitExponent(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  if (exponent === 0) return `${sign}${digits} ${currency}`;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)} ${currency}`;
}
