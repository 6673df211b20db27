import type { HubOutcome } from '../outcome.ts';
import type { ApprovalAsk } from '../decide/approval.ts';
import {
  nextNetwork,
  publishNetwork,
  publishStrategy,
  rollbackStrategy,
  validateStrategy,
} from '../keep/publish.ts';
import { modelDesk } from '../models/model-desk.ts';
import { switchNode } from '../nodes/outage/switch-node.ts';
import type { HubParts } from '../run/parts.ts';

/** What a wish would change, and a text that changes with it. */
export interface Ground {
  readonly resource: string;
  readonly basis: string;
}

/** @returns a refusal when the wish could not be carried out even now */
export function groundOf(parts: HubParts, ask: ApprovalAsk): HubOutcome<Ground> {
  if (ask.kind === 'strategy') {
    const checked = validateStrategy(parts, ask.strategy);
    if (!checked.ok) return checked;
    return strategyGround(checked.value.document);
  }
  if (ask.kind === 'rollback') return rollbackGround(parts, ask);
  if (ask.kind === 'network') return networkGround(parts, ask);
  return ask.kind === 'model' ? modelGround(parts, ask) : nodeGround(parts, ask);
}

type Asked<Kind> = Extract<ApprovalAsk, { kind: Kind }>;

/** The version that a document would get tells which ones it comes after: any other of it makes the wish stale. */
const groundBefore = (resource: string, version: number): HubOutcome<Ground> => ({
  ok: true,
  value: { resource, basis: `next ${String(version)}` },
});

const strategyGround = (next: {
  readonly strategyId: string;
  readonly version: number;
}): HubOutcome<Ground> => groundBefore(`strategy/${next.strategyId}`, next.version);

function rollbackGround(
  { board }: HubParts,
  { strategyId, version }: Asked<'rollback'>,
): HubOutcome<Ground> {
  const versions = board.published
    .filter(({ document }) => document.strategyId === strategyId)
    .map(({ document }) => document.version);
  if (!versions.includes(version)) return missing('strategy version', `${strategyId}/${version}`);
  return strategyGround({ strategyId, version: Math.max(...versions) + 1 });
}

function modelGround({ board }: HubParts, { use, of }: Asked<'model'>): HubOutcome<Ground> {
  const isKnown = board.known
    .models()
    .some(({ documentId, version }) => documentId === of.modelId && version === of.version);
  if (!isKnown) return missing('model version', `${of.modelId}/${String(of.version)}`);
  const serving = board.network.document.promiseModels?.[use];
  const basis = serving ? `${serving.modelId}/${String(serving.version)}` : 'none';
  return { ok: true, value: { resource: `promise-model/${use}`, basis } };
}

function networkGround(parts: HubParts, { document }: Asked<'network'>): HubOutcome<Ground> {
  const next = nextNetwork(parts, document);
  return next.ok ? groundBefore('network/network', next.value.version) : next;
}

function nodeGround({ board }: HubParts, { nodeId }: Asked<'drain'>): HubOutcome<Ground> {
  if (board.network.nodeIxOf(nodeId) === undefined) return missing('node', nodeId);
  const { state, sinceAt } = board.nodeStates.get(nodeId) ?? { state: 0, sinceAt: 0 };
  const basis = `${String(state)} since ${String(sinceAt)}`;
  return { ok: true, value: { resource: `node/${nodeId}`, basis } };
}

const missing = (what: string, id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what, id },
});

/** Does what was asked. */
export function carryOut(parts: HubParts, ask: ApprovalAsk): Promise<HubOutcome<unknown>> {
  switch (ask.kind) {
    case 'strategy':
      return publishStrategy(parts, ask.strategy, ask.note);
    case 'rollback':
      return rollbackStrategy(parts, ask);
    case 'model':
      return modelDesk(parts).serveModel(ask.use, ask.of, ask.note);
    case 'network':
      return publishNetwork(parts, ask.document, ask.note);
    case 'drain': {
      const { kind: _kind, nodeId, ...how } = ask;
      return switchNode(parts, nodeId, { state: 'draining', ...how });
    }
  }
}
