import type {
  DemandForecast,
  ForecastStanding,
  LearnedEffect,
  StockSuggestions,
} from '@ordermesh/sdk';
import { typed, wholeNumber } from '../../command.ts';
import type { Command, CommandOption, Typed } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from '../connect.ts';

const rowsMax = 200;

const unitsText = (units: number): string => units.toFixed(1);

const numberOf = (asked: Typed, option: string): number | undefined => {
  const text = asked.text(option);
  return text === undefined ? undefined : wholeNumber(text, `--${option}`);
};

const daysOption: CommandOption = { type: 'string', says: 'How many days from now; default 7.' };

function standingLines(standing: ForecastStanding): readonly string[] {
  if (standing.made_at === null)
    return ['There is no forecast yet: the hub needs four whole weeks of orders.'];
  const hours = Math.round((standing.age_seconds ?? 0) / 3_600);
  return [
    `Forecast ${standing.version}, ${standing.methods.join(', ')}, ${hours} h old (${minuteText(standing.made_at)}): ${standing.rows} items by zone in ${standing.zones.length} zones.`,
    ...(standing.sensed.length === 0 ? ['Nothing was sensed: demand comes as forecast.'] : []),
    ...standing.sensed.map(
      (one) =>
        `${one.item} in ${one.zone}: ${one.came_units} units came from ${one.since} to ${one.until} where ${unitsText(one.expected_units)} were expected; counted as ${one.percent_now} % of the forecast now (${one.percent} % when it was sensed).`,
    ),
    ...learnedLines(standing.learned),
  ];
}

const bareText = (percent: number): string => percent.toFixed(0);

/** The sort in words: `promotions 25–35 % off, leaflet`, `Karfreitag (public)`, `temperature, chilled`. */
function effectText({ signal, of, kind, discount_percent: off }: LearnedEffect): string {
  if (signal === 'holiday') return kind === undefined ? of : `${of} (${kind})`;
  if (signal !== 'promotion') return `${signal}, ${of}`;
  const price = off === undefined ? '' : ` ${bareText(off.from)}–${bareText(off.until)} % off`;
  return `promotions${price}${of === '' ? '' : `, ${of}`}`;
}

const effectDays: Readonly<Record<Exclude<LearnedEffect['signal'], 'holiday'>, string>> = {
  promotion: 'a day of it',
  temperature: '5 degrees warmer',
  precipitation: '10 mm, not dry',
};

const holidayDays: Readonly<Record<NonNullable<LearnedEffect['side']>, string>> = {
  before: 'three days before it',
  on: 'a day of it',
  after: 'three days after it',
};

const daysText = ({ signal, side = 'on' }: LearnedEffect): string =>
  signal === 'holiday' ? holidayDays[side] : effectDays[signal];

/** What was found of the days around holidays is shown where it counts; all of it is in the JSON. */
const isShown = ({ side = 'on', counts }: LearnedEffect): boolean => side === 'on' || counts;

const learnedLines = (learned: readonly LearnedEffect[]): readonly string[] =>
  learned.length === 0
    ? []
    : table(
        ['learned of', 'on', 'demand is', 'between', 'occasions', 'since', 'counts'],
        learned
          .filter(isShown)
          .map((one) => [
            effectText(one),
            daysText(one),
            `${bareText(one.percent)} %`,
            `${bareText(one.percent_from)}–${bareText(one.percent_until)} %`,
            `${one.occasions}`,
            one.since,
            one.counts ? 'yes' : 'no, it may be chance',
          ]),
      );

/** How the newest forecast stands, and what was sensed since. */
export const forecast: Command = {
  name: 'forecast',
  summary:
    'Show the newest demand forecast: age, method, what it learned and what was sensed since',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, forecast, [0, 0]);
    const standing = await connect(asked, io).forecasts.standing();
    writeRows(io, [standing], {
      asJson: asked.flag('json'),
      lines: () => standingLines(standing),
    });
    return 0;
  },
};

const quantileText = ({ quantiles }: DemandForecast, wanted: number): string => {
  const found = quantiles.find(({ probability }) => probability === wanted);
  return found === undefined ? '' : unitsText(found.units);
};

const movedText = ({ moved_by: movers }: DemandForecast): string =>
  movers
    .map(
      ({ signal, promotion, holiday, percent }) =>
        `${promotion ?? holiday ?? signal} ${String(percent)} %`,
    )
    .join(', ');

/** What is expected. */
export const forecastList: Command = {
  name: 'forecast list',
  summary: 'List what is expected over the next days, by item and zone',
  usage: '[--item OAT-1L] [--zone CN-SH] [--days 7]',
  options: {
    ...remoteOptions,
    item: { type: 'string', says: 'Only of this item.' },
    zone: { type: 'string', says: 'Only of this zone.' },
    days: daysOption,
  },
  run: async (args, io) => {
    const asked = typed(args, forecastList, [0, 0]);
    const [item, zone, days] = [asked.text('item'), asked.text('zone'), numberOf(asked, 'days')];
    const list = connect(asked, io).forecasts.list({
      ...(item !== undefined && { item }),
      ...(zone !== undefined && { zone }),
      ...(days !== undefined && { days }),
    });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['item', 'zone', 'until', 'expected', 'median', '90 %', 'method', 'moved by'],
          rows.map((row) => [
            row.item,
            row.zone,
            minuteText(row.until),
            unitsText(row.mean_units),
            quantileText(row, 0.5),
            quantileText(row, 0.9),
            row.made_by,
            movedText(row),
          ]),
        ),
    });
    return 0;
  },
};

const suggestionLines = (rows: StockSuggestions['nodes']): readonly string[] =>
  table(
    ['node', 'zones', 'expected', 'target', 'buffer', 'have', 'lacks', 'place', 'short'],
    rows.map((row) => [
      row.node,
      row.zones.join(' '),
      unitsText(row.mean_units),
      `${row.target_units}`,
      `${row.safety_units}`,
      `${row.have_units}`,
      `${row.missing_units}`,
      `${row.placed_units}`,
      `${row.short_percent} %`,
    ]),
  );

/** What nodes should have. */
export const stockSuggest: Command = {
  name: 'stock suggest',
  summary: 'Suggest what every node should have of an item, and where more should lie',
  usage: '<item> [--lead-days 7] [--service-percent 95] [--units 0]',
  options: {
    ...remoteOptions,
    'lead-days': { type: 'string', says: 'Until new goods can be there, days; default 7.' },
    'service-percent': { type: 'string', says: 'How often demand shall be met; default 95.' },
    units: { type: 'string', says: 'Units that have to find a place; default 0.' },
  },
  run: async (args, io) => {
    const asked = typed(args, stockSuggest, [1, 1]);
    const [lead, service, units] = ['lead-days', 'service-percent', 'units'].map((option) =>
      numberOf(asked, option),
    );
    const suggested = await connect(asked, io).forecasts.suggestions(asked.words[0] ?? '', {
      ...(lead !== undefined && { lead_days: lead }),
      ...(service !== undefined && { service_percent: service }),
      ...(units !== undefined && { units }),
    });
    if (asked.flag('json')) io.out(`${JSON.stringify(suggested)}\n`);
    else writeRows(io, suggested.nodes, { asJson: false, lines: suggestionLines });
    return 0;
  },
};
