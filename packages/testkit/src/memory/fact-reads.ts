import type { DecisionRecord, ExceptionRecord, FactRecord, Store } from '@ordermesh/core/hub';
import { factKey } from '@ordermesh/core/hub';

import type { MemoryDatabase } from './database.ts';
import { by, pageOf, rowsOf } from './order.ts';

type FactReads = Pick<
  Store,
  | 'decisions'
  | 'decision'
  | 'facts'
  | 'factList'
  | 'knownFacts'
  | 'unlinkedFacts'
  | 'parcels'
  | 'exceptionList'
>;

const atOf = ({ at }: FactRecord | DecisionRecord): number => at;
const exceptionIdOf = ({ exceptionId }: ExceptionRecord): string => exceptionId;

/** Reads of what was decided and what happened. */
export function factReads(database: MemoryDatabase): FactReads {
  const { facts } = database;
  return {
    decisions: async (orderId) =>
      rowsOf(database.decisionsOf.get(orderId), database.decisions).sort(
        by<DecisionRecord>(atOf, ({ decisionId }) => decisionId),
      ),
    decision: async (decisionId) => database.decisions.get(decisionId),
    facts: async (orderIds) =>
      [...new Set(orderIds)]
        .flatMap((orderId) => rowsOf(database.factsOf.get(orderId), facts))
        .sort(by<FactRecord>(({ orderId }) => orderId ?? '', atOf, factKey)),
    factList: async (filter, { limit, after }) => {
      const numbered = [...facts.values()]
        .map((fact, ix) => ({ fact, number: ix + 1 }))
        .filter(
          ({ fact, number }) =>
            (after === undefined || number < Number(after)) &&
            (filter.kind === undefined || filter.kind === fact.kind) &&
            (filter.orderId === undefined || filter.orderId === fact.orderId),
        )
        .reverse();
      const { rows, next } = pageOf(numbered, limit, ({ number }) => String(number));
      return { rows: rows.map(({ fact }) => fact), next };
    },
    knownFacts: async (keys) => {
      const known = new Map(
        keys.map((key) => [factKey(key), key] as const).filter(([name]) => facts.has(name)),
      );
      return [...known.values()]
        .sort(by(factKey))
        .map(({ hash, hasErrorDeclaration }) => ({ hash, hasErrorDeclaration }));
    },
    unlinkedFacts: async (objectUris) => {
      const asked = new Set(objectUris);
      return rowsOf(database.unlinked, facts)
        .filter((fact) => fact.objectUris.some((uri) => asked.has(uri)))
        .sort(by<FactRecord>(atOf, factKey));
    },
    parcels: async (parcelUris) =>
      rowsOf(new Set(parcelUris), database.parcels).sort(by(({ parcelUri }) => parcelUri)),
    exceptionList: async (filter, { limit, after }) => {
      const matching = [...database.exceptions.values()]
        .filter(
          (row) =>
            (after === undefined || exceptionIdOf(row) > after) &&
            (filter.state === undefined || filter.state === row.state) &&
            (filter.orderId === undefined || filter.orderId === row.orderId),
        )
        .sort(by(exceptionIdOf));
      return pageOf(matching, limit, exceptionIdOf);
    },
  };
}
