import type { NodeId, StrategyId } from '../../words/index.ts';
import type { InputFault } from '../../intake/index.ts';
import { readNetworkDocument } from '../../network/index.ts';
import type { NetworkDocument, NodeProfile } from '../../network/index.ts';
import { checkStrategy, liveStrategy, strategyJson } from '../../strategy/index.ts';
import type { StrategyDocument } from '../../strategy/index.ts';
import type { Hub } from '../hub.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import { nodeStateName } from '../nodes/outage/switch-node.ts';
import type { HubParts } from '../run/parts.ts';
import type { DocumentRecord } from '../ports/records.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';

type CheckedDocument = {
  readonly document: StrategyDocument;
  readonly warnings: readonly InputFault[];
};

const invalid = (faults: readonly InputFault[]): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'invalid', faults },
});

/** All published strategy versions; `live` tells which one decides now. */
export function strategies(parts: HubParts): ReturnType<Hub['strategies']> {
  const live = liveStrategy(parts.board.published, parts.env.now()).published;
  return parts.board.published.map((one) => ({ ...one, live: one === live }));
}

/** Checks a strategy as the editor sends it; nothing is published. */
export function validateStrategy(parts: HubParts, json: unknown): HubOutcome<CheckedDocument> {
  const { strategy_id: id, version } = (json ?? {}) as {
    readonly strategy_id?: unknown;
    readonly version?: unknown;
  };
  const next = nextVersion(parts, id);
  const checked = checkStrategy(json, { network: parts.board.network.document, version: next });
  if (!checked.ok) return invalid(checked.refusal.faults);
  if (version !== undefined && next > 1 && version !== next - 1)
    return invalid([madeFromAnother(String(id), { version, newest: next - 1 })]);
  return {
    ok: true,
    value: { document: checked.value.document, warnings: checked.value.warnings },
  };
}

/** Whoever edits an older version would undo what was published since without knowing. */
const madeFromAnother = (
  id: string,
  { version, newest }: { readonly version: unknown; readonly newest: number },
): InputFault => ({
  field: '/version',
  reason: 'not-the-newest',
  remedy:
    `This was made from version ${String(version)}, the newest is ${String(newest)}. Take over what changed since ` +
    `(strategy diff ${id} ${String(version)} ${String(newest)}) and set version to ${String(newest)}, ` +
    'or leave version out to publish regardless.',
});

function nextVersion(parts: HubParts, id: unknown): number {
  const versions = parts.board.published
    .filter(({ document }) => document.strategyId === id)
    .map(({ document }) => document.version);
  return Math.max(0, ...versions) + 1;
}

/** Publishes a strategy: it counts for the next decision of this process, and for others within their next look. */
export async function publishStrategy(
  parts: HubParts,
  json: unknown,
  note: string,
): Promise<HubOutcome<CheckedDocument>> {
  const checked = validateStrategy(parts, json);
  if (!checked.ok) return checked;
  const id = checked.value.document.strategyId;
  const document = { ...checked.value.document, version: nextVersion(parts, id) };
  const stored = await publishDocument(parts, {
    kind: 'strategy',
    documentId: id,
    version: document.version,
    publishedAt: parts.env.now(),
    note,
    document,
  });
  return stored ?? { ok: true, value: { document, warnings: checked.value.warnings } };
}

/** Publishes an older version again, as a new one: history only grows. */
export async function rollbackStrategy(
  parts: HubParts,
  asked: { readonly strategyId: StrategyId; readonly version: number; readonly note: string },
): Promise<HubOutcome<StrategyDocument>> {
  const old = parts.board.published.find(
    ({ document }) =>
      document.strategyId === asked.strategyId && document.version === asked.version,
  );
  if (!old)
    return {
      ok: false,
      refusal: {
        reason: 'not-found',
        what: 'strategy version',
        id: `${asked.strategyId}/${String(asked.version)}`,
      },
    };
  const { version: _old, ...content } = strategyJson(old.document);
  const published = await publishStrategy(parts, content, asked.note);
  return published.ok ? { ok: true, value: published.value.document } : published;
}

