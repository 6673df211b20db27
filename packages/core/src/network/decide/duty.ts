import type { DutiableGoods } from './network.ts';
import type { DutyRate } from './profile.ts';

/** Rates of one HS prefix, basis points: for any origin, and for named ones. */
interface PrefixRates {
  any: number | undefined;
  readonly byOrigin: Map<string, number>;
}

/** Rates of one destination by HS prefix; `lengths` are the prefix lengths in use, longest first. */
interface Tariff {
  readonly byPrefix: Map<string, PrefixRates>;
  lengths: readonly number[];
}

/**
 * Compiles duty rates to a look-up: basis points for goods that enter a country, 0 when no rate speaks of
 * them. The longest matching HS prefix wins; with the same prefix, a rate for the goods' own origin wins over
 * the rate for any. Goods without an HS code meet only rates for all goods.
 */
export function dutyTable(
  rates: readonly DutyRate[],
): (toCountry: string, goods: DutiableGoods) => number {
  const tariffs = new Map<string, Tariff>();
  for (const rate of rates) addRate(tariffs, rate);
  return (toCountry, goods) => {
    const tariff = tariffs.get(toCountry);
    return tariff ? rateOf(tariff, goods.hsCode ?? '', goods.originCountry) : 0;
  };
}

function rateOf(tariff: Tariff, hsCode: string, originCountry: string | undefined): number {
  for (const length of tariff.lengths) {
    if (length > hsCode.length) continue;
    const rates = tariff.byPrefix.get(hsCode.slice(0, length));
    if (!rates) continue;
    const own = originCountry === undefined ? undefined : rates.byOrigin.get(originCountry);
    const rate = own ?? rates.any;
    if (rate !== undefined) return rate;
  }
  return 0;
}

function addRate(tariffs: Map<string, Tariff>, rate: DutyRate): void {
  const tariff: Tariff = tariffs.get(rate.toCountry) ?? { byPrefix: new Map(), lengths: [] };
  tariffs.set(rate.toCountry, tariff);
  const fresh: PrefixRates = { any: undefined, byOrigin: new Map() };
  const rates = tariff.byPrefix.get(rate.hsPrefix) ?? fresh;
  tariff.byPrefix.set(rate.hsPrefix, rates);
  if (rate.originCountry === undefined) rates.any = rate.rateBasisPoints;
  else rates.byOrigin.set(rate.originCountry, rate.rateBasisPoints);
  if (!tariff.lengths.includes(rate.hsPrefix.length))
    tariff.lengths = [...tariff.lengths, rate.hsPrefix.length].sort((a, b) => b - a);
}
