import { mkdirSync } from 'node:fs';
import { hasHolidays } from '../../../calendar/holidays.ts';
import {
  answersIn,
  completeAnswers,
  countryOf,
  existingIn,
  isWritten,
  knownOf,
  nothingYet,
  outcomeText,
  planFirstDay,
  planTable,
  readAnswers,
  unasked,
  questions,
  withFlags,
  writeFirstDay,
} from '../../../first-day/index.ts';
import type { Approval } from '@ordermesh/sdk';
import type { Answers, Existing, Given, Language, Plan } from '../../../first-day/index.ts';
import { keyFilePath, readKeys } from '../../../keys/index.ts';
import type { CommandIo, Typed } from '../../command.ts';
import { table } from '../../paint.ts';
import { waitingLines } from '../../remote/access/approvals.ts';
import { firstKey, sayNext } from './ending.ts';
import { agreed, interviewOf } from './interview.ts';
import { openHub } from './open-hub.ts';
import type { OpenHub } from './open-hub.ts';
import { inCurrency, isSetUp, setUpOf, writeSettings } from './settings.ts';
import type { SetUp } from './settings.ts';
import { initWords } from './words.ts';

/** One run of a set-up. */
interface Run {
  readonly asked: Typed;
  readonly io: CommandIo;
  readonly language: Language;
  readonly setUp: SetUp;
  /** Absent when nobody is asked. */
  readonly ask: CommandIo['ask'];
}

/** Sets a business up, or adds to one that is. @returns the exit code */
export async function runInit(asked: Typed, io: CommandIo): Promise<number> {
  const run: Run = {
    asked,
    io,
    language: languageOf(asked, io),
    setUp: setUpOf(asked, io),
    ask: asked.flag('yes') || asked.flag('json') ? undefined : io.ask,
  };
  if (asked.flag('empty')) return settingsAlone(run);
  let hub = isSetUp(run.setUp, asked.flag('dry-run'))
    ? await openHub(run.setUp.configuration, io)
    : undefined;
  try {
    const existing = hub ? await existingIn(hub.client) : nothingYet;
    const answers = await answersOf(run, existing);
    const plan = await planned(run, answers, { existing, hub });
    showPlan(run, plan, answers);
    if (!(await mayWrite(run, plan))) return 0;
    const configuration = inCurrency(run.setUp.configuration, answers.currency);
    writeConfig({ ...run, setUp: { ...run.setUp, configuration } }, answers.currency);
    hub ??= await openHub(configuration, io);
    const waiting = await writeFirstDay(hub.client, plan, answers);
    const [item] = answers.items.map(({ id }) => String(id));
    finish(run, { plan, waiting, answers, item: item ?? (await existingIn(hub.client)).items[0] });
    return 0;
  } finally {
    await hub?.close();
  }
}

function languageOf(asked: Typed, { environment }: CommandIo): Language {
  const named = asked.text('language') ?? environment['LC_ALL'] ?? environment['LANG'] ?? '';
  return named.startsWith('zh') ? 'zh' : 'en';
}

async function answersOf(run: Run, existing: Existing): Promise<Answers> {
  const { asked, io, language, ask, setUp } = run;
  const from = asked.text('from');
  const file: Given = from === undefined ? {} : answersIn(from, io.readFile(from));
  const given = withFlags(file, asked.text);
  if (ask) io.talk(`  ${io.paint.dim(initWords.intro[language])}\n`);
  const known = knownOf(existing);
  const currency = setUp.configuration.origins.find(
    ({ name, origin }) => name === 'currency' && origin !== 'default',
  );
  const completed = await completeAnswers(
    given,
    {
      language,
      hasHolidays,
      country: countryOf(io.environment),
      known: {
        ...known,
        business: { ...(currency && { currency: currency.value }), ...known.business },
      },
    },
    ask ? interviewOf({ ask, talk: io.talk, paint: io.paint }, language) : unasked,
  );
  const flags = Object.values(questions)
    .flat()
    .map(({ flag }) => flag);
  return readAnswers(
    completed,
    new Set([...flags, 'strategy'].filter((flag) => asked.text(flag) !== undefined)),
  );
}

const planned = (
  { asked }: Run,
  answers: Answers,
  { existing, hub }: { readonly existing: Existing; readonly hub: OpenHub | undefined },
): Promise<Plan> =>
  planFirstDay(answers, {
    existing,
    client: hub?.client,
    isReplace: asked.flag('replace'),
    year: new Date().getUTCFullYear(),
  });

