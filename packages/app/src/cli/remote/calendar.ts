import type { NetworkDocument } from '@ordermesh/core/network';
import { calendarDays } from '@ordermesh/core/network';
import { epochDayOf } from '@ordermesh/core/words';
import { AppFailure } from '../../errors/index.ts';
import { camelKeys, snakeKeys } from '../../json/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command } from '../command.ts';
import { table } from '../paint.ts';
import { waits } from './access/approvals.ts';
import { connect, remoteOptions, writeRows } from './connect.ts';

/** Shows the days of a node, each with what decided. */
export const calendarShow: Command = {
  name: 'calendar show',
  summary: 'Show the days of a node: hours, and why it is closed (holiday, by hand, special hours)',
  usage: '<node> [--from 2026-12-20] [--days 14]',
  options: {
    ...remoteOptions,
    from: { type: 'string', says: 'First date; default today (UTC).' },
    days: { type: 'string', says: 'How many days; default 14.' },
  },
  run: async (args, io) => {
    const asked = typed(args, calendarShow, [1, 1]);
    const [node = ''] = asked.words;
    const from = asked.text('from') ?? new Date().toISOString().slice(0, 10);
    const first = epochDayOf(from);
    if (first === undefined)
      throw new AppFailure('usage', {
        why: `--from must be a date such as 2026-12-20; "${from}" is none.`,
      });
    const { profile } = await connect(asked, io).nodes.get(node);
    const { calendar } = camelKeys(profile) as NetworkDocument['nodes'][number];
    const dayOf = calendarDays(calendar);
    const days = wholeNumber(asked.text('days') ?? '14', '--days');
    const rows = Array.from({ length: Math.min(days, 1_000) }, (_, i) => dayOf(first + i));
    writeRows(io, rows, {
      asJson: asked.flag('json'),
      lines: (all) =>
        table(
          ['date', 'open', 'because', ''],
          all.map(({ date, spans, because, name }) => [
            date,
            spans.map(([a, b]) => `${clock(a)}–${clock(b)}`).join(' ') || 'closed',
            because,
            name ?? '',
          ]),
        ),
    });
    return 0;
  },
};

/** Two years back say what holidays do to demand; three ahead are there to plan with. */
const yearsBack = 2;

/** Writes a list of public holidays as rows that can be told. */
export const calendarList: Command = {
  name: 'calendar list',
  summary:
    'List public holidays of a country or region, six years of them; --json for "import holidays"',
  usage: '<DE-BY> [--zone DE-BY] [--from-year 2024] [--language en]',
  options: {
    zone: { type: 'string', says: 'Zone of the rows; default that of the list.' },
    'from-year': { type: 'string', says: 'First year; default two years ago.' },
    language: { type: 'string', says: 'Of the names; default that of the country.' },
  },
  run: async (args, io) => {
    const asked = typed(args, calendarList, [1, 1]);
    const [list = ''] = asked.words;
    const { publicHolidays } = await import('../../calendar/holidays.ts');
    const usual = new Date().getUTCFullYear() - yearsBack;
    const year = wholeNumber(asked.text('from-year') ?? String(usual), '--from-year');
    const rows = [year, year + 3].flatMap((from) =>
      publicHolidays(list, from, asked.text('language')),
    );
    const zone = asked.text('zone') ?? list.split('-').slice(0, 2).join('-');
    writeRows(
      io,
      rows.map(({ date, name }) => ({ zone, day: date, name, kind: 'public' })),
      {
        asJson: asked.flag('json'),
        lines: (all) =>
          table(
            ['zone', 'day', 'name', 'kind'],
            all.map((one) => [one.zone, one.day, one.name, one.kind]),
          ),
      },
    );
    return 0;
  },
};

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Writes the public holidays of the coming years into the calendars that name a list. */
export const calendarRenew: Command = {
  name: 'calendar renew',
  summary:
    'Write the public holidays of this and the next two years into calendars that name a list',
  usage: '[--from-year 2026] [--dry-run]',
  options: {
    ...remoteOptions,
    'from-year': { type: 'string', says: 'First year; default the running one.' },
    'dry-run': { type: 'boolean', says: 'Show what would change, publish nothing.' },
  },
  run: async (args, io) => {
    const asked = typed(args, calendarRenew, [0, 0]);
    const client = connect(asked, io);
    // Loaded here: the lists of all countries are large.
    const { withHolidays } = await import('../../calendar/holidays.ts');
    const year = wholeNumber(
      asked.text('from-year') ?? String(new Date().getUTCFullYear()),
      '--from-year',
    );
    const current = camelKeys(await client.network.get()) as NetworkDocument;
    const { network, renewed } = withHolidays(current, year);
    if (renewed.length > 0 && !asked.flag('dry-run')) {
      const note = `public holidays from ${year}`;
      const { approval } = await client.network.publish(snakeKeys(network) as object, note);
      if (waits(io, approval, asked.flag('json'))) return 0;
    }
    writeRows(io, renewed, {
      asJson: asked.flag('json'),
      lines: (all) =>
        all.flatMap(({ of, holidays, added, removed }) => [
          `${io.paint.good('✔')} ${of} ${holidays}: ${added.length} added, ${removed.length} gone`,
          ...added.slice(0, 40).map(({ date, name }) => `    + ${date} ${name}`),
        ]),
    });
    return 0;
  },
};
