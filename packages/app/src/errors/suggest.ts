import { nearestWord } from '@ordermesh/core/words';

/** `Did you mean "x"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearestWord(word, known);
  return found === undefined ? '' : `Did you mean "${found}"?`;
}
