import type { PlantedBug } from '../bug.ts';

const answer = 'packages/core/src/release/decide/answer-offer.ts';
const act = 'packages/core/src/hub/orders/act.ts';
const change = 'packages/core/src/hub/orders/change-order.ts';

/** Work of nodes: offers, fencing, cancelling, re-assignment, waiting. */
export const workBugs: readonly PlantedBug[] = [
  {
    name: 'no fencing: a node acts on work that was taken away',
    file: answer,
    find: '  if (epoch !== fulfilment.epoch)\n',
    replace: '  if (fulfilment.epoch > 0) return undefined;\n  if (epoch !== fulfilment.epoch)\n',
    like: ['C55'],
  },
  {
    name: 'work is given to another node and not taken away',
    file: 'packages/core/src/hub/nodes/act.ts',
    find: "    const outcome = withoutUnits(work, unitsToSend(change, work), 'cancelled');",
    replace:
      "    const outcome = withoutUnits(work, unitsToSend(change, work), 'accepted');\n    if (outcome.ok) Object.assign(outcome.value, { fulfilment: { ...work, version: work.version + 1 } });",
    like: ['C48', 'C12'],
  },
  {
    name: 'a partial cancel frees the whole line',
    file: answer,
    find: '    freed.push({ ...line, quantityUnits: units });',
    replace: '    freed.push(line);',
    like: ['C22', 'C37'],
  },
  {
    name: 'a partial cancel takes nothing out of the work',
    file: answer,
    find: 'lines[ix] = { ...line, quantityUnits: line.quantityUnits - units };',
    replace: 'lines[ix] = line;',
    like: ['C23'],
  },
  {
    name: 'a cancel takes the units out of every work',
    file: act,
    find: 'for (const { lineNo, units } of parts) open.set(lineNo, (open.get(lineNo) ?? 0) - units);',
    replace: '',
    like: ['C22', 'C23'],
  },
  {
    name: 'a cancel picks units that have left',
    file: act,
    find: '    .filter((work) => isActive(work.state))\n    .sort(\n',
    replace:
      "    .filter((work) => isActive(work.state) || work.state === 'shipped')\n    .sort(\n",
    also: [
      {
        find: '    const parts = unitsToSend(change, work)\n',
        replace:
          '    const parts = work.lines.map((line) => ({ ...line, units: line.quantityUnits }))\n',
      },
    ],
    like: ['C37'],
  },
  {
    name: 'a cancel is written down twice',
    file: act,
    find: '    cancelledUnits[lineNo] = (cancelledUnits[lineNo] ?? 0) + units;',
    replace: '    cancelledUnits[lineNo] = (cancelledUnits[lineNo] ?? 0) + 2 * units;',
    like: ['C27'],
  },
  {
    name: 'what a node gives back finds no owner',
    file: change,
    find: '  if (!why.reroute) return;',
    replace: "  if (!why.reroute || why.because === 'too-busy') return;",
    like: ['C35', 'C45'],
  },
  {
    name: 'an offer that runs out frees nothing',
    file: answer,
    find: '    freed: fulfilment.lines.filter((line) => line.quantityUnits > 0),\n    because',
    replace: '    freed: [],\n    because',
    like: ['C26', 'C40'],
  },
  {
    name: 'an offer never runs out',
    file: answer,
    find: "  if (fulfilment.state !== 'offered' && fulfilment.state !== 'accepted') return undefined;",
    replace: "  if (fulfilment.state !== 'accepted') return undefined;",
    like: ['C26'],
  },
  {
    name: 'nothing is offered when its time comes',
    file: answer,
    find: "  if (fulfilment.state === 'scheduled')\n    return {",
    replace: "  if (fulfilment.state === 'scheduled' && fulfilment.epoch === 1)\n    return {",
    like: ['C40'],
  },
  {
    name: 'goods that came are given, and waited for still',
    file: 'packages/core/src/hub/waiting/end-waits.ts',
    find: 'if (units < wait.units) waits.push({ ...wait, units: wait.units - units });',
    replace: 'waits.push({ ...wait, units: wait.units - units || 1 });',
    like: ['C8', 'C34'],
  },
  {
    name: 'half of what waits is forgotten',
    file: 'packages/core/src/hub/waiting/end-waits.ts',
    find: 'if (units < wait.units) waits.push({ ...wait, units: wait.units - units });',
    replace: '',
    like: ['C35'],
  },
  {
    name: 'a split adds a unit',
    file: 'packages/core/src/release/decide/plan-work.ts',
    find: '    lines: parcel.lines,\n    slotAt: parcel.slotAt,',
    replace:
      '    lines: parcel.lines.map((line) => ({ ...line, quantityUnits: line.quantityUnits + (parcelIx > 0 ? 1 : 0) })),\n    slotAt: parcel.slotAt,',
    like: ['C35'],
  },
  {
    name: 'units that nobody covers are not looked for',
    file: 'packages/core/src/hub/orders/reroute.ts',
    find: '  change.open.clear();\n  if (open.length === 0) return undefined;',
    replace:
      '  change.open.clear();\n  if (open.length === 0 || change.record.epoch > 2) return undefined;',
    like: ['C40', 'C45'],
  },
];
