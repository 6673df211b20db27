/** Callbacks waiting for their time: earliest first, equal times in the order of asking. */
export interface Timers {
  /** @returns a function that forgets the callback */
  add(at: number, callback: () => void): () => void;
  /** When the next one is due, epoch ms; undefined when none waits. */
  nextAt(): number | undefined;
  /** Takes out the next callback that is due by `at`. */
  takeDue(at: number): Due | undefined;
}

/** A callback whose time has come. */
interface Due {
  readonly at: number;
  readonly callback: () => void;
}

interface Waiting extends Due {
  readonly serial: number;
  cancelled: boolean;
}

const before = (a: Waiting, b: Waiting): boolean =>
  a.at < b.at || (a.at === b.at && a.serial < b.serial);

/** An empty list of timers: a binary heap; adding and taking cost O(log n), forgetting O(1). */
export function timers(): Timers {
  const heap: Waiting[] = [];
  let serial = 0;

  function takeTop(): Waiting | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (top && last && top !== last) sinkFrom(heap, last);
    return top;
  }

  function dropCancelled(): void {
    while (heap[0]?.cancelled) takeTop();
  }

  return {
    add: (at, callback) => {
      const waiting: Waiting = { at, callback, serial: (serial += 1), cancelled: false };
      rise(heap, waiting);
      return () => {
        waiting.cancelled = true;
      };
    },
    nextAt: () => {
      dropCancelled();
      return heap[0]?.at;
    },
    takeDue: (at) => {
      dropCancelled();
      const top = heap[0];
      return top && top.at <= at ? takeTop() : undefined;
    },
  };
}

function rise(heap: Waiting[], waiting: Waiting): void {
  let ix = heap.length;
  heap.push(waiting);
  while (ix > 0) {
    const parentIx = (ix - 1) >> 1;
    const parent = heap[parentIx];
    if (!parent || !before(waiting, parent)) break;
    heap[ix] = parent;
    ix = parentIx;
  }
  heap[ix] = waiting;
}

/** Puts `waiting` at the top and lets it sink to its place. */
function sinkFrom(heap: Waiting[], waiting: Waiting): void {
  let ix = 0;
  for (;;) {
    const childIx = smallerChild(heap, ix);
    const child = heap[childIx];
    if (!child || !before(child, waiting)) break;
    heap[ix] = child;
    ix = childIx;
  }
  heap[ix] = waiting;
}

function smallerChild(heap: readonly Waiting[], ix: number): number {
  const left = heap[2 * ix + 1];
  const right = heap[2 * ix + 2];
  return left && right && before(right, left) ? 2 * ix + 2 : 2 * ix + 1;
}
