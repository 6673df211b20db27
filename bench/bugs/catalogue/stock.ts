import type { PlantedBug } from '../bug.ts';

const book = 'packages/core/src/hub/decide/book.ts';
const letGo = 'packages/core/src/reserve/decide/let-go.ts';
const board = 'packages/core/src/hub/board/board.ts';
const change = 'packages/core/src/hub/orders/change-order.ts';

/** Counters, guards and reservations. */
export const stockBugs: readonly PlantedBug[] = [
  {
    name: 'check, then act: the store does not look again',
    file: book,
    find: 'const taken = rows.filter(isOversold);',
    replace: 'const taken = rows.filter((row) => row.isMiscounted);',
    like: ['C1', 'C5', 'C7', 'C11'],
  },
  {
    name: 'lost update: two units of a batch start from one count',
    file: book,
    find: '    row.unitBefore = { ...after };\n    row.unitReservedUnits = 0;',
    replace:
      '    Object.assign(after, row.before);\n    row.unitBefore = { ...after };\n    row.unitReservedUnits = 0;',
    like: ['C10', 'C17'],
  },
  {
    name: 'aggregate check: plenty at one node hides too little at another',
    file: book,
    find: 'const taken = rows.filter(isOversold);',
    replace:
      'const taken = rows.reduce((sum, row) => sum + availableUnits(row), 0) < 0 ? rows.filter(isOversold) : [];',
    like: ['C20', 'C21'],
  },
  {
    name: 'on hand goes below zero',
    file: book,
    find: 'const onHandUnits = Math.max(askedUnits, -after.onHandUnits);',
    replace: 'const onHandUnits = askedUnits;',
    like: ['C9'],
  },
  {
    name: 'the log tells the move that was asked, not the one applied',
    file: 'packages/core/src/hub/decide/arbitrate.ts',
    find: 'stockMoves: booked.stockMoves[ix] ?? draft.stockMoves,',
    replace: 'stockMoves: draft.stockMoves,',
    like: ['C30'],
  },
  {
    name: 'a refused unit leaves its moves in the books',
    file: book,
    find: 'if (isRefused && row.unitBefore) Object.assign(row.after, row.unitBefore);',
    replace: 'if (isRefused && row.unitBefore) row.isTouched = true;',
    like: ['C43'],
  },
  {
    name: 'double release: the reservation goes on holding',
    file: letGo,
    find: 'const left = held.units - taken;',
    replace: 'const left = held.units;',
    like: ['C23', 'C27'],
  },
  {
    name: 'the counter is not lowered when units are let go',
    file: letGo,
    find: '      reservedUnits: -taken,',
    replace: '      reservedUnits: 0,',
    like: ['C26', 'C32'],
  },
  {
    name: 'goods leave and stay on the books',
    file: letGo,
    find: "onHandUnits: end === 'consumed' ? -taken : 0,",
    replace: 'onHandUnits: 0,',
    like: ['C16'],
  },
  {
    name: 'goods that are let go are booked off the shelf',
    file: letGo,
    find: "onHandUnits: end === 'consumed' ? -taken : 0,",
    replace: 'onHandUnits: -taken,',
    like: ['C3', 'C47'],
  },
  {
    name: 'no guard on reservations: who comes second frees again',
    file: 'packages/core/src/hub/decide/ledger.ts',
    find: "if (known?.state !== 'live' || known.units !== unitsBefore)",
    replace: 'if (known === undefined)',
    like: ['C25', 'C26'],
  },
  {
    name: 'units are freed without their reservations',
    file: change,
    find: "  const ended = letGo(held, line.quantityUnits, 'released');\n  for (const { record, unitsBefore } of ended.changes) {",
    replace:
      "  const ended = letGo(held, line.quantityUnits, 'released');\n  for (const { record, unitsBefore } of ended.changes.slice(1)) {",
    like: ['C23', 'C33'],
  },
  {
    name: 'work is planned and nothing is held for it',
    file: 'packages/core/src/hub/orders/write-order.ts',
    find: 'const { fulfilments = [], held } = routed;',
    replace:
      'const { fulfilments = [] } = routed;\n  const held = undefined as typeof routed.held;',
    like: ['C11', 'C40'],
  },
  {
    name: 'every line of an order is planned, the first is held',
    file: 'packages/core/src/reserve/decide/reserve-plan.ts',
    find: '    for (const line of parcel.lines) {',
    replace: '    for (const line of parcel.lines.slice(0, 1)) {',
    like: ['C4', 'C18', 'C22'],
  },
  {
    name: 'what is held is counted twice',
    file: 'packages/core/src/reserve/decide/reserve-plan.ts',
    find: '        stockMoves.push(reserveMove(parcel.nodeId, line.itemId, part));',
    replace:
      '        stockMoves.push(reserveMove(parcel.nodeId, line.itemId, part), reserveMove(parcel.nodeId, line.itemId, part));',
    like: ['C24', 'C28'],
  },
  {
    name: 'the board keeps what the store refused',
    file: board,
    find: 'for (const move of event.stockMoves) this.#bookStock(move, -1);',
    replace: 'for (const move of event.stockMoves) void move;',
    like: ['C17', 'C30'],
  },
  {
    name: 'a move that the fresh numbers contain is folded in again',
    file: board,
    find: 'if (!this.#inFlight.contains(stockKey(move), event.sequence)) this.#moveStock(move, 1);',
    replace: 'this.#moveStock(move, 1);',
    like: ['C28'],
  },
  {
    name: 'fresh numbers forget what is on its way',
    file: board,
    find: 'reservedUnits: fresh.reservedUnits + beyond(1),',
    replace: 'reservedUnits: fresh.reservedUnits,',
    like: ['C2', 'C17'],
  },
  {
    name: 'the board books what was asked, not what was applied',
    file: board,
    find: 'const applied = result.stockMovesApplied?.[ix] ?? event.stockMoves;',
    replace: 'const applied = event.stockMoves;',
    like: ['C30'],
  },
  {
    name: 'a walk-in sale is not booked',
    file: 'packages/core/src/hub/nodes/shelf/sale.ts',
    find: "if (fact.kind !== 'sold' || nodeId === undefined) return [];",
    replace: 'if (fact.kind || nodeId === undefined) return [];',
    like: ['C13'],
  },
  {
    name: 'goods that leave before their receipt are owed by nobody',
    file: book,
    find: '? Math.max(0, move.onHandUnits - goods.after.onHandUnits)',
    replace: '? 0',
    like: ['C9', 'C13'],
  },
  {
    name: 'a receipt counts whole although it pays what is owed',
    file: book,
    find: 'owes && onHandBeforeUnits === undefined ? owes.paidUnits : 0;',
    replace: 'owes && onHandBeforeUnits === 0.5 ? owes.paidUnits : 0;',
    like: ['C9', 'C13'],
  },
];
