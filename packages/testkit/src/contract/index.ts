/**
 * What every implementation of a port must do, as cases that its own tests run.
 *
 * @packageDocumentation
 */
export { busContract } from './bus-contract.ts';
export type { BusEnds } from './bus-contract.ts';
export { differentialReplay } from './differential.ts';
export type { ReplayMaking } from './differential.ts';
export { randomUnit } from './random-units.ts';
export type { UnitSource } from './random-units.ts';
export { plain, wordOf } from './same.ts';
export type { ContractCase, Same } from './same.ts';
export { storeContract } from './store-contract.ts';
export { tamperedTrail } from './trail-tampering.ts';
export type { PastTheStore } from './trail-tampering.ts';
