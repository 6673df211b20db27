import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { TrailProgress } from '@ordermesh/core/hub';
import type { Configuration } from '../../config/index.ts';
import { AppFailure } from '../../errors/index.ts';
import { keyFilePath, readKeys } from '../../keys/index.ts';
import { eventsLookedAt } from '../../observe/index.ts';
import { readRoster } from '../../presence/index.ts';
import type { PresentProcess } from '../../presence/index.ts';
import { openStore } from '../../runtime/open-store.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { configurationOf, settingOptions } from '../configure.ts';
import { table } from '../paint.ts';
import { trailVerdict } from './trail-verdict.ts';

/** What one check found. */
interface Finding {
  readonly check: string;
  readonly verdict: 'good' | 'warn' | 'bad';
  readonly found: string;
  /** What to do; empty when nothing. */
  readonly remedy: string;
}

const finding = (
  check: string,
  verdict: Finding['verdict'],
  [found, remedy = '']: readonly [found: string, remedy?: string],
): Finding => ({ check, verdict, found, remedy });

const nodeMin = [20, 19] as const;
const connectMsMax = 3_000;
const diskBytesMin = 512 * 1_048_576;

/** Looks at everything that `serve` needs, and changes nothing unless `--open` is given. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Check this machine and the settings for serve; names what to do',
  usage: '[--open] [settings as for serve]',
  options: {
    ...settingOptions,
    open: {
      type: 'boolean',
      says: 'Open the store as serve does: checks version, rights and synchronous_commit, brings the schema up to date, and lists who serves it.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, doctor, [0, 0]);
    const configuration = configurationOf(asked, io);
    const findings = [
      nodeFinding(),
      await portFinding(configuration),
      await diskFinding(configuration),
      keyFinding(configuration),
      secretFinding(configuration),
      await storeFinding(configuration),
      ...(asked.flag('open') ? await openFindings(configuration) : []),
    ];
    if (asked.flag('json')) io.out(findings.map((row) => `${JSON.stringify(row)}\n`).join(''));
    else {
      const marks = { good: '✔', warn: '!', bad: '✖' };
      const [, ...rows] = table(
        ['', '', ''],
        findings.map(({ check, verdict, found }) => [marks[verdict], check, found]),
      );
      const lines = rows.flatMap((row, i) => {
        const remedy = findings[i]?.remedy ?? '';
        return remedy === ''
          ? [`  ${row}`]
          : [`  ${row}`, `       ${io.paint.dim('try')} ${remedy}`];
      });
      io.out(`${lines.join('\n')}\n`);
    }
    return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
  },
};

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const good = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  return finding('Node.js', good ? 'good' : 'bad', [
    process.versions.node,
    good ? '' : 'Install Node.js 20.19 or later.',
  ]);
}

async function portFinding({ settings: { host, port } }: Configuration): Promise<Finding> {
  const fault = await new Promise<string | undefined>((resolved) => {
    const server = createServer();
    server.once('error', (error) => resolved(error.message));
    server.listen({ host, port }, () => server.close(() => resolved(undefined)));
  });
  return fault === undefined
    ? finding('port', 'good', [`${host}:${port} is free`])
    : finding('port', 'bad', [fault, 'Stop what listens there, or use --port.']);
}

async function diskFinding({ settings: { dataDirectory } }: Configuration): Promise<Finding> {
  let folder = resolve(dataDirectory);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK);
  } catch (denied) {
    return finding('data directory', 'bad', [
      `${folder} is not writable (${textOf(denied)})`,
      'Use --data-directory.',
    ]);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = `${((bavail * bsize) / 1_073_741_824).toFixed(1)} GB free at ${folder}`;
  return bavail * bsize >= diskBytesMin
    ? finding('data directory', 'good', [free])
    : finding('data directory', 'warn', [free, 'Make room: the log only grows.']);
}

function keyFinding({ settings }: Configuration): Finding {
  const path = keyFilePath(settings);
  try {
    const count = readKeys(path).length;
    return count > 0
      ? finding('API keys', 'good', [`${count} in ${path}`])
      : finding('API keys', 'warn', [
          `none in ${path}`,
          'ordermesh keys create --name me --scopes admin',
        ]);
  } catch (failure) {
    return finding('API keys', 'bad', [
      failure instanceof AppFailure ? failure.why : textOf(failure),
    ]);
  }
}

const secretFinding = ({ settings }: Configuration): Finding =>
  settings.secretKey === ''
    ? finding('secret key', 'warn', [
        'webhook signing keys are kept in the store as they are',
        'OM_SECRET_KEY="$(openssl rand -base64 32)" seals them',
      ])
    : finding('secret key', 'good', [
        `webhook signing keys are sealed; ${settings.secretKey.split(',').length} secret(s) open them`,
      ]);

/** Reaches for the store without opening it: nothing is created or migrated. */
async function storeFinding({ settings, origins }: Configuration): Promise<Finding> {
  if (settings.store === 'embedded')
    return finding('store', 'good', ['embedded: survives a crash of the process, not a power cut']);
  const { hostname, port } = new URL(settings.store);
  const from = origins.find(({ name }) => name === 'store')?.origin ?? 'default';
  try {
    const { address } = await lookup(hostname);
    const startedMs = performance.now();
    await reach(address, port === '' ? 5_432 : Number(port));
    const ms = (performance.now() - startedMs).toFixed(0);
    return finding('store', 'good', [
      `PostgreSQL port of ${hostname} answers in ${ms} ms`,
      'doctor --open checks version, rights and synchronous_commit',
    ]);
  } catch (failure) {
    return finding('store', 'bad', [
      `${hostname}: ${textOf(failure)} (from ${from})`,
      'Check name, port and firewall; or serve --store embedded.',
    ]);
  }
}

const reach = (host: string, port: number): Promise<void> =>
  new Promise((resolved, rejected) => {
    const socket = connect({ host, port, timeout: connectMsMax }, () => {
      socket.destroy();
      resolved();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${connectMsMax} ms`)));
    socket.once('error', rejected);
  });

async function openFindings(configuration: Configuration): Promise<readonly Finding[]> {
  const startedMs = performance.now();
  try {
    const store = await openStore(configuration, {
      origin: `doctor-${process.pid}`,
      note: () => undefined,
    });
    await store.ping();
    const openedMs = performance.now() - startedMs;
    const roster = await readRoster(store, Date.now());
    const progress = await store.trailProgress(eventsLookedAt);
    await store.close();
    return [
      finding('store opens', 'good', [
        `version, rights and durability are fine (${openedMs.toFixed(0)} ms)`,
      ]),
      processFinding(roster.present()),
      trailFinding(progress, roster.present().length > 0),
      ...roster
        .warnings()
        .map(({ warning, why, try: [remedy] }) => finding(warning, 'warn', [why, remedy ?? ''])),
    ];
  } catch (failure) {
    return [
      finding('store opens', 'bad', [
        failure instanceof AppFailure ? failure.why : textOf(failure),
      ]),
    ];
  }
}

const processFinding = (present: readonly PresentProcess[]): Finding =>
  finding('processes', 'good', [
    present.length === 0
      ? 'none serves this store now'
      : present.map(({ name, roles }) => `${name} (${roles.join(', ')})`).join('; '),
  ]);

function trailFinding(progress: TrailProgress, isServed: boolean): Finding {
  const { isLate, found, remedy } = trailVerdict(progress, { isServed, now: Date.now() });
  return finding('audit trail', isLate ? 'warn' : 'good', [found, remedy]);
}

const textOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String(failure);
