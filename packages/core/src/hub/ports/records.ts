/** The records of the store live beside the arbitration that judges them; the hub's files take them from here. */
export type {
  Actor,
  CaseKind,
  CaseRecord,
  ChangedField,
  ChangedFields,
  DecisionRecord,
  DocumentRecord,
  EventDraft,
  ExceptionRecord,
  FactRecord,
  LineWait,
  LoggedEvent,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
  SealedText,
} from '../decide/records.ts';