function showPlan({ asked, io, language, setUp }: Run, plan: Plan, answers: Answers): void {
  if (asked.flag('json') && asked.flag('dry-run'))
    io.out(`${JSON.stringify({ dry_run: true, config: setUp.path, rows: plan.rows })}\n`);
  const title = asked.flag('dry-run') ? 'wouldWrite' : 'willWrite';
  const { head, rows } = planTable(plan, answers, language);
  const lines = table(head, [...settingRows(setUp, asked, language), ...rows]).map(
    (line, i) => `    ${i === 0 ? io.paint.dim(line) : line}`,
  );
  const say = asked.flag('dry-run') && !asked.flag('json') ? io.out : io.talk;
  say(`\n  ${io.paint.strong(initWords[title][language])}\n${lines.join('\n')}\n`);
  if (!plan.rows.some(isWritten)) io.talk(`  ${initWords.nothing[language]}\n`);
  if (plan.rows.some(({ outcome }) => outcome === 'kept'))
    io.talk(`  ${io.paint.warn('!')} ${initWords.keptHint[language]}\n`);
}

/** What is written beside the store: the settings and the first key. */
function settingRows(
  { path, isThere, configuration: { settings } }: SetUp,
  asked: Typed,
  language: Language,
): readonly (readonly string[])[] {
  const hasKey = readKeys(keyFilePath(settings)).length > 0;
  const file = isThere ? (asked.flag('replace') ? 'replaced' : 'same') : 'new';
  const store = settings.store === 'embedded' ? settings.dataDirectory : 'PostgreSQL';
  return [
    [initWords.settings[language], path, outcomeText(file, language), store],
    [initWords.keyRow[language], 'admin', outcomeText(hasKey ? 'same' : 'new', language), ''],
  ];
}

async function mayWrite({ asked, io, language, ask, setUp }: Run, plan: Plan): Promise<boolean> {
  if (asked.flag('dry-run')) {
    if (!isSetUp(setUp, true)) io.talk(`  ${io.paint.dim(initWords.notOpened[language])}\n`);
    return false;
  }
  if (!ask || !plan.rows.some(isWritten)) return true;
  if (await agreed({ ask }, initWords.writeIt[language], true)) return true;
  io.talk(`  ${initWords.notWritten[language]}\n`);
  return false;
}

function writeConfig({ asked, io, language, setUp }: Run, currency?: string): void {
  mkdirSync(setUp.configuration.settings.dataDirectory, { recursive: true });
  if (setUp.isThere && !asked.flag('replace')) {
    io.talk(`\n  ${io.paint.dim('·')} ${setUp.path} ${initWords.configKept[language]}\n`);
    return;
  }
  writeSettings(setUp, asked, currency);
  io.talk(`\n  ${io.paint.good('✔')} ${setUp.path}\n`);
}

function finish(
  { asked, io, language, setUp }: Run,
  done: {
    readonly plan: Plan | undefined;
    readonly waiting?: Approval | undefined;
    readonly answers: Answers | undefined;
    readonly item: string | undefined;
  },
): void {
  const { plan, waiting, answers, item } = done;
  const { configuration } = setUp;
  const key = firstKey(configuration);
  const rows = plan?.rows ?? [];
  if (asked.flag('json')) {
    const kept = key && { key: key.text, key_id: key.keyId };
    io.out(
      `${JSON.stringify({ config: setUp.path, ...kept, rows, ...(waiting && { approval: waiting }) })}\n`,
    );
    return;
  }
  if (waiting)
    io.talk(
      `${[...waitingLines(waiting, io.paint), `  ${initWords.goOn[language]}`].join('\n')}\n`,
    );
  else if (plan) sayWritten(io, { rows, language });
  sayNext(io, key?.text, { answers, item, configuration, language });
}

function sayWritten(
  { talk, paint }: CommandIo,
  done: Pick<Plan, 'rows'> & { readonly language: Language },
): void {
  const { rows, language } = done;
  const written = rows.filter(isWritten).length;
  talk(`  ${paint.good('✔')} ${written} ${initWords.written[language]}\n`);
  if (written > 0 && !rows.some(({ part }) => part === 'stock'))
    talk(`  ${paint.warn('!')} ${initWords.noStock[language]}\n`);
}

function settingsAlone(run: Run): number {
  if (run.asked.flag('dry-run')) {
    run.io.out(`${JSON.stringify({ dry_run: true, config: run.setUp.path, rows: [] })}\n`);
    return 0;
  }
  writeConfig(run);
  finish(run, { plan: undefined, answers: undefined, item: undefined });
  return 0;
}
