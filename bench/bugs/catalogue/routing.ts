import type { PlantedBug } from '../bug.ts';

const tries = 'packages/core/src/hub/routing/try-routing.ts';
const place = 'packages/core/src/hub/routing/place-accepted.ts';
const desk = 'packages/core/src/hub/routing/routing-desk.ts';
const cases = 'packages/core/src/hub/routing/routing-case.ts';
const owned = 'packages/core/src/hub/board/owned-board.ts';

/** Orders that are accepted first and placed by routers afterwards. */
export const routingBugs: readonly PlantedBug[] = [
  {
    name: 'a router acks before its commit: the wait is over when it begins',
    file: cases,
    find: "  state: document.dead ? 'dead' : 'waiting',",
    replace: "  state: document.dead ? 'dead' : document.lastError ? 'waiting' : 'routed',",
    like: ['C7', 'C42'],
  },
  {
    name: 'work that comes again is placed again: nobody looks whether it was',
    file: place,
    find: "  state?.record.state === 'open' &&\n  state.record.epoch === 0 &&",
    replace: "  state?.record.state === 'open' &&",
    also: [
      {
        find: '    casesChanged: [...unit.casesChanged, routedCase(waiting, unit.at)],',
        replace: '    casesChanged: unit.casesChanged,',
      },
    ],
    like: ['C50', 'C55'],
  },
  {
    name: 'the sweep does not know orders whose work the bus has lost',
    file: cases,
    find: '  dueAt: hasBus ? at + busTimeMs : at,',
    replace: '  dueAt: hasBus ? undefined : at,',
    like: ['C40', 'C45'],
  },
  {
    name: 'units that were cancelled while an order waited are placed all the same',
    file: place,
    find: '  state.record.epoch === 0 &&\n  Object.keys(state.record.cancelledUnits).length === 0;',
    replace: '  state.record.epoch === 0;',
    like: ['C22', 'C37'],
  },
  {
    name: 'a placed order is placed by its customer once more',
    file: place,
    find: "    events: unit.events.filter(({ type }) => !type.includes('.order.placed.')),",
    replace:
      "    events: unit.events.map((event) => ({ ...event, id: event.type.includes('.order.placed.') ? `${event.id}r` : event.id })),",
    like: ['C28', 'C50'],
  },
  {
    name: 'the own place of an order makes its slot dearer for it',
    file: owned,
    find: '  loadPercent[nodeIx] = place.loadPercent;\n',
    replace: '',
    like: ['C15'],
  },
  {
    name: 'a dead letter that is tried again has no tries left',
    file: desk,
    find: 'tries: 0, retries, notBeforeAt: at',
    replace: 'tries: before.tries, retries, notBeforeAt: at',
    like: ['C43'],
  },
  {
    name: 'a dead letter that is given up leaves its order open',
    file: desk,
    find: '    return cancelUnplaced(change, because);',
    replace: '    return change ? undefined : cancelUnplaced(change, because);',
    like: ['C35', 'C45'],
  },
  {
    name: 'people are not told of a dead letter',
    file: tries,
    find: "    if (record.state === 'dead') tellDead(unit, record);",
    replace: "    if (record.state === 'discarded') tellDead(unit, record);",
    like: ['C40'],
  },
  {
    name: 'what a router died of is tried for ever: a begun try stays begun',
    file: tries,
    find: 'const leaseMs = minuteMs / 2;',
    replace: 'const leaseMs = minuteMs * 1_000;',
    like: ['C26', 'C45'],
  },
  {
    name: 'cases of placed orders are never forgotten',
    file: desk,
    find: '  if (placed.length > 0) await parts.store.forgetCases(placed);',
    replace: '  if (placed.length > limit) await parts.store.forgetCases(placed);',
    like: ['C51'],
  },
  {
    name: 'orders of key customers go over the lane of all others',
    file: 'packages/core/src/hub/routing/hand-over.ts',
    find: "overtakesOf(tier) > 0 ? 'urgent' : 'usual'",
    replace: "overtakesOf(tier) < 0 ? 'urgent' : 'usual'",
    like: ['C45'],
  },
];
