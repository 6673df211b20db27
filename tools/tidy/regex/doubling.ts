import { componentsOf } from './components.ts';
import type { Terrain } from './terrain.ts';

/** Whether some state that can fail has two different loops over the same text: each round doubles what is tried. */
export function doubles(terrain: Terrain): boolean {
  const { size, next, bits, failing, count } = terrain;
  /** Where two walkers, coded as one number, can go over the same character without leaving their component. */
  function* together(pair: number): Generator<number> {
    const [a, b] = [Math.floor(pair / size), pair % size];
    const home = failing.get(a);
    for (const toA of next(a).keys())
      for (const toB of next(b).keys()) {
        count();
        const isHome = failing.get(toA) === home && failing.get(toB) === home;
        if (isHome && (bits(toA) & bits(toB)) !== 0n) yield toA * size + toB;
      }
  }
  const same = (state: number): number => state * size + state;
  const meetings = [...failing.keys()].map(same);
  const component = componentsOf(meetings, together);
  const met = new Set(meetings.map((pair) => component.get(pair)));
  const isApart = (pair: number): boolean => Math.floor(pair / size) !== pair % size;
  if ([...component].some(([pair, home]) => isApart(pair) && met.has(home))) return true;
  return [...failing.keys()].some((state) =>
    [...next(state)].some(
      ([to, ways]) => ways > 1 && component.get(same(to)) === component.get(same(state)),
    ),
  );
}
