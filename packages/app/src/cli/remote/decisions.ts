import type { Ordermesh } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command, Typed } from '../command.ts';
import { connect, remoteOptions } from './connect.ts';
import { explanationText, versusText } from './explain-text.ts';
import type { ExplanationJson, Language, VersusJson } from './explain-text.ts';

/** The decision that was named, or the newest one of the order that was named. */
async function decisionOf(client: Ordermesh, named: string): Promise<string> {
  if (named.startsWith('dec_')) return named;
  const newest = (await client.orders.decisions(named)).at(-1);
  if (newest !== undefined) return newest.decision_id;
  throw new AppFailure('not-found', { why: `Nothing was decided about "${named}" yet.` });
}

function languageOf(asked: Typed): Language {
  const language = asked.text('language') ?? 'en';
  if (language === 'en' || language === 'zh') return language;
  throw new AppFailure('usage', { why: '--language is en or zh.' });
}

/** Why it was decided so. */
export const decisionExplain: Command = {
  name: 'decision explain',
  summary: 'Why this node and not another, in words and numbers',
  usage: '<order | decision> [--vs node] [--language en|zh]',
  options: {
    ...remoteOptions,
    vs: { type: 'string', says: 'Compare with this node, also with one that was ruled out.' },
    language: { type: 'string', says: 'en or zh; default en.' },
  },
  run: async (args, io) => {
    const asked = typed(args, decisionExplain, [1, 1]);
    const client = connect(asked, io);
    const id = await decisionOf(client, asked.words[0] ?? '');
    const node = asked.text('vs');
    const language = languageOf(asked);
    const explained = (await client.decisions.explain(id)) as unknown as ExplanationJson;
    const versus =
      node === undefined
        ? undefined
        : ((await client.decisions.versus(id, node)) as unknown as VersusJson);
    if (asked.flag('json')) {
      io.out(`${JSON.stringify(versus ?? explained)}\n`);
      return 0;
    }
    const { currency } = explained;
    const lines =
      versus === undefined
        ? explanationText(explained, io.paint, language)
        : versusText(versus, { paint: io.paint, currency, language });
    io.out(`${lines.join('\n')}\n`);
    return 0;
  },
};

/** Asks the stored question again. */
export const decisionReplay: Command = {
  name: 'decision replay',
  summary: 'Ask the stored question again and compare; exit 1 when the answer differs',
  usage: '<order | decision>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, decisionReplay, [1, 1]);
    const client = connect(asked, io);
    const id = await decisionOf(client, asked.words[0] ?? '');
    const { same, differences } = await client.decisions.replay(id);
    if (asked.flag('json')) io.out(`${JSON.stringify({ decision_id: id, same, differences })}\n`);
    else if (same) io.out(`${io.paint.good('✔')} ${id}: the same answer, byte for byte\n`);
    else
      io.out(
        `${io.paint.bad('✖')} ${id}: the answer differs\n${differences.map((line) => `  ${line}\n`).join('')}`,
      );
    return same ? 0 : 1;
  },
};
