import type { HubOutcome } from '../outcome.ts';
import type { ApprovalAsk } from '../decide/approval.ts';
import { canonicalJson, sha256Hex } from '../../facts/index.ts';
import type { NodeProfile } from '../../network/index.ts';
import {
  networkWith,
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
  if (ask.kind === 'nodes') return nodesGround(parts, ask);
  return ask.kind === 'model' ? modelGround(parts, ask) : nodeGround(parts, ask);
}

type Asked<Kind> = Extract<ApprovalAsk, { kind: Kind }>;

/** The version that a document would get tells which ones it comes after: any other of it makes the wish stale. */
const groundBefore = (resource: string, version: number): HubOutcome<Ground> => ({
  ok: true,
  value: { resource, basis: nextVersionText(version) },
});

const nextVersionText = (version: number): string => `next ${String(version)}`;

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

/** Only the nodes that it names: what becomes of others meanwhile is no matter of the wish. */
function nodesGround(parts: HubParts, { profiles }: Asked<'nodes'>): HubOutcome<Ground> {
  const next = nextNetwork(parts, networkWith(parts, profiles));
  if (!next.ok) return next;
  const resource = profiles.length === 1 ? `node/${String(profiles[0]?.nodeId)}` : 'network/nodes';
  return { ok: true, value: { resource, basis: nodesBasis(parts, profiles) } };
}

function nodesBasis({ board }: HubParts, profiles: Asked<'nodes'>['profiles']): string {
  const now = new Map(board.network.document.nodes.map((node) => [String(node.nodeId), node]));
  const ids = profiles.map(({ nodeId }) => String(nodeId)).sort();
  const digests = ids.map((id) => {
    const node = now.get(id);
    return [id, node ? digestOf(node) : 'none'];
  });
  return `nodes ${sha256Hex(JSON.stringify(digests))}`;
}

/** Profiles are never changed in place: each is read once, however many wishes speak of it. */
const digests = new WeakMap<NodeProfile, string>();

function digestOf(node: NodeProfile): string {
  const digest = digests.get(node) ?? sha256Hex(canonicalJson(node));
  digests.set(node, digest);
  return digest;
}

/**
 * How the ground of a wish stands now. Of a network and its nodes only what it stands on is looked at, not whether the
 * wish is sound: it was when it was asked, and whoever carries it out judges it anew.
 */
export function basisNow(parts: HubParts, ask: ApprovalAsk): string {
  if (ask.kind === 'nodes') return nodesBasis(parts, ask.profiles);
  if (ask.kind === 'network') return nextVersionText(parts.board.network.document.version + 1);
  const ground = groundOf(parts, ask);
  // Of what could not be carried out any more the ground is gone, too.
  return ground.ok ? ground.value.basis : 'gone';
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
    case 'nodes':
      return publishNetwork(parts, networkWith(parts, ask.profiles), ask.note);
    case 'drain': {
      const { kind: _kind, nodeId, ...how } = ask;
      return switchNode(parts, nodeId, { state: 'draining', ...how });
    }
  }
}
