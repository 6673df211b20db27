import { describe, expect, it } from 'vitest';
import { checkStrategy, standardCurrencies } from '@ordermesh/core/strategy';
import { hasHolidays, publicHolidays } from '../calendar/holidays.ts';
import { habitsOf } from './countries.ts';
import {
  completeAnswers,
  countryOf,
  nothingYet,
  planFirstDay,
  readAnswers,
  strategyWishes,
  unasked,
} from './index.ts';
import type { Given, Plan } from './index.ts';
import { strategyFor } from './strategy.ts';

const known = { ids: { nodes: [], items: [], carriers: [] }, business: {} };

async function dayOf(given: Given, country = 'CN'): Promise<Plan> {
  const around = { language: 'en', country, hasHolidays, known } as const;
  const answers = readAnswers(await completeAnswers(given, around, unasked));
  return planFirstDay(answers, {
    existing: nothingYet,
    client: undefined,
    isReplace: false,
    year: 2026,
  });
}

const countries = [
  'AE',
  'BG',
  'BR',
  'CN',
  'DE',
  'GB',
  'IN',
  'JP',
  'KR',
  'SG',
  'TW',
  'US',
  'VN',
  'ZA',
];

describe('the first day', () => {
  it.each(countries)(
    'has a sound default in %s: its money, its clock, its holidays',
    async (country) => {
      const network = (await dayOf({}, country)).network!;
      const [node, service] = [network.nodes[0]!, network.carrierServices[0]!];
      expect({ currency: network.currency, timeZone: node.timeZone }).toEqual({
        currency: habitsOf(country)!.currency,
        timeZone: habitsOf(country)!.timeZone,
      });
      expect(node.place.country).toBe(country);
      const dates = hasHolidays(country) ? publicHolidays(country, 2026) : undefined;
      expect(node.calendar.holidayDates).toEqual(dates);
      expect(service.rateMinor.every(([minor = 0]) => minor > 0)).toBe(true);
    },
  );

  it('refuses a country whose habits are not known, and names the answers that are missing', async () => {
    await expect(dayOf({ country: 'XX' })).rejects.toMatchObject({
      entry: { code: 'OM1019' },
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/currency' }),
        expect.objectContaining({ pointer: '/time_zone' }),
        expect.objectContaining({ pointer: '/nodes/0/at' }),
      ]) as unknown,
    });
  });

  it('names second nodes apart and lets every carrier collect where goods are shipped', async () => {
    const given = {
      nodes: [{}, { kind: 'dc' }, {}],
      carriers: [{}, { levels: 'express, standard' }],
    };
    const { network } = await dayOf(given);
    expect(network?.nodes.map(({ nodeId, carrierServices }) => [nodeId, carrierServices])).toEqual([
      ['st_1', ['parcel', 'parcel_1', 'store_pickup']],
      ['dc_1', ['parcel', 'parcel_1']],
      ['st_2', ['parcel', 'parcel_1', 'store_pickup']],
    ]);
  });

  it('adds no pick-up where nobody hands over', async () => {
    const { network } = await dayOf({ nodes: [{ kind: 'dc' }] });
    expect(network?.carrierServices.map(({ serviceId }) => serviceId)).toEqual(['parcel']);
  });

  it('takes the country from the terminal when it names one that we know', () => {
    const named = ['de_AT.UTF-8', 'C.UTF-8', 'xx_QQ', 'zh_TW'].map((LANG) => countryOf({ LANG }));
    expect(named).toEqual(['AT', 'CN', 'CN', 'TW']);
  });
});

describe('a wish for routing', () => {
  it.each(strategyWishes)(
    '%s is a strategy that may be published, in every currency',
    async (wish) => {
      const { network } = await dayOf({});
      const faults = standardCurrencies.flatMap((currency) => {
        const context = { network: { ...network!, currency }, version: 1 };
        const checked = checkStrategy(strategyFor(wish, currency), context);
        return checked.ok ? [] : checked.refusal.faults;
      });
      expect(faults).toEqual([]);
    },
  );

  it('store-first makes a parcel dearer that leaves from no store', () => {
    expect(strategyFor('store-first', 'CNY')).toMatchObject({
      soft_rules: [
        {
          when: [{ field: 'node.kind', operator: 'not_in', value: ['store', 'dark_store'] }],
          per_parcel_minor: 1_000,
        },
      ],
    });
  });
});
