import type { PriceStanding } from '@ordermesh/sdk';
import { moneyText } from '@ordermesh/core/words';
import { typed } from '../../command.ts';
import type { Command } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from '../connect.ts';

const rowsMax = 200;

const missingTexts: Readonly<Record<NonNullable<PriceStanding['missing']>, string>> = {
  'no-sheet': 'There are no prices yet: the live strategy weighs none, or the first ones are made.',
  stale: 'They count for no decision: the sheet is too old.',
  'other-network': 'They count for no decision: the sheet was made for another network version.',
};

const shareTexts: Readonly<Record<NonNullable<PriceStanding['share']>['by'], string>> = {
  setting: 'a setting says so',
  replay: 'chosen by living past weeks again',
  'no-evidence': 'until two past weeks of orders are known to try prices on',
};

function standingLines(standing: PriceStanding): readonly string[] {
  const { share, currency, missing } = standing;
  const missingLines = missing === null ? [] : [missingTexts[missing]];
  if (share === null || standing.made_at === null) return missingLines;
  const amount = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const minutes = Math.round((standing.age_seconds ?? 0) / 60);
  return [
    `Price sheet ${standing.version}, ${standing.method ?? ''}, ${minutes} min old (${minuteText(standing.made_at)}): ${standing.items} items, ${standing.slots} slots.`,
    ...missingLines,
    `Goods: ${share.percent} % of the price counts (${shareTexts[share.by]}).`,
    ...share.windows.map(
      (one) =>
        `Week from ${one.from.slice(0, 10)}: ${one.orders} orders, ${amount(one.myopic_minor)} without prices, ${amount(one.minor)} with them.`,
    ),
  ];
}

/** How the newest price sheet stands, and how much of it counts. */
export const prices: Command = {
  name: 'prices',
  summary: 'Show the newest price sheet: age, method, how much of it counts and why',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, prices, [0, 0]);
    const standing = await connect(asked, io).prices.standing();
    writeRows(io, [standing], {
      asJson: asked.flag('json'),
      lines: () => standingLines(standing),
    });
    return 0;
  },
};

/** What units cost later. */
export const pricesList: Command = {
  name: 'prices list',
  summary: 'List what a unit would save later where it lies, by item and node',
  usage: '[--item OAT-1L] [--node st_001]',
  options: {
    ...remoteOptions,
    item: { type: 'string', says: 'Only of this item.' },
    node: { type: 'string', says: 'Only at this node.' },
  },
  run: async (args, io) => {
    const asked = typed(args, pricesList, [0, 0]);
    const [item, node] = [asked.text('item'), asked.text('node')];
    const list = connect(asked, io).prices.list({
      ...(item !== undefined && { item }),
      ...(node !== undefined && { node }),
    });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['item', 'node', 'price (minor)', 'currency', 'source', 'sheet'],
          rows.map((row) => [
            row.item,
            row.node,
            row.price_minor.toFixed(3),
            row.currency,
            row.source,
            String(row.sheet),
          ]),
        ),
    });
    return 0;
  },
};
