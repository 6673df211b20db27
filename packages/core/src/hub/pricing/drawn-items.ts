/** Whether an item is among those that stay after so many halvings; about half of them go each time. */
export function isDrawn(itemId: string, halvings: number): boolean {
  if (halvings === 0) return true;
  let hash = 0x811c9dc5;
  for (let at = 0; at < itemId.length; at++)
    hash = Math.imul(hash ^ itemId.charCodeAt(at), 0x0100_0193);
  // The low bits of this hash are those of the last letter; mixed, all of them speak.
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d);
  hash ^= hash >>> 15;
  return (hash & ((1 << Math.min(30, halvings)) - 1)) === 0;
}
