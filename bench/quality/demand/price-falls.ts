import { makeForecast } from '@ordermesh/core/learn';
import type { Promotion } from '@ordermesh/core/learn';
import { dateText, itemId } from '@ordermesh/core/words';

import { medianOf, onlineRetailFromAt } from './data.ts';
import type { CountTable } from './data.ts';
import { measured, pinballScaled, wape } from './scores.ts';
import type { Told } from './scores.ts';
import type { QualityTable } from '../section.ts';

type Prices = ReadonlyMap<string, ReadonlyMap<number, number>>;

interface Falling {
  readonly table: CountTable;
  readonly prices: Prices;
  readonly origin: number;
  readonly weeksAhead: number;
  readonly seed: number;
}

/** Weeks before that say what the price usually is, and the fall that counts as a promotion. */
const [weeksBefore, fallMin] = [8, 0.1];
const dayMs = 86_400_000;

/** Weeks in which the median price of an article was a tenth or more below its usual one, as promotions of that article. */
function promotionsOf({ prices, origin, weeksAhead }: Falling): readonly Promotion[] {
  const firstDay = onlineRetailFromAt / dayMs;
  return [...prices].flatMap(([article, own]) =>
    Array.from({ length: origin + weeksAhead }, (_, week) => week).flatMap((week) => {
      const price = own.get(week);
      const before = [...own]
        .filter(([at]) => at < week && at >= week - weeksBefore)
        .map(([, one]) => one);
      if (price === undefined || before.length < 3) return [];
      const fall = 1 - price / medianOf(before);
      if (fall < fallMin) return [];
      return [
        {
          promotionId: `${article} ${String(week)}`,
          items: [itemId(article)],
          firstDay: dateText(firstDay + 7 * week),
          lastDay: dateText(firstDay + 7 * week + 6),
          discountPercent: Math.min(100, 100 * fall),
        },
      ];
    }),
  );
}

const probabilities = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99];

/** The hub's own forecast with falls of price as promotions, and without, in one run. */
export function priceFallsTable(ask: Falling): readonly [QualityTable, readonly string[]] {
  const { table, origin, weeksAhead, seed } = ask;
  const live = table.keys
    .map((key, at) => ({ key, all: table.units[at] ?? new Float64Array() }))
    .filter(({ all }) => all.slice(origin - 13, origin).some((one) => one > 0));
  const promotions = promotionsOf(ask);
  const ahead = dateText(onlineRetailFromAt / dayMs + 7 * origin);
  const falling = new Set(
    promotions
      .filter(({ firstDay }) => firstDay >= ahead)
      .flatMap(({ items = [] }) => items as readonly string[]),
  );
  const toldWith = (told: readonly Promotion[]) => {
    const rows = new Map(
      makeForecast({
        series: live.map(({ key, all }) => ({
          ...{ itemId: key, zone: 'GB', group: 'all' },
          units: all.slice(0, origin),
        })),
        fromAt: onlineRetailFromAt + 7 * dayMs * origin,
        weeksAhead,
        signals: {
          ...{ promotions: told, weather: [], holidays: [], zoneLines: [] },
          weekdays: [1, 1, 1, 1, 1, 1, 1],
        },
      }).forecasts.map((row) => [row.itemId as string, row]),
    );
    const of = (isAsked: (key: string) => boolean): Told => {
      const asked = live.filter(({ key }) => isAsked(key));
      return {
        came: asked.map(({ all }) =>
          all.slice(origin, origin + weeksAhead).reduce((sum, one) => sum + one, 0),
        ),
        points: asked.map(({ key }) => rows.get(key)?.meanUnits ?? 0),
        quantiles: asked.map(({ key }) => rows.get(key)?.quantiles.map(([, units]) => units) ?? []),
        probabilities,
      };
    };
    const moved = [...rows.values()].flatMap(({ movedBy = [] }) => movedBy);
    return { of, moved };
  };
  const [without, with_] = [toldWith([]), toldWith(promotions)];
  const row = (name: string, { of }: typeof without) => ({
    name,
    cells: [of(() => true), of((key) => falling.has(key))].flatMap((told) => [
      { ...measured(wape(told), seed), unit: '' },
      { ...measured(pinballScaled(told, 0.9), seed), unit: '' },
    ]),
  });
  const percents = with_.moved.map(({ percent }) => percent);
  return [
    {
      title: 'Online retail, falls of price told as promotions',
      caption: `An article whose median price of a week is 10 % or more below that of the 8 weeks before is taken for promoted in that week: ${String(promotions.length)} article-weeks, of ${String(falling.size)} articles in the test weeks. Prices of the test weeks are told as if they had been planned, which nobody can know of these data.`,
      columns: ['WAPE, all', 'pinball .9, all', 'WAPE, price fell', 'pinball .9, price fell'],
      rows: [
        row('ordermesh, without signals', without),
        row('ordermesh, falls of price as promotions', with_),
      ],
    },
    [
      percents.length === 0
        ? 'Falls of price: the held-out weeks proved no effect, so that they moved no forecast.'
        : `Falls of price: ${String(percents.length)} forecasts were moved, to ${String(medianOf(percents))} % in the median.`,
    ],
  ];
}