/** A whole network as it would be published next. Nodes never vanish: facts and stock speak of them, so they are drained instead. */
export function nextNetwork(parts: HubParts, json: unknown): HubOutcome<NetworkDocument> {
  const read = readNetworkDocument(json);
  if (!read.ok) return invalid(read.refusal);
  const current = parts.board.network.document;
  const kept = new Map(read.value.nodes.map((node) => [node.nodeId, node]));
  const missing = current.nodes.filter(({ nodeId }) => !kept.has(nodeId));
  if (missing.length > 0)
    return invalid(
      missing.map(({ nodeId }) => ({
        field: '/nodes',
        reason: 'node-missing',
        remedy: `Node ${nodeId} is in the network now: keep it in the document and drain it instead.`,
      })),
    );
  const known = new Set(current.nodes.map(({ nodeId }) => nodeId));
  // Which models serve is changed at their desk alone, so that an older copy that is sent back changes nothing of it.
  const { promiseModels: _sent, ...sent } = read.value;
  const document: NetworkDocument = {
    ...sent,
    ...(current.promiseModels && { promiseModels: current.promiseModels }),
    version: current.version + 1,
    nodes: [
      ...current.nodes.map((node) => kept.get(node.nodeId) ?? node),
      ...read.value.nodes.filter(({ nodeId }) => !known.has(nodeId)),
    ],
  };
  return { ok: true, value: document };
}

/** Publishes a whole network. */
export async function publishNetwork(
  parts: HubParts,
  json: unknown,
  note: string,
): Promise<HubOutcome<NetworkDocument>> {
  const next = nextNetwork(parts, json);
  if (!next.ok) return next;
  const document = next.value;
  const stored = await publishDocument(parts, {
    kind: 'network',
    documentId: 'network',
    version: document.version,
    publishedAt: parts.env.now(),
    note,
    document,
  });
  return stored ?? { ok: true, value: document };
}

/** A profile as somebody sent it. */
type SentProfile = { readonly nodeId?: unknown };

/** The network as it is with some nodes added or replaced. */
export function networkWith(parts: HubParts, profiles: readonly SentProfile[]): object {
  const current = parts.board.network.document;
  const sent = new Set(profiles.map(({ nodeId }) => nodeId));
  const others = current.nodes.filter(({ nodeId }) => !sent.has(nodeId));
  return { ...current, version: Math.max(1, current.version), nodes: [...others, ...profiles] };
}

/** Adds a node or replaces its profile. */
export async function putNode(parts: HubParts, profile: unknown): Promise<HubOutcome<NodeProfile>> {
  const sent = (profile ?? {}) as SentProfile;
  const { nodeId } = sent;
  const note = `node ${String(nodeId)}`;
  const published = await publishNetwork(parts, networkWith(parts, [sent]), note);
  if (!published.ok) return published;
  const node = published.value.nodes.find((candidate) => candidate.nodeId === nodeId);
  return node
    ? { ok: true, value: node }
    : { ok: false, refusal: { reason: 'not-found', what: 'node', id: String(nodeId) } };
}

/** Stores a document under its version. @returns a refusal when somebody published that version first */
export async function publishDocument(
  parts: HubParts,
  record: DocumentRecord,
): Promise<{ readonly ok: false; readonly refusal: HubRefusal } | undefined> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    unit.documents.push(record);
    tell(unit, {
      type: `${record.kind}.published`,
      id: `${record.kind}.${record.documentId}.${String(record.version)}`,
      subject: `${record.kind}/${record.documentId}`,
      body: {
        kind: record.kind,
        documentId: record.documentId,
        version: record.version,
        note: record.note,
      },
    });
    return unit;
  });
  if (result?.ok) return undefined;
  return {
    ok: false,
    refusal: { reason: 'stale', what: record.kind, id: record.documentId, version: record.version },
  };
}

/** The state of a node as people read it. */
export function nodeState(parts: HubParts, nodeId: NodeId): ReturnType<Hub['nodeState']> {
  const nodeIx = parts.board.network.nodeIxOf(nodeId);
  const node = parts.board.network.nodes[nodeIx ?? -1];
  if (nodeIx === undefined || !node) return undefined;
  const record = parts.board.nodeStates.get(nodeId);
  const state = nodeStateName(record?.state);
  const usedAt = parts.board.nodes.usedAt(nodeIx);
  const slot = parts.board.clock.firstSlot(nodeIx, parts.env.now(), () => 0);
  const loadPercent = slot
    ? Math.min(100, Math.floor((usedAt(slot.slotAt) * 100) / Math.max(1, slot.ordersMax)))
    : 100;
  return { state, reason: record?.reason ?? '', loadPercent };
}
