import type { OrderId } from '../../words/index.ts';
import type { SlotMove } from '../../network/index.ts';
import type { StockMove } from '../../stock/index.ts';
import type { EventDraft } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer R)[] ? R[] : T[K] };

/** A unit while a decision fills it; read-only once it is handed to the store. */
export type UnitDraft = Mutable<CommitUnit>;

/** A unit that changes nothing yet. */
export const emptyUnit = (at: number): UnitDraft => ({
  at,
  ordersChanged: [],
  reservationsAdded: [],
  reservationsChanged: [],
  fulfilmentsAdded: [],
  fulfilmentsChanged: [],
  decisions: [],
  facts: [],
  factsLinked: [],
  parcels: [],
  exceptionsAdded: [],
  exceptionsChanged: [],
  casesAdded: [],
  casesChanged: [],
  documents: [],
  items: [],
  inbound: [],
  nodeStates: [],
  events: [],
});

/** What an event says, before it becomes a draft. */
export interface Telling {
  readonly type: string;
  readonly id: string;
  readonly orderId?: OrderId;
  readonly subject: string;
  readonly causationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly stockMoves?: readonly StockMove[];
  readonly slotMoves?: readonly SlotMove[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Adds an event to the unit. `type` without prefix and version, e.g. `order.placed`. */
export function tell(unit: UnitDraft, telling: Telling): void {
  const event: EventDraft = {
    type: `dev.ordermesh.${telling.type}.v1`,
    id: telling.id,
    subject: telling.subject,
    orderId: telling.orderId,
    at: unit.at,
    causationId: telling.causationId,
    traceparent: telling.traceparent,
    stockMoves: telling.stockMoves ?? [],
    slotMoves: telling.slotMoves ?? [],
    body: telling.body,
  };
  unit.events.push(event);
}

/** Units that are written together or not at all, as one; what a single unit can have once is none of them. */
export function joinedUnits(at: number, units: readonly UnitDraft[]): UnitDraft {
  const joined = emptyUnit(at);
  for (const unit of units) {
    joined.ordersChanged.push(...unit.ordersChanged);
    joined.reservationsAdded.push(...unit.reservationsAdded);
    joined.reservationsChanged.push(...unit.reservationsChanged);
    joined.fulfilmentsAdded.push(...unit.fulfilmentsAdded);
    joined.fulfilmentsChanged.push(...unit.fulfilmentsChanged);
    joined.decisions.push(...unit.decisions);
    joined.exceptionsAdded.push(...unit.exceptionsAdded);
    joined.exceptionsChanged.push(...unit.exceptionsChanged);
    joined.casesAdded.push(...unit.casesAdded);
    joined.casesChanged.push(...unit.casesChanged);
    joined.events.push(...unit.events);
  }
  return joined;
}
