/**
 * When a node's work starts and who answers for it: fulfilments, offers, answers, time-outs, fencing.
 *
 * @packageDocumentation
 */
export type { Fulfilment, FulfilmentLine, FulfilmentState } from './decide/index.ts';
