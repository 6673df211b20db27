import { ensure } from '../../words/index.ts';
import type { Board } from '../board/board.ts';
import type { Hub } from '../hub.ts';
import { nodeStateName } from '../nodes/outage/switch-node.ts';
import type { Actor, CaseRecord, ChangedFields, DocumentRecord } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { changedFields } from './changed-fields.ts';

type House = Omit<Hub, 'actingFor'>;
type Desk = (parts: HubParts) => Partial<House>;

/**
 * The hub as somebody works with it, and the way to it. A desk is made anew only when it is used: a request uses one of
 * many. What is read and what is written go through the same desks, so nothing can be written past the name.
 */
export function actingHub(house: House, desks: readonly Desk[], parts: HubParts): Hub {
  const deskOf = new Map<string, Desk>();
  for (const desk of desks) for (const name of Object.keys(desk(parts))) deskOf.set(name, desk);
  for (const name of Object.keys(house)) ensure(deskOf.has(name), `${name} is no matter of a desk`);
  const hub: Hub = {
    ...house,
    actingFor: (actor) => {
      const made = new Map<Desk, Partial<House>>();
      const own = actingFor(parts, actor);
      return new Proxy(hub, {
        get: (_hub, name) => {
          const desk = typeof name === 'string' ? deskOf.get(name) : undefined;
          if (!desk) return Reflect.get(hub, name) as unknown;
          const mine = made.get(desk) ?? desk(own);
          made.set(desk, mine);
          return Reflect.get(mine, name) as unknown;
        },
      });
    },
  };
  return hub;
}

/**
 * The parts of the hub as somebody works with them: everything that is written names who made it, in the same commit.
 * A unit that tells nothing by itself tells `audit.noted`, so that no change of a person goes without a trace.
 */
const actingFor = (parts: HubParts, actor: Actor): HubParts => ({
  ...parts,
  commit: (decide, lane, joint) =>
    parts.commit(
      () => signed(parts, decide(), actor),
      lane,
      joint && { ...joint, again: (nodeIds) => signed(parts, joint.again(nodeIds), actor) },
    ),
});

function signed(
  { board, env }: HubParts,
  unit: CommitUnit | undefined,
  by: Actor,
): UnitDraft | undefined {
  if (!unit) return undefined;
  // A unit is a draft until the runner has it; what is told more goes into a copy.
  const draft = { ...unit, events: [...unit.events] } as UnitDraft;
  if (draft.events.length === 0)
    tell(draft, {
      type: 'audit.noted',
      id: `audit.${String(unit.at)}.${env.randomHex()}`,
      subject: subjectOf(unit),
      body: {},
    });
  const changed = changesOf(board, unit);
  draft.events = draft.events.map((event, ix) => ({
    ...event,
    by,
    ...(ix === 0 && changed.fields.length > 0 && { changed }),
  }));
  return draft;
}

function subjectOf({ casesAdded, casesChanged, ordersChanged }: CommitUnit): string {
  const [matter] = [...casesAdded, ...casesChanged];
  if (matter) return `${matter.kind}/${matter.caseId}`;
  const [order] = ordersChanged;
  return order ? `order/${order.record.order.orderId}` : 'hub';
}

/** What the unit makes of settings, against what the board knows of them. What orders say of people is no setting. */
function changesOf(board: Board, unit: CommitUnit): ChangedFields {
  const { documents, items, nodeStates } = unit;
  const matters = [...unit.casesAdded, ...unit.casesChanged].filter(isTold);
  const told = [
    ...documents.flatMap((record) => {
      const before = documentBefore(board, record);
      return before === undefined ? [] : [changedFields(before, record.document)];
    }),
    changedFields(
      items.flatMap(({ itemId }) => board.items.get(itemId) ?? []),
      items,
    ),
    ...nodeStates.map((record) => {
      const before = board.nodeStates.get(record.nodeId);
      return changedFields(
        { state: nodeStateName(before?.state) },
        { state: nodeStateName(record.state) },
      );
    }),
    ...matters.map(({ kind, caseId, state }) =>
      changedFields({ [kind]: {} }, { [kind]: { [caseId]: state } }),
    ),
  ];
  return {
    fields: told.flatMap(({ fields }) => fields),
    more: told.reduce((all, { more }) => all + more, 0),
  };
}

const isTold = ({ kind }: CaseRecord): boolean => kind !== 'personal_key';

function documentBefore(board: Board, { kind, documentId }: DocumentRecord): unknown {
  if (kind === 'network') return board.network.document;
  if (kind === 'allocation') return board.allocation.document;
  if (kind === 'aftercare') return board.aftercare.policy;
  if (kind !== 'strategy') return undefined;
  const known = board.published.filter(({ document }) => document.strategyId === documentId);
  return known.at(-1)?.document;
}
