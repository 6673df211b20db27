import type { Holiday, Promotion, WeatherDay } from '@ordermesh/sdk';
import { typed } from '../../command.ts';
import type { Command, Typed } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, remoteOptions, writeRows } from '../connect.ts';

const rowsMax = 1_000;

const asOfOption = {
  'as-of': { type: 'string', says: 'As it was known at this moment (RFC 3339); default now.' },
} as const;

const promotionCells = (one: Promotion): readonly string[] => [
  one.promotion_id,
  `${one.first_day} … ${one.last_day}${one.cancelled === true ? ' (called off)' : ''}`,
  one.discount_percent === undefined ? '' : `${String(one.discount_percent)} %`,
  one.kind ?? '',
  one.items?.join(' ') ?? 'all',
  one.zones?.join(' ') ?? 'all',
  one.name ?? '',
];

/** Promotions that were told. */
export const promotionsList: Command = {
  name: 'forecast promotions',
  summary: 'List promotions that were told; tell them with "import promotions <file>"',
  usage: '[--as-of 2026-03-01T00:00:00Z]',
  options: { ...remoteOptions, ...asOfOption },
  run: async (args, io) => {
    const asked = typed(args, promotionsList, [0, 0]);
    const asOf = asked.text('as-of');
    const list = connect(asked, io).forecasts.promotions({
      ...(asOf !== undefined && { as_of: asOf }),
    });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['promotion', 'days', 'off', 'kind', 'items', 'zones', 'name'],
          rows.map(promotionCells),
        ),
    });
    return 0;
  },
};

const holidayCells = (one: Holiday): readonly string[] => [
  one.zone,
  one.day,
  `${one.name}${one.cancelled === true ? ' (called off)' : ''}`,
  one.kind ?? '',
];

const zoneOption = { zone: { type: 'string', says: 'Only of this zone.' } } as const;

/** What is asked of days of zones. */
function daysAsked(asked: Typed): { readonly zone?: string; readonly as_of?: string } {
  const [zone, asOf] = [asked.text('zone'), asked.text('as-of')];
  return { ...(zone !== undefined && { zone }), ...(asOf !== undefined && { as_of: asOf }) };
}

/** Holidays that were told. */
export const holidaysList: Command = {
  name: 'forecast holidays',
  summary: 'List holidays by zone and day; tell them with "import holidays <file>"',
  usage: '[--zone DE-BY] [--as-of 2026-03-01T00:00:00Z]',
  options: { ...remoteOptions, ...asOfOption, ...zoneOption },
  run: async (args, io) => {
    const asked = typed(args, holidaysList, [0, 0]);
    const list = connect(asked, io).forecasts.holidays(daysAsked(asked));
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) => table(['zone', 'day', 'holiday', 'kind'], rows.map(holidayCells)),
    });
    return 0;
  },
};

const weatherCells = (one: WeatherDay): readonly string[] => [
  one.zone,
  one.day,
  one.temperature_c === undefined ? '' : `${one.temperature_c.toFixed(1)} °C`,
  one.precipitation_mm === undefined ? '' : `${one.precipitation_mm.toFixed(1)} mm`,
  one.issued_at === undefined ? 'observed' : `forecast ${one.issued_at.slice(0, 16)}Z`,
];

/** Weather that was told. */
export const weatherList: Command = {
  name: 'forecast weather',
  summary: 'List weather by zone and day; tell it with "import weather <file>"',
  usage: '[--zone CN-SH] [--as-of 2026-03-01T00:00:00Z]',
  options: { ...remoteOptions, ...asOfOption, ...zoneOption },
  run: async (args, io) => {
    const asked = typed(args, weatherList, [0, 0]);
    const list = connect(asked, io).forecasts.weather(daysAsked(asked));
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) => table(['zone', 'day', 'mean', 'rain', 'source'], rows.map(weatherCells)),
    });
    return 0;
  },
};
