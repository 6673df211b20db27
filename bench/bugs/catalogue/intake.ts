import type { PlantedBug } from '../bug.ts';

const ledger = 'packages/core/src/hub/decide/ledger.ts';

/** Orders in: keys, numbers of the shop, versions. */
export const intakeBugs: readonly PlantedBug[] = [
  {
    name: 'the idempotency key is ignored',
    file: ledger,
    find: '  if (!claim) return undefined;\n  const key = answerKey(claim);',
    replace: '  if (!claim || unit.orderAdded) return undefined;\n  const key = answerKey(claim);',
    like: ['C44', 'C50'],
  },
  {
    name: 'the same key with another body is answered as the first',
    file: ledger,
    find: "if (kept.bodyHash !== claim.bodyHash) return { reason: 'key-reused', key: claim.key };",
    replace: '',
    like: ['C44'],
  },
  {
    name: 'a key is forgotten after a minute',
    file: 'packages/core/src/hub/orders/write-order.ts',
    find: 'const keyLifeMs = 30 * 86_400_000;',
    replace: 'const keyLifeMs = 60_000;',
    like: ['C51'],
  },
  {
    name: 'the number of the shop is not looked at',
    file: ledger,
    find: 'for (const externalId of added?.order.externalIds ?? []) {',
    replace: 'for (const externalId of added?.order.externalIds.slice(1) ?? []) {',
    like: ['C42', 'C46', 'C52'],
  },
  {
    name: 'the number of the shop is not kept',
    file: ledger,
    find: '    for (const externalId of externalIds)\n      writes.ordersByExternalId',
    replace: '    for (const externalId of externalIds.slice(1))\n      writes.ordersByExternalId',
    like: ['C45', 'C52'],
  },
  {
    name: 'lost update: versions guard nothing',
    file: ledger,
    find: '  for (const { record, expectedVersion } of unit.ordersChanged) {\n    const id',
    replace:
      '  for (const { record, expectedVersion } of unit.ordersChanged) {\n    if (expectedVersion > 0) return undefined;\n    const id',
    like: ['C10', 'C31'],
  },
  {
    name: 'a refused order is retried as another one',
    file: 'packages/core/src/hub/orders/place-order.ts',
    find: '      return placedBefore(parts, orderId(refusal.responseBody));',
    replace: '      return { ok: false, refusal: contended(tried.walks) };',
    like: ['C43', 'C45'],
  },
  {
    name: 'an order is answered and its record is not written',
    file: ledger,
    find: '    writes.orders.set(orderId, { record: orderAdded, added: true });',
    replace:
      "    if (!orderId.endsWith('7')) writes.orders.set(orderId, { record: orderAdded, added: true });",
    like: ['C40', 'C42'],
  },
  {
    name: 'a price moves when work is re-routed',
    file: 'packages/core/src/hub/orders/write-order.ts',
    find: '    ...rerouted.record,\n    epoch: rerouted.record.epoch + 1,',
    replace:
      '    ...rerouted.record,\n    order: { ...rerouted.record.order, lines: rerouted.record.order.lines.map((line) => ({ ...line, priceMinor: line.priceMinor + 1 })) },\n    epoch: rerouted.record.epoch + 1,',
    like: ['C38'],
  },
  {
    name: 'the question is stored without what was excluded',
    file: 'packages/core/src/hub/orders/write-order.ts',
    find: 'question: encodeQuestion(assigned.question),',
    replace:
      'question: encodeQuestion({ ...assigned.question, excluded: [], at: assigned.question.at + 86_400_000 }),',
    like: ['C36'],
  },
];
