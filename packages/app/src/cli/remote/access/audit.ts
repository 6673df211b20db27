import type { AuditEntry } from '@ordermesh/sdk';
import { typed, wholeNumber } from '../../command.ts';
import type { Command } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from '../connect.ts';

/** Shows who changed what. */
export const audit: Command = {
  name: 'audit',
  summary: 'Show who changed what, newest first',
  usage: '[--principal key_…] [--resource node/fr_07] [--from …] [--until …] [--limit 50]',
  options: {
    ...remoteOptions,
    principal: { type: 'string', says: 'Only changes of this key; host: of the machine’s staff.' },
    resource: { type: 'string', says: 'Only about this: node/…, strategy/…, webhook/…, order/….' },
    from: { type: 'string', says: 'Committed at or after, e.g. 2026-11-27T00:00:00Z.' },
    until: { type: 'string', says: 'Committed before.' },
    limit: { type: 'string', says: 'At most this many; default 50.' },
  },
  run: async (args, io) => {
    const asked = typed(args, audit, [0, 0]);
    const named = ['principal', 'resource', 'from', 'until'] as const;
    const query = Object.fromEntries(
      named.flatMap((name) => {
        const text = asked.text(name);
        return text === undefined ? [] : [[name, text]];
      }),
    );
    const rowsMax = wholeNumber(asked.text('limit') ?? '50', '--limit');
    const limit = Math.max(1, Math.min(rowsMax, 200));
    const rows = await firstOf(connect(asked, io).audit.list({ ...query, limit }), rowsMax);
    writeRows(io, rows, {
      asJson: asked.flag('json'),
      lines: (all) =>
        table(
          ['at', 'who', 'change', 'what', 'how'],
          all.map((entry) => [
            minuteText(entry.at),
            entry.principal,
            entry.change,
            entry.resource,
            howText(entry),
          ]),
        ),
    });
    return 0;
  },
};

/** Fields and counts shown in one line. */
const partsMax = 3;

function howText({ changed, changed_more: more, stock, reason }: AuditEntry): string {
  const fields = changed.map(({ field, from, to }) =>
    from === undefined && to === undefined
      ? field
      : `${field}: ${valueText(from)} → ${valueText(to)}`,
  );
  const counts = stock.map(
    ({ node, item, on_hand_units: units }) => `${node} ${item} ${units < 0 ? '' : '+'}${units}`,
  );
  const parts = [...fields, ...counts];
  const hidden = Math.max(0, parts.length - partsMax) + more;
  return [
    ...parts.slice(0, partsMax),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    ...(reason === null ? [] : [`(${reason})`]),
  ].join(', ');
}

const valueText = (value: string | number | boolean | null | undefined): string =>
  value === undefined ? '—' : String(value);
