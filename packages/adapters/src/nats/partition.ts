/** The subject that a key's messages go to, 0 … `partitions` - 1: the same in every process and version. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1)
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x0100_0193);
  return (hash >>> 0) % partitions;
}
