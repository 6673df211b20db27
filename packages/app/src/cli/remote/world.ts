import { AppFailure } from '../../errors/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command } from '../command.ts';
import { table } from '../paint.ts';
import { waits } from './access/approvals.ts';
import { connect, firstOf, remoteOptions, writeRows } from './connect.ts';

const rowsMax = 10_000;

/** All nodes. */
export const nodesList: Command = {
  name: 'nodes list',
  summary: 'List nodes with their state and load',
  usage: '[--state open|draining|stricken] [--tag shanghai]',
  options: {
    ...remoteOptions,
    state: { type: 'string', says: 'Only in this state.' },
    tag: { type: 'string', says: 'Only with this tag.' },
  },
  run: async (args, io) => {
    const asked = typed(args, nodesList, [0, 0]);
    const list = connect(asked, io).nodes.list({
      limit: 200,
      state: asked.text('state'),
      tag: asked.text('tag'),
    });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['node', 'kind', 'state', 'load %', 'reason', 'name'],
          rows.map((row) => [
            row.node,
            String(row.profile['kind']),
            row.state,
            `${row.load_percent}`,
            row.reason,
            String(row.profile['name']),
          ]),
        ),
    });
    return 0;
  },
};

const moving = (
  verb: 'drain' | 'strike' | 'restore',
  words: { readonly summary: string; readonly did: string },
): Command => {
  const command: Command = {
    name: `nodes ${verb}`,
    summary: words.summary,
    usage: '<node> --reason "why"',
    options: { ...remoteOptions, reason: { type: 'string', says: 'Why, for people.' } },
    run: async (args, io) => {
      const asked = typed(args, command, [1, 1]);
      const [node = ''] = asked.words;
      const reason = asked.text('reason');
      if (reason === undefined)
        throw new AppFailure('usage', { why: '--reason is needed: tell people why.' });
      const { rerouted, approval } = await connect(asked, io).nodes[verb](node, reason);
      if (waits(io, approval, asked.flag('json'))) return 0;
      if (asked.flag('json')) io.out(`${JSON.stringify({ node, rerouted })}\n`);
      else
        io.out(
          `${io.paint.good('✔')} ${node} ${words.did}${rerouted > 0 ? `, ${rerouted} orders re-routed` : ''}\n`,
        );
      return 0;
    },
  };
  return command;
};

/** No new work for a node. */
export const nodesDrain = moving('drain', {
  summary: 'No new work for a node; work in hand is finished',
  did: 'takes no new work',
});
/** A node cannot work. */
export const nodesStrike = moving('strike', {
  summary: 'A node cannot work: its open work looks for other nodes',
  did: 'is stricken',
});
/** A node works again. */
export const nodesRestore = moving('restore', {
  summary: 'A node works again',
  did: 'is open',
});

/** Positions. */
export const stockGet: Command = {
  name: 'stock get',
  summary: 'Stock of an item, node by node, with what is available to promise',
  usage: '[item] [--node st_003]',
  options: { ...remoteOptions, node: { type: 'string', says: 'Only of this node.' } },
  run: async (args, io) => {
    const asked = typed(args, stockGet, [0, 1]);
    const [item] = asked.words;
    const node = asked.text('node');
    if (item === undefined && node === undefined)
      throw new AppFailure('usage', { why: 'Name an item, or a node with --node.' });
    const list = connect(asked, io).stock.list({ limit: 200, item, node });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['node', 'item', 'lot', 'on hand', 'reserved', 'safety', 'available'],
          rows.map((row) => [
            row.node,
            row.item,
            row.lot,
            `${row.on_hand_units}`,
            `${row.reserved_units}`,
            `${row.safety_units}`,
            `${row.available_units}`,
          ]),
        ),
    });
    return 0;
  },
};

/** What places owe. */
export const stockOwed: Command = {
  name: 'stock owed',
  summary: 'Units that left before the books had them; the next receipt pays, a count ends it',
  usage: '[--node st_003]',
  options: { ...remoteOptions, node: { type: 'string', says: 'Only of this node.' } },
  run: async (args, io) => {
    const asked = typed(args, stockOwed, [0, 0]);
    const node = asked.text('node');
    const list = connect(asked, io).stock.owed(node === undefined ? {} : { node });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['node', 'item', 'lot', 'owed'],
          rows.map((row) => [row.node, row.item, row.lot, `${row.owed_units}`]),
        ),
    });
    return 0;
  },
};

/** Sets a count. */
export const stockSet: Command = {
  name: 'stock set',
  summary: 'Set counted stock of an item at a node; the difference is booked',
  usage: '<node> <item> <units> [--safety n] [--lot lot] [--reason "stock take"]',
  options: {
    ...remoteOptions,
    safety: { type: 'string', says: 'Units kept back from sale.' },
    lot: { type: 'string', says: 'Batch or lot.' },
    reason: { type: 'string', says: 'Why; default: counted.' },
  },
  run: async (args, io) => {
    const asked = typed(args, stockSet, [3, 3]);
    const [node = '', item = '', units = ''] = asked.words;
    const [safety, lot] = [asked.text('safety'), asked.text('lot')];
    const row = {
      node,
      item,
      on_hand_units: wholeNumber(units, 'units'),
      ...(safety !== undefined && { safety_units: wholeNumber(safety, '--safety') }),
      ...(lot !== undefined && { lot }),
    };
    const set = await connect(asked, io).stock.set([row], asked.text('reason') ?? 'counted');
    if (asked.flag('json')) io.out(`${JSON.stringify(set)}\n`);
    else io.out(`${io.paint.good('✔')} ${units} × ${item} at ${node}\n`);
    return 0;
  },
};
