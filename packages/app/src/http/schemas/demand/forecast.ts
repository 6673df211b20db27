import Type from 'typebox';
import { count, idText, instant, named, nullable, oneOf, ref, strict } from '../fields.ts';

const units = (says: string) => Type.Number({ minimum: 0, description: says });
const percent = (says: string) => Type.Number({ minimum: 0, maximum: 1_000, description: says });
const item = idText('The item.', 'OAT-1L');
const zone = Type.String({
  description: 'Where it is asked for: a subdivision (ISO 3166-2), or a country.',
  examples: ['CN-SH'],
});

const sensedDemandSchema = named(
  'SensedDemand',
  strict(
    {
      item,
      zone,
      direction: oneOf(['more', 'less']),
      since: Type.String({ description: 'First day that speaks for it, UTC.' }),
      until: Type.String({ description: 'Last day that speaks for it, UTC.' }),
      came_units: units('What came on these days.'),
      expected_units: units('What was expected of them.'),
      percent: percent(
        'What demand was of the forecast when it was sensed; 180 = four fifths more.',
      ),
      percent_now: percent('The same now: what was sensed fades by half in two weeks.'),
    },
    { description: 'Demand has left its forecast; the forecast is scaled until it fades.' },
  ),
);

const effectPercent = (says: string) =>
  Type.Number({ minimum: 0, maximum: 10_000, description: says });

const learnedEffectSchema = named(
  'LearnedEffect',
  strict(
    {
      signal: oneOf(['promotion', 'holiday', 'temperature', 'precipitation']),
      of: Type.String({
        description:
          'Of promotions their kind, empty = none; of holidays their name; of weather the temperature class.',
        examples: ['leaflet', 'Karfreitag', 'chilled'],
      }),
      kind: Type.Optional(
        Type.String({ description: 'Of holidays the kind they were told with; absent = none.' }),
      ),
      side: Type.Optional(
        oneOf(['before', 'on', 'after'], {
          description: 'Of holidays: their own days, or the three before or after them.',
        }),
      ),
      discount_percent: Type.Optional(
        strict(
          {
            from: percent('At least this.'),
            until: percent('Less than this; 100 = or all of it.'),
          },
          { description: 'What these promotions take off the price; absent = unknown.' },
        ),
      ),
      percent: effectPercent(
        'What demand is of the usual: on a day of such a promotion; on such a day of a holiday; on a day five degrees warmer than those around it; on a day of 10 mm of rain that would be dry.',
      ),
      percent_from: effectPercent('Two standard errors below it.'),
      percent_until: effectPercent('Two standard errors above it.'),
      occasions: count('Promotions, holidays, or spans of four weeks, that speak for it.'),
      since: Type.String({ description: 'First day of these, UTC.' }),
      until: Type.String({ description: 'Last day of these, UTC.' }),
      counts: Type.Boolean({
        description:
          'Whether it made held-out weeks (of holidays: days) better and so moves forecasts; false = it may be chance.',
      }),
    },
    { description: 'What the past says of promotions of one sort, of a holiday, or of weather.' },
  ),
);

export const forecastStandingSchema = named(
  'ForecastStanding',
  strict(
    {
      version: count('1, 2, 3 …; 0 = there is no forecast yet.'),
      made_at: nullable(instant('When it was made.')),
      age_seconds: nullable(count('How old it is.')),
      methods: Type.Array(Type.String(), { description: 'What made it, e.g. combined.2.' }),
      rows: count('Items by zone that it speaks of.'),
      zones: Type.Array(
        strict({
          zone,
          latitude: Type.Number({ minimum: -90, maximum: 90 }),
          longitude: Type.Number({ minimum: -180, maximum: 180 }),
        }),
      ),
      sensed: Type.Array(ref(sensedDemandSchema)),
      learned: Type.Array(ref(learnedEffectSchema), {
        description:
          'What promotions, holidays and weather were found to do; empty = none were told.',
      }),
    },
    {
      description:
        'The newest forecast of demand, what was learned when it was made, and what was sensed since.',
    },
  ),
);

export const demandForecastSchema = named(
  'DemandForecast',
  strict(
    {
      item,
      zone,
      from: instant('First moment of the span.'),
      until: instant('End of the span.'),
      mean_units: units('Expected units, with what was sensed.'),
      quantiles: Type.Array(
        strict({
          probability: Type.Number({ minimum: 0, maximum: 1 }),
          units: units('Demand does not exceed it with this probability.'),
        }),
      ),
      made_by: Type.String({ description: 'The method with its version.' }),
      moved_by: Type.Array(
        strict({
          signal: oneOf(['promotion', 'holiday', 'temperature', 'precipitation']),
          promotion: Type.Optional(idText('Of a promotion.', 'P-2026-10')),
          holiday: Type.Optional(
            Type.String({ description: 'Name of a holiday.', examples: ['Karfreitag'] }),
          ),
          percent: percent(
            'What the whole forecast expects with it, of what it would expect without.',
          ),
        }),
        { description: 'Promotions, holidays and weather that move it; empty = none.' },
      ),
    },
    { description: 'What customers of a zone are expected to ask for of an item.' },
  ),
);

const nodeSuggestionSchema = strict({
  node: idText('The node.'),
  zones: Type.Array(zone, { description: 'Zones that it is nearest to.' }),
  mean_units: units('What these are expected to ask for.'),
  spread_units: units('Standard deviation of it.'),
  target_units: units('What meets demand as often as was asked.'),
  safety_units: units('What of the target is not expected to be sold: the buffer.'),
  have_units: Type.Integer({ description: 'What is there or comes within the lead time.' }),
  missing_units: Type.Number({ description: 'What lacks; below 0 = too many.' }),
  placed_units: count('Of the units that have to find a place.'),
  short_percent: percent('How likely demand exceeds what is there with them.'),
});

export const stockSuggestionsSchema = named(
  'StockSuggestions',
  strict(
    {
      item,
      forecast_version: count('The forecast that they follow from.'),
      forecast_made_at: instant('When that was made.'),
      from: instant('Now.'),
      until: instant('End of the lead time, or of the forecast where that ends first.'),
      nodes: Type.Array(nodeSuggestionSchema),
    },
    { description: 'What every node that takes orders should have of an item.' },
  ),
);

/** Those with names of their own under `components`. */
export const demandSchemas = [
  sensedDemandSchema,
  learnedEffectSchema,
  forecastStandingSchema,
  demandForecastSchema,
  stockSuggestionsSchema,
] as const;
