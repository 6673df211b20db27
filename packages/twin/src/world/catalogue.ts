import { checkDigitOf, itemId } from '@ordermesh/core/words';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { Chance } from '../chance.ts';
import { groups, itemFamilies } from './items.ts';
import type { ItemFamily, ItemGroup } from './items.ts';

/** An item with what the market thinks of it. */
export interface CatalogueItem {
  readonly profile: ItemProfile;
  readonly group: ItemGroup;
  /** Price of one unit, fen. */
  readonly priceMinor: number;
  /** Its part of all sold lines; the shares of the catalogue add up to 1. */
  readonly demandShare: number;
  /** `A`: the best sellers that make 60 % of the lines; `B`: the next 30 %; `C`: the rest. */
  readonly grade: 'A' | 'B' | 'C';
}

/** Steepness of the demand curve: share of the item with rank r is in proportion to 1 / r^steepness. */
const steepness = 0.85;

/** 480 items in five variants each, with popularity dealt out by the seed. */
export function catalogueOf(chance: Chance): readonly CatalogueItem[] {
  const variants = itemFamilies().flatMap((family) =>
    groups[family.group].variants.map(([suffix, factor]) => ({ family, suffix, factor })),
  );
  const ranks = shuffledRanks(variants.length, chance);
  const shares = zipfShares(variants.length);
  return variants.map(({ family, suffix, factor }, ix) => {
    const rank = ranks[ix] ?? 0;
    return {
      profile: profileOf(family, { suffix, factor, serial: ix + 1 }),
      group: family.group,
      priceMinor: priceOf(family.priceMinor, factor),
      demandShare: shares[rank] ?? 0,
      grade: gradeOf(rank, shares),
    };
  });
}

function shuffledRanks(count: number, chance: Chance): number[] {
  const ranks = Array.from({ length: count }, (_, rank) => rank);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = chance.below(last + 1);
    [ranks[last], ranks[other]] = [ranks[other] ?? 0, ranks[last] ?? 0];
  }
  return ranks;
}

function zipfShares(count: number): number[] {
  const raw = Array.from({ length: count }, (_, rank) => 1 / (rank + 1) ** steepness);
  const total = raw.reduce((sum, share) => sum + share, 0);
  return raw.map((share) => share / total);
}

function gradeOf(rank: number, shares: readonly number[]): 'A' | 'B' | 'C' {
  const before = shares.slice(0, rank).reduce((sum, share) => sum + share, 0);
  if (before < 0.6) return 'A';
  return before < 0.9 ? 'B' : 'C';
}

function profileOf(
  family: ItemFamily,
  variant: { readonly suffix: string; readonly factor: number; readonly serial: number },
): ItemProfile {
  const { temperatureClass, hsCode } = groups[family.group];
  return {
    itemId: itemId(skuOf(`${family.name} ${variant.suffix}`)),
    name: `${family.name}, ${variant.suffix}`,
    gtin: exampleGtin(variant.serial),
    unit: 'each',
    weightGrams: Math.max(30, Math.round(family.weightGrams * variant.factor)),
    temperatureClass,
    hsCode,
    originCountry: 'CN',
  };
}

/** `OAT-MILK-1-L` reads better on a pick list than a number. */
const skuOf = (name: string): string =>
  name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Larger packs cost a little less per gram; prices end in 0.90. */
const priceOf = (baseMinor: number, factor: number): number =>
  Math.max(190, Math.round((baseMinor * factor ** 0.92) / 100) * 100 - 10);

/** A GTIN-14 under 952, the GS1 prefix for demonstrations and examples. */
function exampleGtin(serial: number): string {
  const digits = `09521141${String(serial).padStart(5, '0')}`;
  return digits + checkDigitOf(digits);
}
