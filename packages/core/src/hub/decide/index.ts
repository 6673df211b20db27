export { arbitrate } from './arbitrate.ts';
export type { Arbitration, LogStamp } from './arbitrate.ts';
export {
  answerKey,
  documentKey,
  externalKey,
  factKey,
  inboundKey,
  positionKey,
  slotKey,
} from './keys.ts';
export type {
  CaseKind,
  CaseRecord,
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
} from './records.ts';
export {
  checkEntry,
  checkLink,
  checkSeal,
  digestOf,
  headText,
  readHead,
  sealAfter,
  signedText,
} from './trail.ts';
export type {
  SealQuestion,
  SealSignature,
  SealedEntry,
  SignatureRule,
  StoredEntry,
  TrailHash,
  TrailHead,
  TrailHow,
  TrailLink,
  TrailMisfit,
  TrailSeal,
} from './trail.ts';
export type { CommitRefusal, CommitResult, CommitUnit, IdempotencyClaim } from './unit.ts';
export type {
  CurrentState,
  KeptAnswer,
  PositionWrite,
  RecordWrite,
  SlotWrite,
  Writes,
} from './writes.ts';
