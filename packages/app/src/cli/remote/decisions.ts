import type { Force, Ordermesh } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command, CommandIo, Typed } from '../command.ts';
import { connect, remoteOptions } from './connect.ts';
import { explanationText, flipsText, versusText } from './explain-text.ts';
import type { ExplanationJson, FlipJson, Language, VersusJson } from './explain-text.ts';

/** The decision that was named, or the newest one of the order that was named. */
export async function decisionOf(client: Ordermesh, named: string): Promise<string> {
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
  usage:
    '<order | decision> [--vs node] [--service s] [--arrive-by t] [--parcels-max n] [--items-from item@node] [--counterfactual] [--language en|zh]',
  options: {
    ...remoteOptions,
    vs: { type: 'string', says: 'Compare with this node, also with one that was ruled out.' },
    service: { type: 'string', says: 'Compare with these carrier services, joined by commas.' },
    'arrive-by': { type: 'string', says: 'Compare with the best plan that arrives by then.' },
    'parcels-max': {
      type: 'string',
      says: 'Compare with the best plan of at most so many parcels.',
    },
    'items-from': {
      type: 'string',
      says: 'Compare with a division of the order, e.g. OAT@st_003,TEA@dc_w.',
    },
    counterfactual: { type: 'boolean', says: 'What would have had to be different.' },
    language: { type: 'string', says: 'en or zh; default en.' },
  },
  run: async (args, io) => {
    const asked = typed(args, decisionExplain, [1, 1]);
    const client = connect(asked, io);
    const id = await decisionOf(client, asked.words[0] ?? '');
    const language = languageOf(asked);
    const explained = (await client.decisions.explain(id)) as unknown as ExplanationJson;
    const telling = { paint: io.paint, currency: explained.currency, language };
    const force = forceOf(asked);
    if (force !== undefined) {
      const versus = (await client.decisions.versus(id, force)) as unknown as VersusJson;
      return say(asked, io, { json: versus, lines: versusText(versus, telling) });
    }
    if (asked.flag('counterfactual')) {
      const { counterfactuals } = await client.decisions.counterfactuals(id);
      const lines = flipsText(counterfactuals as unknown as readonly FlipJson[], language);
      return say(asked, io, { json: counterfactuals, lines });
    }
    return say(asked, io, {
      json: explained,
      lines: explanationText(explained, io.paint, language),
    });
  },
};

function say(
  asked: Typed,
  io: CommandIo,
  { json, lines }: { readonly json: unknown; readonly lines: readonly string[] },
): number {
  io.out(asked.flag('json') ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`);
  return 0;
}

/** What is forced upon the other plan; undefined when nothing is. */
function forceOf(asked: Typed): Force | undefined {
  const [vs, service, arriveBy] = ['vs', 'service', 'arrive-by'].map((name) => asked.text(name));
  const parcelsMax = asked.text('parcels-max');
  const itemsFrom = asked.text('items-from');
  if (parcelsMax !== undefined && !/^[1-9]\d?$/.test(parcelsMax))
    throw new AppFailure('usage', { why: '--parcels-max is a whole number from 1.' });
  const force: Force = {
    ...(vs !== undefined && { nodes: vs.split(',') }),
    ...(service !== undefined && { services: service.split(',') }),
    ...(arriveBy !== undefined && { arriveBy }),
    ...(parcelsMax !== undefined && { parcelsMax: Number(parcelsMax) }),
    ...(itemsFrom !== undefined && { itemsFrom: itemsFrom.split(',').map(pairOf) }),
  };
  return Object.keys(force).length === 0 ? undefined : force;
}

function pairOf(pair: string): { readonly item: string; readonly node: string } {
  const [item = '', node = ''] = pair.split('@');
  if (item !== '' && node !== '') return { item, node };
  throw new AppFailure('usage', { why: `--items-from: "${pair}" is not item@node.` });
}
