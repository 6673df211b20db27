import type { PlantedBug } from '../bug.ts';

const goodsBack = 'packages/core/src/hub/aftercare/returns/goods-come-back.ts';
const due = 'packages/core/src/aftercare/decide/due.ts';
const holds = 'packages/core/src/hub/nodes/capacity/slot-holds.ts';

/** Goods that come back, the money for them, and places held in slots. */
export const afterBugs: readonly PlantedBug[] = [
  {
    name: 'goods that came back are booked anew at every scan',
    file: goodsBack,
    find: 'const moves = restockMoves(before.restocked, onShelves);',
    replace: 'const moves = restockMoves([], onShelves);',
    like: ['C27', 'C47'],
  },
  {
    name: 'damaged goods that came back are for sale again',
    file: goodsBack,
    find: "disposition === 'destroyed' ? 'scrap' : 'quarantine'",
    replace: "disposition === 'destroyed' ? 'sellable' : 'quarantine'",
    like: ['C30'],
  },
  {
    name: 'money for what came back is due again at every scan',
    file: due,
    find: 'const paid = file.lines.map(({ lineNo }) => paidOf(refunds, lineNo));',
    replace: 'const paid = file.lines.map(({ lineNo }) => paidOf(refunds.slice(1), lineNo));',
    like: ['C28'],
  },
  {
    name: 'a return asked for again under its key is another one',
    file: 'packages/core/src/hub/aftercare/change-matter.ts',
    find: '  if (!meta.idempotency) return;\n  change.unit.idempotency = {',
    replace: '  if (!meta.idempotency || caseId) return;\n  change.unit.idempotency = {',
    like: ['C44', 'C50'],
  },
  {
    name: 'places held that nobody used stay taken',
    file: holds,
    find: "moveHold(parts, caseId, { to: 'expired', from: ['held'] })",
    replace: "moveHold(parts, caseId, { to: 'expired', from: [] })",
    like: ['C45'],
  },
  {
    name: 'places that are used are free when their time is over',
    file: holds,
    find: "moveHold(parts, holdId, { to: 'confirmed', from: ['held'] });",
    replace: "moveHold(parts, holdId, { to: 'released', from: ['held'] });",
    like: ['C23'],
  },
];
