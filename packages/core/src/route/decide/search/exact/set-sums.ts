import { balanceMilliOf, dutyMinorOf, opportunityMilliOf } from '../../candidates/bundle.ts';
import type { Elements } from '../../candidates/elements.ts';
import type { Survey } from '../../candidates/survey.ts';

/** Sums over the elements of each set. */
export interface SetSums {
  readonly weightGrams: Float64Array;
  readonly share: Float64Array;
  readonly units: Float64Array;
  readonly items: Float64Array;
  /** Refilled per node, for the sets it offers. */
  readonly dutyMinor: Float64Array;
  readonly balanceMilli: Float64Array;
  readonly opportunityMilli: Float64Array;
}

/** Fills for each set the sum over its elements. */
export function sumOverSets(column: readonly number[], sums: Float64Array): Float64Array {
  for (let set = 1; set < sums.length; set++)
    sums[set] = (sums[set & (set - 1)] as number) + (column[lowest(set)] as number);
  return sums;
}

/** Number of the lowest element of a set. */
export const lowest = (set: number): number => 31 - Math.clz32(set & -set);

/** Elements that the node has in full. */
export function carriedSet({ elements, offered }: Survey, nodeIx: number): number {
  let set = 0;
  for (let element = 0; element < elements.count; element++)
    if (offered[nodeIx * elements.count + element] === elements.quantityUnits[element])
      set |= 1 << element;
  return set;
}

/** By bits of temperature classes, the elements whose class is among them. */
export function setsByClasses({ count, temperature }: Elements): Int32Array {
  const sets = new Int32Array(8);
  for (let element = 0; element < count; element++)
    for (let classes = 1; classes < sets.length; classes++)
      if (((temperature[element] as number) & ~classes) === 0)
        sets[classes] = (sets[classes] as number) | (1 << element);
  return sets;
}

/** Fills the sums of all sets out of what the node offers, smaller numbers first. */
export function fillNodeSums(
  survey: Survey,
  sums: SetSums,
  { nodeIx, offered }: { readonly nodeIx: number; readonly offered: number },
): void {
  if (!survey.book.weighsGoods) return;
  const { dutyMinor, balanceMilli, opportunityMilli } = sums;
  for (let set = -offered & offered; set !== 0; set = (set - offered) & offered) {
    const rest = set & (set - 1);
    if (rest === 0) {
      dutyMinor[set] = dutyMinorOf(survey, nodeIx, lowest(set));
      balanceMilli[set] = balanceMilliOf(survey, nodeIx, lowest(set));
      opportunityMilli[set] = opportunityMilliOf(survey, nodeIx, lowest(set));
    } else {
      dutyMinor[set] = (dutyMinor[rest] as number) + (dutyMinor[set ^ rest] as number);
      balanceMilli[set] = (balanceMilli[rest] as number) + (balanceMilli[set ^ rest] as number);
      opportunityMilli[set] =
        (opportunityMilli[rest] as number) + (opportunityMilli[set ^ rest] as number);
    }
  }
}
