import type { ItemId } from '../../words/index.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';

/** Work that gives up units of a line. */
export interface Yielding {
  readonly work: Fulfilment;
  readonly lineNo: number;
  readonly units: number;
}

/** Least advanced first; goods in a tote are no longer on the shelf, so their work gives up last. */
const yieldOrder: readonly FulfilmentState[] = ['scheduled', 'offered', 'accepted', 'in_progress'];

/**
 * Which work at a node gives up goods that are not on the shelf any more, because somebody bought them over the
 * counter: least advanced work first, then the latest promise (it has most time to come from elsewhere), then the id.
 *
 * @param short how many units of the item are missing
 * @returns nothing from packed or shipped work; less than asked when there is not so much
 */
export function whoYields(
  works: readonly Fulfilment[],
  short: { readonly itemId: ItemId; readonly units: number },
): readonly Yielding[] {
  let openUnits = short.units;
  return works
    .filter(({ state }) => yieldOrder.includes(state))
    .sort(goesFirst)
    .flatMap((work) =>
      work.lines
        .filter(({ itemId }) => itemId === short.itemId)
        .flatMap(({ lineNo, quantityUnits }) => {
          const units = Math.min(openUnits, quantityUnits);
          openUnits -= units;
          return units > 0 ? [{ work, lineNo, units }] : [];
        }),
    );
}

const goesFirst = (a: Fulfilment, b: Fulfilment): number =>
  yieldOrder.indexOf(a.state) - yieldOrder.indexOf(b.state) ||
  b.promisedWindow.endAt - a.promisedWindow.endAt ||
  (a.fulfilmentId < b.fulfilmentId ? -1 : 1);
