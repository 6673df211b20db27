import {
  checked,
  decimal,
  faultAt,
  instant,
  localDate,
  optional,
  readDocument,
  shape,
} from '../../../../words/index.ts';
import type { InputFault, Outcome, Reader } from '../../../../words/index.ts';
import { zoneCode } from './promotion.ts';

/** The weather of a day in a zone, as it was seen or is forecast. */
export interface WeatherDay {
  /** A subdivision (`CN-SH`); a country (`CN`) stands for those of its subdivisions that nothing is told of. */
  readonly zone: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Mean over the day, degrees Celsius. */
  readonly temperatureC?: number;
  /** Rain and melted snow over the day, millimetres. */
  readonly precipitationMm?: number;
  /** When it was forecast, epoch ms; absent = it was observed. */
  readonly issuedAt?: number;
}

const weatherDay: Reader<WeatherDay> = checked(
  shape({
    zone: zoneCode,
    day: localDate,
    temperatureC: optional(decimal({ min: -90, max: 60 })),
    precipitationMm: optional(decimal({ min: 0, max: 2_000 })),
    issuedAt: optional(instant),
  }),
  ({ temperatureC, precipitationMm }, on) => {
    if (temperatureC === undefined && precipitationMm === undefined)
      faultAt(on, ['temperatureC'], {
        reason: 'missing',
        remedy: 'Send the temperature (°C), the precipitation (mm), or both.',
      });
  },
);

/**
 * Reads the weather of a day as it is sent, in the house's spelling. Unknown fields are refused.
 *
 * @returns the day, or every fault with pointer, reason and remedy
 */
export const readWeatherDay = (source: unknown): Outcome<WeatherDay, readonly InputFault[]> =>
  readDocument(weatherDay, source);

/** Whether a row replaces what is known: an observation always, a forecast only an earlier one. */
export const replacesWeather = (known: WeatherDay | undefined, row: WeatherDay): boolean =>
  known === undefined ||
  row.issuedAt === undefined ||
  (known.issuedAt !== undefined && row.issuedAt >= known.issuedAt);
