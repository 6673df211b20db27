import { dayMs, hourMs, minuteMs } from '../../../words/index.ts';
import type { TemperatureClass } from '../../../parties/decide/index.ts';
import type { TemperatureLimits } from './mean-kinetic-temperature.ts';

/** What goods of one temperature class bear on their way, and how a logger's readings are judged against it. */
export interface ColdLimits extends TemperatureLimits {
  /** Beyond these nothing is borne, however short. */
  readonly hardLowMilliCelsius: number;
  readonly hardHighMilliCelsius: number;
  /** Outside the limits for longer in one stretch is an excursion; a door that was opened is not. */
  readonly graceMs: number;
  /** The span over which the mean kinetic temperature counts, ms: over longer ones warm weeks hide behind cold months. */
  readonly meanKineticWindowMs: number;
  /** What the goods were kept at before the logger began; fills the window until it has been seen whole. */
  readonly storedMilliCelsius: number;
  /** Longer without a reading is a gap: nothing is known about it. */
  readonly gapMsMax: number;
}

/**
 * The limits that count where the owner of the goods has given none. Chilled goods by USP <659>, controlled cold
 * temperature (2 to 8 °C, mean kinetic at most 8 °C over 24 h, spikes to 25 °C within 24 h). Ambient goods by
 * controlled room temperature (15 to 30 °C, mean kinetic at most 25 °C over 30 days, spikes to 40 °C within 24 h).
 * Quick-frozen food by directive 89/108/EEC (−18 °C, 3 °C above it on the way, never above −12 °C); its two hours
 * above −15 °C, and all times of grace and gaps, are the house's own.
 */
export const coldLimits: Readonly<Record<TemperatureClass, ColdLimits>> = {
  ambient: {
    lowMilliCelsius: 15_000,
    highMilliCelsius: 30_000,
    hardLowMilliCelsius: 0,
    hardHighMilliCelsius: 40_000,
    graceMs: 60 * minuteMs,
    excursionMsMax: 24 * hourMs,
    meanKineticMilliCelsiusMax: 25_000,
    meanKineticWindowMs: 30 * dayMs,
    storedMilliCelsius: 22_000,
    gapMsMax: 60 * minuteMs,
  },
  chilled: {
    lowMilliCelsius: 2000,
    highMilliCelsius: 8000,
    hardLowMilliCelsius: 0,
    hardHighMilliCelsius: 25_000,
    graceMs: 15 * minuteMs,
    excursionMsMax: 24 * hourMs,
    meanKineticMilliCelsiusMax: 8000,
    meanKineticWindowMs: 24 * hourMs,
    storedMilliCelsius: 5000,
    gapMsMax: 30 * minuteMs,
  },
  frozen: {
    lowMilliCelsius: -60_000,
    highMilliCelsius: -15_000,
    hardLowMilliCelsius: -90_000,
    hardHighMilliCelsius: -12_000,
    graceMs: 10 * minuteMs,
    excursionMsMax: 2 * hourMs,
    meanKineticMilliCelsiusMax: -15_000,
    meanKineticWindowMs: 24 * hourMs,
    storedMilliCelsius: -20_000,
    gapMsMax: 30 * minuteMs,
  },
};
