import { moneyText } from '@ordermesh/core/words';
import type { HubEvent, Order, OrderView } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command, CommandIo } from '../command.ts';
import { table } from '../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from './connect.ts';

const windowText = ({ promise }: Order): string =>
  promise === null
    ? '–'
    : `${minuteText(promise.window.start)} … ${minuteText(promise.window.end)} (${promise.confidence_percent} %)`;

/** One order. */
export const ordersGet: Command = {
  name: 'orders get',
  summary: 'Show an order, its promise, its work and how far it is',
  usage: '<order | ext:system:id>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, ordersGet, [1, 1]);
    const view = await connect(asked, io).orders.get(asked.words[0] ?? '');
    io.out(asked.flag('json') ? `${JSON.stringify(view)}\n` : orderText(view, io));
    return 0;
  },
};

function orderText(
  { order, fulfilments, lifecycle, decision_ids: decisions }: OrderView,
  io: CommandIo,
): string {
  const { paint } = io;
  const mark = order.state === 'unroutable' ? paint.warn(order.state) : paint.good(order.state);
  const lines = order.lines.map((line) => [
    `${line.line_no}`,
    `${line.quantity - line.cancelled_quantity} × ${line.item}`,
    moneyText({ amountMinor: line.price.amount_minor, currency: line.price.currency }),
  ]);
  const work = fulfilments.map((row) => [
    row.node,
    row.service,
    row.state,
    `epoch ${row.epoch}`,
    minuteText(row.promised_window.end),
    row.fulfilment_id,
  ]);
  return [
    `${paint.strong(order.order_id)}  ${mark}  ${lifecycle.advanced}  ${paint.dim(`v${order.version} · ${order.channel} · ${order.tier} · ${order.service_level}`)}`,
    `  promised   ${windowText(order)}`,
    `  accepted   ${minuteText(order.accepted_at)}`,
    '',
    ...table(['line', 'goods', 'price'], lines).map((row) => `  ${row}`),
    ...(work.length === 0
      ? []
      : [
          '',
          ...table(['node', 'service', 'state', '', 'until', 'fulfilment'], work).map(
            (row) => `  ${row}`,
          ),
        ]),
    ...lifecycle.exceptions.map(
      ({ kind, subject_uri: subject }) => `  ${paint.warn('!')} ${kind} ${subject}`,
    ),
    '',
    `  ${paint.dim(`why: ordermesh decision explain ${decisions.at(-1) ?? order.order_id}`)}`,
    '',
  ].join('\n');
}

const rowsUsual = 20;

/** Newest orders. */
export const ordersList: Command = {
  name: 'orders list',
  summary: 'List orders, newest first',
  usage: '[--state open|unroutable|cancelled|completed] [--node st_003] [--limit 20]',
  options: {
    ...remoteOptions,
    state: { type: 'string', says: 'Only in this state.' },
    status: { type: 'string', says: 'Only with this status, e.g. picking.' },
    channel: { type: 'string', says: 'Only of this channel.' },
    node: { type: 'string', says: 'Only orders that this node works on.' },
    limit: { type: 'string', says: `How many; default ${rowsUsual}.` },
  },
  run: async (args, io) => {
    const asked = typed(args, ordersList, [0, 0]);
    const rowsMax = limitOf(asked.text('limit'));
    const filters = ['state', 'status', 'channel', 'node'].map((name) => [name, asked.text(name)]);
    const list = connect(asked, io).orders.list({
      ...(Object.fromEntries(filters) as Record<string, string | undefined>),
      limit: Math.min(200, rowsMax),
    });
    writeRows(io, await firstOf(list, rowsMax), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['order', 'state', 'status', 'channel', 'lines', 'promised'],
          rows.map((order) => [
            order.order_id,
            order.state,
            order.status,
            order.channel,
            `${order.lines.length}`,
            windowText(order),
          ]),
        ),
    });
    return 0;
  },
};

function limitOf(text: string | undefined): number {
  const rowsMax = text === undefined ? rowsUsual : wholeNumber(text, '--limit');
  if (rowsMax >= 1 && rowsMax <= 10_000) return rowsMax;
  throw new AppFailure('usage', { why: '--limit must be from 1 to 10000.' });
}

const eventText = (event: HubEvent, { paint }: CommandIo): string => {
  const type = event.type.replace('dev.ordermesh.', '').replace(/\.v\d+$/, '');
  const body = Object.entries(event.data)
    .slice(0, 6)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return `${paint.dim(event.time.slice(0, 23).replace('T', ' '))}  ${type.padEnd(22)} ${body.slice(0, 160)}`;
};

/** What was committed about an order. */
export const ordersTimeline: Command = {
  name: 'orders timeline',
  summary: 'Everything that was committed about an order, oldest first',
  usage: '<order | ext:system:id>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, ordersTimeline, [1, 1]);
    const events = await connect(asked, io).orders.timeline(asked.words[0] ?? '');
    writeRows(io, events, {
      asJson: asked.flag('json'),
      lines: (rows) => rows.map((event) => eventText(event, io)),
    });
    return 0;
  },
};

/** Events as they are committed. */
export const ordersTail: Command = {
  name: 'orders tail',
  summary: 'Follow events as they are committed, of one order or of all',
  usage: '[order_id] [--type order.*] [--after position] [--count n]',
  options: {
    ...remoteOptions,
    type: { type: 'string', says: 'Only these types, e.g. order.*,fact.packed.' },
    after: { type: 'string', says: 'Start after this position; absent: from now on.' },
    count: { type: 'string', says: 'End after so many events.' },
  },
  run: async (args, io) => {
    const asked = typed(args, ordersTail, [0, 1]);
    const [orderId] = asked.words;
    const [type, after, count] = [asked.text('type'), asked.text('after'), asked.text('count')];
    const countMax = count === undefined ? Infinity : wholeNumber(count, '--count');
    const ending = new AbortController();
    void io.stopAsked().then(() => ending.abort());
    const events = connect(asked, io).events({
      signal: ending.signal,
      ...(orderId !== undefined && { orderId }),
      ...(type !== undefined && { type }),
      ...(after !== undefined && { after: wholeNumber(after, '--after') }),
    });
    let told = 0;
    for await (const event of events) {
      io.out(asked.flag('json') ? `${JSON.stringify(event)}\n` : `${eventText(event, io)}\n`);
      told += 1;
      if (told >= countMax) break;
    }
    return 0;
  },
};
