import Type from 'typebox';
import { idText, instant, named, strict } from '../fields.ts';

const day = (says: string) => Type.String({ description: says, examples: ['2026-03-02'] });
const zones = 'a subdivision (ISO 3166-2), or a country';

export const promotionSchema = named(
  'Promotion',
  strict(
    {
      promotion_id: idText('Its name in the planners’ own system.', 'P-2026-10'),
      name: Type.Optional(Type.String({ description: 'For people.' })),
      items: Type.Optional(
        Type.Array(idText('An item.', 'OAT-1L'), { description: 'Absent = all items.' }),
      ),
      zones: Type.Optional(
        Type.Array(Type.String({ description: `Where: ${zones}.`, examples: ['CN-SH'] }), {
          description: 'Absent = everywhere.',
        }),
      ),
      first_day: day('First day of it, UTC.'),
      last_day: day('Last day of it, UTC.'),
      discount_percent: Type.Optional(
        Type.Number({ minimum: 0, maximum: 100, description: 'What is off the price.' }),
      ),
      kind: Type.Optional(
        Type.String({ description: 'What promotions that work alike have in common.' }),
      ),
      cancelled: Type.Optional(Type.Boolean({ description: 'It was called off.' })),
    },
    { description: 'A promotion as planners told it.' },
  ),
);

export const holidaySchema = named(
  'Holiday',
  strict(
    {
      zone: Type.String({ description: `Where: ${zones}.`, examples: ['DE-BY'] }),
      day: day('The day; counted as a UTC day. One that lasts has a row for each of its days.'),
      name: Type.String({ description: 'The same every year.', examples: ['Karfreitag'] }),
      kind: Type.Optional(
        Type.String({ description: 'What days that work alike have in common, e.g. public.' }),
      ),
      cancelled: Type.Optional(Type.Boolean({ description: 'It is a day as others, here.' })),
    },
    { description: 'A holiday, or another day that is not as others, as it was told.' },
  ),
);

export const weatherDaySchema = named(
  'WeatherDay',
  strict(
    {
      zone: Type.String({ description: `Where: ${zones}.`, examples: ['CN-SH'] }),
      day: day('The day, UTC.'),
      temperature_c: Type.Optional(Type.Number({ description: 'Mean over the day, °C.' })),
      precipitation_mm: Type.Optional(
        Type.Number({ minimum: 0, description: 'Over the day, millimetres.' }),
      ),
      issued_at: Type.Optional(instant('When it was forecast; absent = it was observed.')),
    },
    { description: 'The weather of a day in a zone, observed or forecast.' },
  ),
);

/** Those with names of their own under `components`. */
export const signalSchemas = [promotionSchema, holidaySchema, weatherDaySchema] as const;
