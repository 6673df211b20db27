import { epochDayOf } from '../../../../words/index.ts';
import { daysOf, meanOver } from './signal-time.ts';
import type { SignalTime } from './signal-time.ts';
import type { WeatherDay } from './weather.ts';
import { yearWave } from './year-wave.ts';

/** What of the weather is looked at. */
export const weatherSignals = ['temperature', 'precipitation'] as const;
/** @see weatherSignals */
export type WeatherSignal = (typeof weatherSignals)[number];

/** How far days, and whole weeks of the past, are from what is usual at the time; 0 where nothing is known. */
export interface Anomalies {
  readonly days: Float64Array;
  readonly weeks: Float64Array;
}

/** Of a zone, or of its country where nothing is told of the zone; undefined = of neither. */
export type AnomaliesOf = (zone: string, signal: WeatherSignal) => Anomalies | undefined;

/** Days before and after that say what is usual. */
const daysAround = 21;
/** Fewer known ones say nothing. */
const daysMin = 7;

/** Degrees; or the logarithm of millimetres, since the first rain keeps more people at home than the tenth. */
const valueOf: Readonly<Record<WeatherSignal, (day: WeatherDay) => number | undefined>> = {
  temperature: ({ temperatureC }) => temperatureC,
  precipitation: ({ precipitationMm }) =>
    precipitationMm === undefined ? undefined : Math.log1p(precipitationMm),
};

/** Compares each day with the wave of the year and the days around it: the season is learned from demand itself. */
export function anomaliesOf(weather: readonly WeatherDay[], time: SignalTime): AnomaliesOf {
  const byZone = new Map<string, WeatherDay[]>();
  for (const day of weather) byZone.set(day.zone, [...(byZone.get(day.zone) ?? []), day]);
  const known = new Map<string, Anomalies>();
  for (const [zone, days] of byZone)
    for (const signal of weatherSignals) {
      const found = anomalies(days, signal, time);
      if (found) known.set(`${signal} ${zone}`, found);
    }
  return (zone, signal) =>
    known.get(`${signal} ${zone}`) ?? known.get(`${signal} ${zone.slice(0, 2)}`);
}

function anomalies(
  told: readonly WeatherDay[],
  signal: WeatherSignal,
  time: SignalTime,
): Anomalies | undefined {
  const values = valuesOf(told, signal, time);
  if (values.every((value) => Number.isNaN(value))) return undefined;
  const wave = yearWave(values);
  const days = awayFromAround(values.map((value, day) => value - (wave[day] ?? 0)));
  const weeks = Float64Array.from({ length: time.weeksPast }, (_, week) =>
    meanOver(time, { from: 7 * week, until: 7 * week + 7 }, (day) => days[day] ?? 0),
  );
  return { days, weeks };
}

function valuesOf(
  told: readonly WeatherDay[],
  signal: WeatherSignal,
  time: SignalTime,
): Float64Array {
  const values = new Float64Array(daysOf(time)).fill(Number.NaN);
  for (const one of told) {
    const day = (epochDayOf(one.day) ?? Number.NaN) - time.firstDay;
    const value = valueOf[signal](one);
    if (value !== undefined && day >= 0 && day < values.length) values[day] = value;
  }
  return values;
}

/** Each known value less the mean of the others around it; 0 where it is not known, or too few are. */
function awayFromAround(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  const counts = new Int32Array(values.length + 1);
  values.forEach((value, day) => {
    const isKnown = !Number.isNaN(value);
    sums[day + 1] = (sums[day] ?? 0) + (isKnown ? value : 0);
    counts[day + 1] = (counts[day] ?? 0) + (isKnown ? 1 : 0);
  });
  return values.map((value, day) => {
    const from = Math.max(0, day - daysAround);
    const until = Math.min(values.length, day + daysAround + 1);
    const others = (counts[until] ?? 0) - (counts[from] ?? 0) - 1;
    if (Number.isNaN(value) || others < daysMin) return 0;
    return value - ((sums[until] ?? 0) - (sums[from] ?? 0) - value) / others;
  });
}
