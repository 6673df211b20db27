import type { NodeId, OrderId } from '../../../words/index.ts';
import { nodeDraining, nodeOpen, nodeStricken } from '../../../network/index.ts';
import type { HubOutcome, HubRefusal } from '../../outcome.ts';
import type { CaseRecord } from '../../ports/records.ts';
import { uuidV7 } from '../../ports/env.ts';
import type { HubParts } from '../../run/parts.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import type { NodePause, NodeSwitch, NodeSwitched } from '../desk.ts';
import { evacuateNode } from './evacuate.ts';
import { returnWork } from './return-work.ts';

/** The states of a node as the store keeps them. */
export const stateCodes = {
  open: nodeOpen,
  draining: nodeDraining,
  stricken: nodeStricken,
} as const;

/** The state of a node as people read it; of one that nobody has set, open. */
export const nodeStateName = (state: number = nodeOpen): keyof typeof stateCodes =>
  (Object.keys(stateCodes) as (keyof typeof stateCodes)[]).find(
    (name) => stateCodes[name] === state,
  ) ?? 'open';

interface PauseDocument {
  readonly state: 'draining' | 'stricken';
  readonly reason: string;
  readonly by: string;
  /** Orders that left the node with it; they come back when it is over, where that is better. */
  readonly moved: readonly OrderId[];
}

/** The switched-off times of a node that still run. */
async function runningPauses(parts: HubParts, nodeId: NodeId): Promise<readonly CaseRecord[]> {
  const filter = { kind: 'node_pause', state: 'running', nodeId } as const;
  return (await parts.store.caseList(filter, { limit: 50, after: undefined })).rows;
}

/** What is known of the times in which a node is switched off now. */
export async function pausesOf(parts: HubParts, nodeId: NodeId): Promise<readonly NodePause[]> {
  const running = await runningPauses(parts, nodeId);
  return running.map(({ openedAt, dueAt, document }) => {
    const { state, reason, by } = document as PauseDocument;
    return { nodeId, state, reason, by, sinceAt: openedAt, untilAt: dueAt };
  });
}

/**
 * Opens, drains or strikes a node. A stricken node's work moves to others before this resolves; when it opens again,
 * what left comes back where that is clearly better. With an end it opens again by itself.
 */
export async function switchNode(
  parts: HubParts,
  nodeId: NodeId,
  to: NodeSwitch,
): Promise<HubOutcome<NodeSwitched>> {
  const refusal = refusalOf(parts, nodeId, to);
  return refusal ? { ok: false, refusal } : switchNow(parts, nodeId, { to });
}

/** @param ended the pause whose time is over; when somebody has switched the node since, their word stands */
async function switchNow(
  parts: HubParts,
  nodeId: NodeId,
  asked: { readonly to: NodeSwitch; readonly ended?: CaseRecord },
): Promise<HubOutcome<NodeSwitched>> {
  const { to, ended } = asked;
  const over = await runningPauses(parts, nodeId);
  if (ended && !over.some(({ caseId }) => caseId === ended.caseId))
    return { ok: true, value: { rerouted: 0 } };
  const pause = pauseOf(parts, nodeId, to);
  const result = await parts.commit(() => switchUnit(parts, nodeId, { to, over, pause }));
  // Somebody else switched it in the same moment: their word counts first, then this one.
  if (result && !result.ok) return switchNow(parts, nodeId, asked);
  if (to.state === 'stricken') {
    const moved = await evacuateNode(parts, nodeId, to.reason);
    if (pause) await keepMoved(parts, pause, moved);
    return { ok: true, value: { rerouted: moved.length } };
  }
  if (to.state === 'draining') return { ok: true, value: { rerouted: 0 } };
  const left = over.flatMap(({ document }) => (document as PauseDocument).moved);
  return { ok: true, value: { rerouted: await returnWork(parts, nodeId, left) } };
}

function refusalOf(parts: HubParts, nodeId: NodeId, to: NodeSwitch): HubRefusal | undefined {
  if (parts.board.network.nodeIxOf(nodeId) === undefined)
    return { reason: 'not-found', what: 'node', id: nodeId };
  if (to.untilAt === undefined || to.untilAt > parts.env.now()) return undefined;
  const remedy = 'Send a moment that is still to come, or leave it out.';
  return { reason: 'invalid', faults: [{ field: '/until', reason: 'in-the-past', remedy }] };
}

function pauseOf(parts: HubParts, nodeId: NodeId, to: NodeSwitch): CaseRecord | undefined {
  if (to.state === 'open') return undefined;
  const at = parts.env.now();
  const document: PauseDocument = {
    state: to.state,
    reason: to.reason,
    by: to.by ?? 'staff',
    moved: [],
  };
  return {
    caseId: `pau_${uuidV7(at, parts.env.randomHex())}`,
    kind: 'node_pause',
    state: 'running',
    orderId: undefined,
    nodeId,
    key: undefined,
    dueAt: to.untilAt,
    openedAt: at,
    version: 1,
    document,
  };
}

function switchUnit(
  parts: HubParts,
  nodeId: NodeId,
  made: {
    readonly to: NodeSwitch;
    readonly over: readonly CaseRecord[];
    readonly pause: CaseRecord | undefined;
  },
) {
  const { to, over, pause } = made;
  const unit = emptyUnit(parts.env.now());
  const { state, reason } = to;
  const record = { nodeId, state: stateCodes[state], reason, sinceAt: unit.at };
  unit.nodeStates.push(record);
  for (const one of over)
    unit.casesChanged.push({ ...one, state: 'over', dueAt: undefined, version: one.version + 1 });
  if (pause) unit.casesAdded.push(pause);
  tell(unit, {
    type: 'node.health_changed',
    id: `${nodeId}.${state}.${String(unit.at)}`,
    subject: `node/${nodeId}`,
    body: { nodeId, state, reason, untilAt: to.untilAt ?? null, nodeState: record },
  });
  return unit;
}

/** Remembers who left, so that they may come back. */
async function keepMoved(
  parts: HubParts,
  pause: CaseRecord,
  moved: readonly OrderId[],
): Promise<void> {
  if (moved.length === 0) return;
  await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    const document: PauseDocument = { ...(pause.document as PauseDocument), moved };
    unit.casesChanged.push({ ...pause, document, version: 2 });
    tell(unit, {
      type: 'node.evacuated',
      id: `${pause.caseId}.2`,
      subject: `node/${String(pause.nodeId)}`,
      body: { nodeId: pause.nodeId, orders: moved.length },
    });
    return unit;
  });
}

/** Nodes whose switched-off time is over open again. */
export async function endPauses(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  const to: NodeSwitch = { state: 'open', reason: 'the time is over' };
  for (const ended of due) if (ended.nodeId) await switchNow(parts, ended.nodeId, { to, ended });
}
