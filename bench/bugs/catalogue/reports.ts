import type { PlantedBug } from '../bug.ts';

const feeds = 'packages/core/src/hub/nodes/vendor/stock-feed.ts';
const counts = 'packages/core/src/hub/keep/stock-keeping.ts';
const pauses = 'packages/core/src/hub/nodes/outage/switch-node.ts';

/** Nodes that report what they can do. */
export const reportBugs: readonly PlantedBug[] = [
  {
    name: 'a report that comes late undoes a newer one',
    file: feeds,
    find: '  madeAt >= feed.madeAt || begunMadeAt > feed.madeAt;',
    replace: '  madeAt === feed.madeAt && begunMadeAt >= feed.madeAt;',
    like: ['C40', 'C42'],
  },
  {
    name: 'a report that seems to change nothing is noted unguarded',
    file: counts,
    find: 'countMove(parts, row, also !== undefined)',
    replace: 'countMove(parts, row, false)',
    like: ['C7', 'C45'],
  },
  {
    name: 'a node that says too late that it was full is off',
    file: pauses,
    find: '  if (to.untilAt === undefined || to.untilAt > parts.env.now()) return undefined;',
    replace: '  if (to.untilAt === undefined || to.untilAt > 0) return undefined;',
    like: ['C40'],
  },
  {
    name: 'a node that is off until a moment stays off after it',
    file: pauses,
    find: "  const to: NodeSwitch = { state: 'open', reason: 'the time is over' };",
    replace: "  const to: NodeSwitch = { state: 'draining', reason: 'the time is over' };",
    like: ['C45'],
  },
];
