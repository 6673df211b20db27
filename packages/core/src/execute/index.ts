/**
 * What physical facts (scans) mean for the work of a node: picking, packing, handing over. Nothing else moves it.
 *
 * @packageDocumentation
 */
export {
  judgeTemperature,
  meanKineticMilliCelsius,
  provesDeparture,
  weigh,
  workByFact,
} from './decide/index.ts';
export type {
  TemperatureLimits,
  TemperatureReading,
  TemperatureVerdict,
  Weighed,
  WorkMove,
} from './decide/index.ts';
