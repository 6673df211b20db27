/** A bug that is planted on purpose: one piece of source replaced by another, in a test build only. */
export interface PlantedBug {
  /** What it is, in the words of the trade, e.g. `double release`. */
  readonly name: string;
  /** The source file, from the root of the repository. */
  readonly file: string;
  /** What stands there exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** Further pieces of the file: what is guarded twice is broken only when both guards are. */
  readonly also?: readonly Pick<PlantedBug, 'find' | 'replace'>[];
  /** Failures of other systems that it stands for, by their number in the conformance cases (`C1` … `C55`). */
  readonly like: readonly string[];
}

/**
 * The source of a file with the bug in it.
 *
 * @throws Error when the place is not there exactly once: the code has moved on, and the bug must follow it
 */
export function plant(source: string, { name, file, also = [], ...first }: PlantedBug): string {
  let planted = source;
  for (const { find, replace } of [first, ...also]) {
    const places = source.split(find).length - 1;
    if (places !== 1)
      throw new Error(
        `The bug "${name}" finds its place ${String(places)} times in ${file}, and must find it once.`,
      );
    planted = planted.replace(find, () => replace);
  }
  return planted;
}
