import Type from 'typebox';
import { count, idText, instant, minor, named, nullable, oneOf, ref, strict } from '../fields.ts';

const currency = Type.String({ description: 'ISO 4217.', examples: ['CNY'] });
const share = (says: string) => Type.Integer({ minimum: 0, maximum: 100, description: says });

const priceShareSchema = named(
  'PriceShare',
  strict(
    {
      by: oneOf(['setting', 'replay', 'no-evidence'], {
        description:
          'setting: a fixed number; replay: past weeks were lived again; no-evidence: too little of the past is known, none counts yet.',
      }),
      percent: share('So much of the prices of goods counts.'),
      chosen_at: nullable(instant('When it was chosen; null for a setting.')),
      windows: Type.Array(
        strict({
          from: instant('First moment.'),
          until: instant('End.'),
          orders: count('Orders that were decided again.'),
          myopic_minor: minor('What they cost without any price.'),
          minor: minor('What they cost with the share that was chosen.'),
        }),
        { description: 'Past weeks that were lived again.' },
      ),
      tried: Type.Array(
        strict({
          percent: share('A share.'),
          minor: minor('What all windows cost with it.'),
          worst_percent: Type.Number({
            description: 'The window in which it did worst against no price; above 0 = harm.',
          }),
        }),
      ),
    },
    { description: 'How much of the prices of goods counts, and why.' },
  ),
);

export const priceStandingSchema = named(
  'PriceStanding',
  strict(
    {
      version: count('1, 2, 3 …; 0 = there is no sheet yet.'),
      made_at: nullable(instant('When it was made.')),
      age_seconds: nullable(count('How old it is.')),
      method: nullable(oneOf(['removal', 'transport-dual', 'depletion'])),
      currency,
      network_version: nullable(count('The network that it was made for.')),
      forecast_version: count('The forecast that it follows from; 0 = none.'),
      missing: nullable(
        oneOf(['no-sheet', 'stale', 'other-network'], {
          description: 'Why no prices count for a decision now; null = they do.',
        }),
      ),
      items: count('Items with a price.'),
      slots: count('Slots with a price.'),
      share: nullable(ref(priceShareSchema)),
    },
    { description: 'The newest price sheet, and how much of it counts.' },
  ),
);

export const stockPriceSchema = named(
  'StockPrice',
  strict(
    {
      item: idText('The item.', 'OAT-1L'),
      node: idText('Where the unit lies.', 'st_001'),
      price_minor: Type.Number({
        minimum: 0,
        description: 'For one unit, minor units of the currency with three decimals.',
      }),
      currency,
      source: oneOf(['removal', 'transport-dual', 'depletion']),
      share_percent: share('The share of what the method found that the price is.'),
      sheet: count('The price sheet.'),
      made_at: instant('When that was made.'),
      forecast_version: count('The forecast that it follows from; 0 = none.'),
    },
    { description: 'What a unit would save later where it lies.' },
  ),
);

/** Those with names of their own under `components`. */
export const priceSchemas = [priceShareSchema, priceStandingSchema, stockPriceSchema] as const;
