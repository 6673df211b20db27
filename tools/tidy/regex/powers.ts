import type { Terrain } from './terrain.ts';

/** Stands for the component of states that cannot fail: every chain begins behind them. */
const free = -1;

/** How many times a loop leads over its own text to another loop over that text, in the longest chain of such loops. */
export function powersOf(terrain: Terrain): number {
  const { next, failing } = terrain;
  /** The longest chain that ends in a component or before it. */
  const powers = new Map<number, number>();
  const raise = (home: number, to: number): void => {
    powers.set(home, Math.max(powers.get(home) ?? 0, to));
  };
  const sources = sourcesOf(terrain);
  const homes = [...new Set(failing.values())].sort((a, b) => b - a);
  for (const home of homes) {
    const states = [...failing.keys()].filter((state) => failing.get(state) === home);
    const loops = states.filter((state) => isLoop(terrain, state));
    const from = sources.filter(
      (source) => failing.get(source) !== home && loops.some((to) => feeds(terrain, source, to)),
    );
    raise(home, Math.max(0, ...from.map((one) => 1 + (powers.get(failing.get(one) ?? free) ?? 0))));
    for (const after of states.flatMap((state) => [...next(state).keys()]))
      if (failing.has(after)) raise(failing.get(after) ?? free, powers.get(home) ?? 0);
  }
  return Math.max(0, ...powers.values());
}

/** States on a loop, those that cannot fail too: behind each of their rounds something else may. */
const sourcesOf = (terrain: Terrain): readonly number[] =>
  [...terrain.whole.keys()].filter((state) => isLoop(terrain, state));

/** Whether a state leads to its own component: through states that can fail, if it can. */
function isLoop({ next, isFree, whole, failing }: Terrain, state: number): boolean {
  const of = isFree(state) ? whole : failing;
  return [...next(state).keys()].some((to) => of.has(to) && of.get(to) === of.get(state));
}

/**
 * Whether one text leads from `from` back to itself, from `from` to `to`, and from `to` back to itself: so each round of
 * the first loop begins the second once more.
 */
function feeds(terrain: Terrain, from: number, to: number): boolean {
  const { size, next, bits, isFree, whole, failing, count } = terrain;
  const home = isFree(from) ? whole : failing;
  const stays = (state: number): boolean => home.has(state) && home.get(state) === home.get(from);
  const leads = (state: number): boolean => (failing.get(state) ?? free) >= (failing.get(to) ?? 0);
  const ends = (state: number): boolean =>
    failing.has(state) && failing.get(state) === failing.get(to);
  const code = (a: number, b: number, c: number): number => (a * size + b) * size + c;
  const seen = new Set([code(from, from, to)]);
  const sharing =
    (a: number, b: number) =>
    (c: number): boolean => {
      count();
      return (bits(a) & bits(b) & bits(c)) !== 0n;
    };
  /** Where three walkers may go over one character, coded as one number. */
  function* together(a: number, b: number, c: number): Generator<number> {
    for (const toA of [...next(a).keys()].filter(stays))
      for (const toB of [...next(b).keys()].filter(leads))
        for (const toC of [...next(c).keys()].filter(ends).filter(sharing(toA, toB)))
          yield code(toA, toB, toC);
  }
  for (const at of seen) {
    const [a, b, c] = [Math.floor(at / size / size), Math.floor(at / size) % size, at % size];
    for (const reached of together(a, b, c)) seen.add(reached);
    if (seen.has(code(from, to, to))) return true;
  }
  return false;
}
