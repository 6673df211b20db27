import { tieOf } from '@ordermesh/core/parties';
import type { PrincipalKind, Tie, Ties } from '@ordermesh/core/parties';
import { AppFailure, didYouMean } from '../../errors/index.ts';
import {
  addKey,
  createKey,
  isOwnership,
  keyFilePath,
  keyKinds,
  scopes,
  usualScopes,
} from '../../keys/index.ts';
import type { Scope } from '../../keys/index.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { configurationOf, settingOptions } from '../configure.ts';

/** Makes an API key. */
export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Make an API key; it is shown once, only its hash is kept',
  usage:
    '--name <name> [--scopes <scope,scope>] [--kind <kind>] [--customer|--node|--service <code,code>] [--mode test|live]',
  options: {
    ...settingOptions,
    name: { type: 'string', says: 'Whose key it is.' },
    scopes: {
      type: 'string',
      says: `What it may do, joined by commas: ${scopes.join(', ')}. Needed for admin; else all that the kind can use.`,
    },
    kind: {
      type: 'string',
      says: `What kind of caller has it: ${keyKinds.join(', ')}; default admin.`,
    },
    customer: { type: 'string', says: 'Codes of the customers whose orders it reaches.' },
    node: { type: 'string', says: 'Codes of the nodes that it speaks for.' },
    service: { type: 'string', says: 'Codes of the carrier services that it speaks for.' },
    mode: { type: 'string', says: 'test or live; default live.' },
  },
  run: (args, io) => {
    const asked = typed(args, keysCreate, [0, 0]);
    const name = asked.text('name');
    const kind = kindOf(asked.text('kind'));
    const granted = scopesOf(asked.text('scopes'), kind);
    if (name === undefined || granted.length === 0)
      throw new AppFailure('usage', {
        why: '--name and --scopes are needed; a --kind brings scopes of its own.',
        try: [
          'ordermesh keys create --name shop --scopes orders:write',
          'ordermesh keys create --name north --kind node_operator --node st_004',
        ],
      });
    const mode = asked.text('mode') ?? 'live';
    if (mode !== 'test' && mode !== 'live')
      throw new AppFailure('usage', { why: '--mode is test or live.' });
    const { settings } = configurationOf(asked, io);
    const owns = ownsOf(kind, (option) => asked.text(option));
    const { text, record } = createKey({
      ...{ name, mode, scopes: granted, at: Date.now() },
      ...(kind !== 'admin' && { kind, owns }),
    });
    addKey(keyFilePath(settings), record);
    io.talk(
      `  ${io.paint.good('✔')} ${record.keyId} kept in ${keyFilePath(settings)}; the key, shown only now:\n`,
    );
    io.out(
      asked.flag('json')
        ? `${JSON.stringify({ key: text, key_id: record.keyId, kind, scopes: record.scopes })}\n`
        : `${text}\n`,
    );
    return Promise.resolve(0);
  },
};

function kindOf(asked: string | undefined): PrincipalKind {
  const kind = keyKinds.find((known) => known === (asked ?? 'admin'));
  if (kind !== undefined) return kind;
  throw new AppFailure('usage', {
    why: `There is no kind "${asked ?? ''}". ${didYouMean(asked ?? '', keyKinds)}`.trim(),
    try: [`Known: ${keyKinds.join(', ')}`],
  });
}

const optionOf: Readonly<Record<Exclude<Tie, 'orders'>, string>> = {
  customers: 'customer',
  nodes: 'node',
  services: 'service',
};

/** What is theirs. @throws AppFailure `usage` when a kind that owns names nothing */
function ownsOf(
  kind: PrincipalKind,
  textOf: (option: string) => string | undefined,
): Partial<Ties> {
  const owns = Object.fromEntries(
    Object.entries(optionOf).flatMap(([tie, option]) => {
      const list = textOf(option);
      return list === undefined ? [] : [[tie, list.split(',').map((code) => code.trim())]];
    }),
  ) as Partial<Ties>;
  if (isOwnership(kind, owns)) return owns;
  const tie = tieOf[kind];
  const option = tie === undefined || tie === 'orders' ? 'node' : optionOf[tie];
  throw new AppFailure('usage', {
    why: `A key of the kind ${kind} needs --${option} with the codes of what is theirs.`,
    try: [`ordermesh keys create --name theirs --kind ${kind} --${option} <code>`],
  });
}

const scopesOf = (list: string | undefined, kind: PrincipalKind): readonly Scope[] =>
  list === undefined
    ? usualScopes[kind]
    : list.split(',').map((asked) => {
        const scope = scopes.find((known) => known === asked.trim());
        if (scope !== undefined) return scope;
        throw new AppFailure('usage', {
          why: `There is no scope "${asked}". ${didYouMean(asked, scopes)}`.trim(),
          try: [`Known: ${scopes.join(', ')}`],
        });
      });
