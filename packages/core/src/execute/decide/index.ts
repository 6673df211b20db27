export { provesDeparture, workByFact } from './work-by-fact.ts';
export type { WorkMove } from './work-by-fact.ts';
export { judgeTemperature, meanKineticMilliCelsius } from './mean-kinetic-temperature.ts';
export type {
  TemperatureLimits,
  TemperatureReading,
  TemperatureVerdict,
} from './mean-kinetic-temperature.ts';
export { weigh } from './weigh.ts';
export type { Weighed } from './weigh.ts';
