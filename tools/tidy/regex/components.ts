/** A graph over whole numbers from 0. */
export type Next = (at: number) => Iterable<number>;

interface Visit {
  readonly at: number;
  readonly next: Iterator<number>;
}

/**
 * Strongly connected components by Tarjan, without recursion. @returns the component of every node that can be reached
 * from `from`; a component has a higher number than those it leads to
 */
export function componentsOf(from: Iterable<number>, next: Next): ReadonlyMap<number, number> {
  const walk = new Walk(next);
  for (const at of from) walk.start(at);
  return walk.found;
}

class Walk {
  readonly found = new Map<number, number>();
  readonly #next: Next;
  readonly #index = new Map<number, number>();
  readonly #low = new Map<number, number>();
  readonly #stack: number[] = [];
  readonly #visits: Visit[] = [];
  #count = 0;

  constructor(next: Next) {
    this.#next = next;
  }

  start(at: number): void {
    if (this.#index.has(at)) return;
    this.#enter(at);
    for (let visit = this.#visits.at(-1); visit; visit = this.#visits.at(-1)) {
      const step = visit.next.next();
      if (step.done === true) this.#leave(visit.at);
      else this.#see(visit.at, step.value);
    }
  }

  #enter(at: number): void {
    this.#low.set(at, this.#index.size);
    this.#index.set(at, this.#index.size);
    this.#stack.push(at);
    this.#visits.push({ at, next: this.#next(at)[Symbol.iterator]() });
  }

  #see(at: number, to: number): void {
    const index = this.#index.get(to);
    if (index === undefined) this.#enter(to);
    else if (!this.found.has(to)) this.#lower(at, index);
  }

  #lower(at: number, low: number): void {
    this.#low.set(at, Math.min(this.#low.get(at) ?? low, low));
  }

  #leave(at: number): void {
    this.#visits.pop();
    const low = this.#low.get(at) ?? 0;
    const above = this.#visits.at(-1);
    if (above) this.#lower(above.at, low);
    if (low !== this.#index.get(at)) return;
    for (let member = this.#stack.pop(); member !== undefined; member = this.#stack.pop()) {
      this.found.set(member, this.#count);
      if (member === at) break;
    }
    this.#count += 1;
  }
}
