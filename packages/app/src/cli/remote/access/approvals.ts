import type { Approval } from '@ordermesh/sdk';
import type { WaitingBatch } from '../../../files/run/import-file.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from '../connect.ts';

const rowsMax = 200;

/** Shows what waits for a second pair of eyes. */
export const approvalsList: Command = {
  name: 'approvals list',
  summary: 'List changes that wait for a second pair of eyes',
  usage: '[--all]',
  options: {
    ...remoteOptions,
    all: { type: 'boolean', says: 'Also those that are judged, expired or stale.' },
  },
  run: async (args, io) => {
    const asked = typed(args, approvalsList, [0, 0]);
    const all = asked.flag('all');
    const list = connect(asked, io).approvals.list(all ? {} : { state: 'pending' });
    const rows = (await firstOf(list, rowsMax)).filter(({ state }) => all || state === 'pending');
    writeRows(io, rows, {
      asJson: asked.flag('json'),
      lines: (some) =>
        table(
          ['approval', 'state', 'kind', 'what', 'asked by', 'asked', 'until'],
          some.map((one) => [
            one.approval_id,
            one.state,
            one.kind,
            one.resource,
            one.asked_by,
            minuteText(one.asked_at),
            minuteText(one.expires_at),
          ]),
        ),
    });
    return 0;
  },
};

/** Shows what would be agreed to. */
export const approvalsShow: Command = {
  name: 'approvals show',
  summary: 'Show one approval with all that was asked, to be read before it is agreed to',
  usage: '<apr_…>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, approvalsShow, [1, 1]);
    const [id = ''] = asked.words;
    const { wish, ...one } = await connect(asked, io).approvals.get(id);
    if (asked.flag('json')) io.out(`${JSON.stringify({ ...one, wish })}\n`);
    else {
      const until = one.state === 'pending' ? `, until ${minuteText(one.expires_at)}` : '';
      io.talk(
        `  ${one.resource} (${one.kind}) ${one.state}${until}, asked by ${one.asked_by} ${minuteText(one.asked_at)}\n`,
      );
      io.out(`${JSON.stringify(wish, null, 2)}\n`);
    }
    return 0;
  },
};

const judging = (
  verb: 'approve' | 'reject',
  words: { readonly summary: string; readonly did: string },
): Command => {
  const command: Command = {
    name: `approvals ${verb}`,
    summary: words.summary,
    usage: '<apr_…> [--reason "why"]',
    options: { ...remoteOptions, reason: { type: 'string', says: 'Why, for people.' } },
    run: async (args, io) => {
      const asked = typed(args, command, [1, 1]);
      const [id = ''] = asked.words;
      const judged = await connect(asked, io).approvals[verb](id, asked.text('reason'));
      if (asked.flag('json')) io.out(`${JSON.stringify(judged)}\n`);
      else io.out(`${io.paint.good('✔')} ${judged.resource} ${words.did}\n`);
      return 0;
    },
  };
  return command;
};

/** Agrees. */
export const approvalsApprove = judging('approve', {
  summary: 'Agree to a change that another key asked for: it is made now',
  did: 'is changed as it was asked',
});
/** Disagrees. */
export const approvalsReject = judging('reject', {
  summary: 'Disagree with a change, or take your own wish back',
  did: 'stays as it is',
});

/** Tells that nothing was changed yet. @returns whether it is so */
export function waits(io: CommandIo, approval: Approval | undefined, asJson: boolean): boolean {
  if (approval === undefined) return false;
  if (asJson) io.out(`${JSON.stringify({ approval })}\n`);
  else io.out(`${waitingLines(approval, io.paint).join('\n')}\n`);
  return true;
}

/** What waits, until when, and how somebody agrees. */
export const waitingLines = (
  { approval_id: id, resource, expires_at: until }: WaitingBatch,
  paint: CommandIo['paint'],
): readonly string[] => [
  `${paint.warn('…')} ${resource} waits until another key agrees, until ${minuteText(until)}`,
  `  ordermesh approvals approve ${id}`,
];
