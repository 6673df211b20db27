import { AppFailure } from '../../../errors/index.ts';
import { typed } from '../../command.ts';
import type { Command } from '../../command.ts';
import { table } from '../../paint.ts';
import { connect, firstOf, minuteText, remoteOptions, writeRows } from '../connect.ts';

const rowsMax = 200;
const errorCharactersMax = 60;

/** Shows what routers could not place. */
export const deadLettersList: Command = {
  name: 'dead-letters list',
  summary: 'List accepted orders that routers could not place',
  usage: '[--discarded]',
  options: {
    ...remoteOptions,
    discarded: { type: 'boolean', says: 'Those that people gave up instead.' },
  },
  run: async (args, io) => {
    const asked = typed(args, deadLettersList, [0, 0]);
    const state = asked.flag('discarded') ? 'discarded' : 'dead';
    const rows = await firstOf(connect(asked, io).deadLetters.list({ state }), rowsMax);
    writeRows(io, rows, {
      asJson: asked.flag('json'),
      lines: (some) =>
        table(
          ['dead letter', 'order', 'tries', 'dead', 'reason', 'last error'],
          some.map((one) => [
            one.dead_letter_id,
            one.order_id,
            String(one.tries),
            one.dead_at === null ? '' : minuteText(one.dead_at),
            one.discarded_because ?? one.reason ?? '',
            (one.last_error?.text ?? '').slice(0, errorCharactersMax),
          ]),
        ),
    });
    return 0;
  },
};

/** Shows one with the whole error. */
export const deadLettersGet: Command = {
  name: 'dead-letters get',
  summary: 'Show one dead letter with the whole last error',
  usage: '<rtg_…>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, deadLettersGet, [1, 1]);
    const [id = ''] = asked.words;
    const letter = await connect(asked, io).deadLetters.get(id);
    io.out(`${JSON.stringify(letter, null, asked.flag('json') ? 0 : 2)}\n`);
    return 0;
  },
};

/** Lets routers try again. */
export const deadLettersRetry: Command = {
  name: 'dead-letters retry',
  summary: 'Let routers try an order again',
  usage: '<rtg_…>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, deadLettersRetry, [1, 1]);
    const [id = ''] = asked.words;
    const letter = await connect(asked, io).deadLetters.retry(id);
    if (asked.flag('json')) io.out(`${JSON.stringify(letter)}\n`);
    else io.out(`${io.paint.good('✔')} ${letter.order_id} waits for a router again\n`);
    return 0;
  },
};

/** Gives one up. */
export const deadLettersDiscard: Command = {
  name: 'dead-letters discard',
  summary: 'Give an order up that routers could not place: what is open of it is cancelled',
  usage: '<rtg_…> --reason "why"',
  options: { ...remoteOptions, reason: { type: 'string', says: 'Why, for people; needed.' } },
  run: async (args, io) => {
    const asked = typed(args, deadLettersDiscard, [1, 1]);
    const [id = ''] = asked.words;
    const reason = asked.text('reason')?.trim() ?? '';
    if (reason === '')
      throw new AppFailure('usage', {
        why: '--reason is needed: say why.',
        try: [`ordermesh dead-letters discard ${id} --reason "sold elsewhere"`],
      });
    const letter = await connect(asked, io).deadLetters.discard(id, reason);
    if (asked.flag('json')) io.out(`${JSON.stringify(letter)}\n`);
    else io.out(`${io.paint.good('✔')} ${letter.order_id} is given up and cancelled\n`);
    return 0;
  },
};
