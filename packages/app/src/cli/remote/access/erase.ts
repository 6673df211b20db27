import type { Erasure } from '@ordermesh/sdk';
import { AppFailure } from '../../../errors/index.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, remoteOptions } from '../connect.ts';

/** Makes personal data unreadable for good. */
export const erase: Command = {
  name: 'erase',
  summary: 'Make the personal data of a customer or an order unreadable, for good',
  usage: '--customer c_1042 | --order ord_… [--dry-run]',
  options: {
    ...remoteOptions,
    customer: { type: 'string', says: 'The shop’s code of the customer.' },
    order: { type: 'string', says: 'One order: ord_… or ext:<system>:<id>.' },
    'dry-run': { type: 'boolean', says: 'Only show what would be erased and what stays, and why.' },
  },
  run: async (args, io) => {
    const asked = typed(args, erase, [0, 0]);
    const [customer, order] = [asked.text('customer'), asked.text('order')];
    if ((customer === undefined) === (order === undefined))
      throw new AppFailure('usage', {
        why: 'Either --customer or --order is needed.',
        try: ['ordermesh erase --customer c_1042 --dry-run'],
      });
    const { privacy } = connect(asked, io);
    const how = { dryRun: asked.flag('dry-run') };
    const erasure =
      customer === undefined
        ? await privacy.eraseOrder(order ?? '', how)
        : await privacy.eraseCustomer(customer, how);
    io.out(asked.flag('json') ? `${JSON.stringify(erasure)}\n` : erasureText(erasure, io));
    return 0;
  },
};

function erasureText(erasure: Erasure, { paint }: CommandIo): string {
  const { dry_run: dry, erased_orders: orders, erased_rows: rows, kept_orders: open } = erasure;
  const did = dry ? 'would be unreadable' : 'is unreadable for good';
  const parts = [`${orders.length} orders`, ...(rows > 0 ? [`${rows} waiting rows`] : [])];
  const stays = [
    ...open.map((one) => [one.order_id, 'must still be delivered: ask again when it is done']),
    ...erasure.kept.map(({ what, because }) => [what, because]),
  ];
  return [
    `${paint.good('✔')} personal data of ${parts.join(' and ')} ${did}`,
    ...orders.map((id) => `  ${id}`),
    ...table(['stays', 'because'], stays).map((line) => `  ${line}`),
    '',
  ].join('\n');
}
