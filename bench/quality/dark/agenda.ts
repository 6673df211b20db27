/** What happens when, soonest first. */
export interface Agenda {
  add(at: number, act: (at: number) => void): void;
  /** Does everything that is due by then, with what it brings about. */
  runUntil(at: number): void;
}

interface Entry {
  readonly at: number;
  readonly act: (at: number) => void;
}

/** An empty agenda, kept as a binary heap. */
export function openAgenda(): Agenda {
  const heap: Entry[] = [];
  const atOf = (ix: number): number => heap[ix]?.at ?? Infinity;

  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Entry, heap[a] as Entry];
  };

  const sink = (): void => {
    for (let ix = 0; ;) {
      const left = 2 * ix + 1;
      const child = atOf(left + 1) < atOf(left) ? left + 1 : left;
      if (atOf(child) >= atOf(ix)) return;
      swap(child, ix);
      ix = child;
    }
  };

  return {
    add: (at, act) => {
      heap.push({ at, act });
      for (let ix = heap.length - 1; ix > 0;) {
        const parent = (ix - 1) >> 1;
        if (atOf(parent) <= atOf(ix)) return;
        swap(parent, ix);
        ix = parent;
      }
    },
    runUntil: (at) => {
      while (atOf(0) <= at && heap.length > 0) {
        const [next] = heap as [Entry];
        const last = heap.pop() as Entry;
        if (heap.length > 0) {
          heap[0] = last;
          sink();
        }
        next.act(next.at);
      }
    },
  };
}
