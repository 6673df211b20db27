import type { PlantedBug } from '../bug.ts';

const goodsBack = 'packages/core/src/hub/aftercare/returns/goods-come-back.ts';
const due = 'packages/core/src/aftercare/decide/due.ts';
const holds = 'packages/core/src/hub/nodes/capacity/slot-holds.ts';

const exchanges = 'packages/core/src/hub/aftercare/exchanges/exchanges.ts';
const exchangesDue = 'packages/core/src/hub/aftercare/exchanges/due.ts';

/** Goods that come back, exchanges, claims, the money for them, and places held in slots. */
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
  {
    name: 'a replacement is another order for whoever looks next',
    file: exchanges,
    find: "const placed = await placeOrder(parts, wish, { principal: 'hub' });",
    replace:
      "const placed = await placeOrder(parts, { ...wish, external_ids: [{ system: 'exchange', id: `${record.caseId}.${parts.env.randomHex().slice(0, 6)}` }] }, { principal: 'hub' });",
    like: ['C44', 'C50'],
  },
  {
    name: 'goods held for an exchange that ended stay held',
    file: exchanges,
    find: "  await releaseCart(parts, cartId(exchangeFileOf(record).cartId), 'exchange ended');\n",
    replace: '  void cartId;\n',
    like: ['C26', 'C45'],
  },
  {
    name: 'an exchange that is called off is sent all the same',
    file: exchangesDue,
    find: "move(change, exchangeId, { from: 'waiting', to: 'expired' });",
    replace: "move(change, exchangeId, { from: 'waiting', to: 'due' });",
    like: ['C23', 'C37'],
  },
  {
    name: 'an exchange holds its goods for some minutes only',
    file: exchanges,
    find: '    holdUntil(change, held.value.reservations, hold.heldUntilAt);\n',
    replace: '    void holdUntil;\n',
    like: ['C11', 'C26'],
  },
  {
    name: 'a replacement leaves lying what was held for it',
    file: exchanges,
    find: 'draft: { ...draft, cart_id: hold.cartId }',
    replace: 'draft: { ...draft }',
    like: ['C24', 'C26'],
  },
  {
    name: 'what came back pays for a replacement that is not sent',
    file: 'packages/core/src/hub/aftercare/money/pay-due.ts',
    find: "  if (!exchange || exchange.state === 'expired') return refund;",
    replace: '  if (!exchange) return refund;',
    like: ['C28'],
  },
  {
    name: 'an exchange asked for again looks for goods first',
    file: exchanges,
    find: '  if (before) return before;\n',
    replace: '  void before;\n',
    like: ['C44'],
  },
  {
    name: 'a claim that was decided is decided again',
    file: 'packages/core/src/hub/aftercare/claims/claims.ts',
    find: "    if (record.state !== 'open') return wrongState(record, record.state, ['open']);\n",
    replace: '    void wrongState;\n',
    like: ['C28', 'C50'],
  },
  {
    name: 'what a claim has paid may be returned too',
    file: 'packages/core/src/hub/aftercare/returns/returnable.ts',
    find: "return state === 'open' || state === 'refunded' ? (document as ClaimFile).lines : [];",
    replace: "return state === 'nothing' ? (document as ClaimFile).lines : [];",
    like: ['C27', 'C28'],
  },
  {
    name: 'what a claim grants is owed twice',
    file: 'packages/core/src/hub/aftercare/send-again.ts',
    find: 'owedAgainUnits[lineNo] = (owedAgainUnits[lineNo] ?? 0) + units;',
    replace: 'owedAgainUnits[lineNo] = (owedAgainUnits[lineNo] ?? 0) + 2 * units;',
    like: ['C27', 'C35'],
  },
  {
    name: 'an exchange holds on to goods that a till has sold',
    file: 'packages/core/src/hub/stock/short/soft-holds.ts',
    find: '    if (why.missingUnits() <= 0) return;',
    replace: '    if (why.missingUnits() <= 9) return;',
    like: ['C26', 'C45'],
  },
];
