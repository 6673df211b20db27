import type { Answers, Language } from '../../../first-day/index.ts';
import type { Configuration } from '../../../config/index.ts';
import { addKey, createKey, keyFilePath, readKeys } from '../../../keys/index.ts';
import type { CommandIo } from '../../command.ts';
import { initWords } from './words.ts';

/** A first key, unless there are keys already. @returns what is shown once, or undefined */
export function firstKey({
  settings,
}: Configuration): { readonly text: string; readonly keyId: string } | undefined {
  const path = keyFilePath(settings);
  if (readKeys(path).length > 0) return undefined;
  const { text, record } = createKey({
    name: 'admin',
    mode: 'live',
    scopes: ['admin'],
    at: Date.now(),
  });
  addKey(path, record);
  return { text, keyId: record.keyId };
}

/** What the next commands speak of. */
export interface NextSteps {
  readonly answers: Answers | undefined;
  /** An item that may be ordered. */
  readonly item: string | undefined;
}

/** Shows the key, alone on stdout, and the three next commands. */
export function sayNext(
  io: CommandIo,
  key: string | undefined,
  steps: NextSteps & { readonly configuration: Configuration; readonly language: Language },
): void {
  const { paint, talk, out } = io;
  const { language, configuration } = steps;
  if (key === undefined) talk(`  ${paint.dim('·')} ${initWords.keysThere[language]}\n`);
  else {
    talk(`  ${paint.good('✔')} ${initWords.key[language]}\n\n`);
    out(`${key}\n`);
  }
  const { host, port } = configuration.settings;
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port || 4_600}`;
  talk(`\n  ${paint.strong(initWords.next[language])}\n`);
  for (const command of ['ordermesh serve', ...orderCommands(url, steps)]) talk(`    ${command}\n`);
}

function orderCommands(url: string, { answers, item }: NextSteps): readonly string[] {
  if (!answers || item === undefined)
    return ['ordermesh import nodes nodes.csv', 'ordermesh import stock stock.csv'];
  const [node] = answers.nodes;
  const order = {
    external_ids: [{ system: 'shop', id: '1' }],
    channel: 'webshop',
    currency: answers.currency,
    ship_to: { country: answers.country, ...node?.at },
    lines: [{ item, quantity: 1 }],
  };
  return [
    `curl -s ${url}/v1/orders -H "Authorization: Bearer $OM_KEY" -H 'Content-Type: application/json' -d '${JSON.stringify(order)}'`,
    'ordermesh decision explain ext:shop:1',
  ];
}
