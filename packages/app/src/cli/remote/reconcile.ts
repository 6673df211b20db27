import type { Reconciliation, Snapshot } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command, CommandIo } from '../command.ts';
import { readJson } from '../../json/index.ts';
import { table } from '../paint.ts';
import { connect, remoteOptions } from './connect.ts';

type Row = Snapshot['rows'][number];

/** Compares a snapshot of another system with the books. */
export const reconcile: Command = {
  name: 'reconcile',
  summary: 'Explain every difference to another system’s stock, and propose what mends it',
  usage: '<file.csv|file.json> --as-of 2026-11-25T08:00:00Z [--source wms] [--complete] [--apply]',
  options: {
    ...remoteOptions,
    'as-of': { type: 'string', says: 'When the numbers were true (RFC 3339).' },
    source: { type: 'string', says: 'Which system; default: the file’s name.' },
    complete: { type: 'boolean', says: 'What the file does not name at its nodes is 0 there.' },
    apply: { type: 'boolean', says: 'Apply all proposals at once.' },
  },
  run: async (args, io) => {
    const asked = typed(args, reconcile, [1, 1]);
    const [file = ''] = asked.words;
    const asOf = asked.text('as-of');
    if (asOf === undefined)
      throw new AppFailure('usage', { why: '--as-of is needed: tell when the numbers were true.' });
    const { reconciliations } = connect(asked, io);
    let found = await reconciliations.compare({
      source: asked.text('source') ?? file.slice(-64),
      as_of: asOf,
      is_complete: asked.flag('complete'),
      rows: rowsOf(file, io),
    });
    if (asked.flag('apply')) found = await reconciliations.apply(found.reconciliation_id);
    io.out(asked.flag('json') ? `${JSON.stringify(found)}\n` : textOf(found));
    return 0;
  },
};

/** Rows of a JSON list, or of a CSV with a heading: node,item,lot,on_hand[,reserved][,unit]. */
function rowsOf(file: string, io: CommandIo): readonly Row[] {
  const bytes = io.readFile(file);
  if (bytes === undefined)
    throw new AppFailure('input-unreadable', { why: `${file} does not exist.` });
  if (file.endsWith('.json')) {
    const reading = readJson(bytes);
    if (reading.ok) return reading.value as readonly Row[];
    throw new AppFailure('input-unreadable', { why: `${file}: ${reading.fault.remedy}` });
  }
  const text = new TextDecoder().decode(bytes);
  const [heading = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = heading.split(',').map((name) => name.trim());
  const missing = ['node', 'item', 'on_hand'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new AppFailure('input-unreadable', {
      why: `${file} has no column ${missing.join(', ')}; its heading must be node,item,lot,on_hand[,reserved][,unit].`,
    });
  return lines.map((line, ix) => rowOf(columns, line.split(','), `${file}:${ix + 2}`));
}

function rowOf(columns: readonly string[], cells: readonly string[], where: string): Row {
  const cell = (name: string): string => (cells[columns.indexOf(name)] ?? '').trim();
  const units = (name: string): number => {
    if (/^\d+$/.test(cell(name))) return Number(cell(name));
    throw new AppFailure('input-unreadable', {
      why: `${where}: ${name} "${cell(name)}" is no whole number.`,
    });
  };
  return {
    node: cell('node'),
    item: cell('item'),
    on_hand_units: units('on_hand'),
    ...(cell('lot') !== '' && { lot: cell('lot') }),
    ...(cell('reserved') !== '' && { reserved_units: units('reserved') }),
    ...(cell('unit') !== '' && { unit: cell('unit') }),
  };
}

function textOf(found: Reconciliation): string {
  const head = `${found.reconciliation_id}: ${found.matches} of ${found.rows} rows agree, ${found.differences.length} differ\n`;
  const causes = found.differences.flatMap((one) =>
    one.causes.map(({ cause, units, because }) => [
      one.node,
      one.item,
      one.lot,
      `${one.snapshot_units}`,
      `${one.book_units}`,
      `${units}`,
      cause,
      because.slice(0, 2).join(', '),
    ]),
  );
  const proposals = found.proposals.map((one) => [
    one.proposal_id,
    one.kind,
    one.node ?? one.subject ?? '',
    one.item ?? '',
    `${one.units}`,
    one.is_applied ? 'applied' : 'waits',
  ]);
  const heads = ['node', 'item', 'lot', 'there', 'here', 'units', 'cause', 'because'];
  const lines = [
    ...(causes.length > 0 ? table(heads, causes) : []),
    ...(proposals.length > 0
      ? ['', ...table(['proposal', 'kind', 'at', 'item', 'units', 'state'], proposals)]
      : []),
  ];
  return `${head}${lines.map((line) => `${line}\n`).join('')}`;
}
