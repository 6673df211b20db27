import type { Board } from '../board/board.ts';
import type { CaseFilter, Store } from '../ports/store.ts';

/** Puts lots, transfers under way, prices and forecasts on a new board. */
export async function loadStockCases(store: Store, board: Board): Promise<void> {
  const filters: readonly CaseFilter[] = [
    { kind: 'lot' },
    { kind: 'transfer', state: 'shipped' },
    { kind: 'price_sheet' },
    { kind: 'demand_forecast' },
  ];
  for (const filter of filters)
    for (let after: string | undefined; ;) {
      const page = await store.caseList(filter, { limit: 200, after });
      board.setCases(page.rows);
      if (page.next === undefined) break;
      after = page.next;
    }
}
