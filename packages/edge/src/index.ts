/**
 * The agent in a store or a vehicle: it judges temperatures and scans with the decisions of core where the goods are,
 * keeps what it learnt, decided and has to tell in a log of its own, works without any link, and tells the hub later,
 * each fact once.
 *
 * @packageDocumentation
 */
export { edgeAgent } from './agent.ts';
export type { ColdSaid, EdgeAgent, EdgeMaking, EdgeRefusal, PackSaid } from './agent.ts';
export type { EdgeEntry, PackedGoods, ParkedEvent } from './entry.ts';
export { LogFailure, memoryLog } from './log/edge-log.ts';
export type { EdgeLog } from './log/edge-log.ts';
export { fileLog } from './log/file-log.ts';
export type { WatchedParcel } from './cold/watched-parcel.ts';
export type { PackTask, ScanCode } from './pack/pack-task.ts';
export type { Link, Telling, ToldResult } from './tell.ts';
export { answerMessage, coldAnswer } from './say/answer-message.ts';
export type { EdgeAnswer } from './say/answer-message.ts';
