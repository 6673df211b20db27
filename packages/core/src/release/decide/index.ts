export type { Fulfilment, FulfilmentLine, FulfilmentState } from './fulfilment.ts';
