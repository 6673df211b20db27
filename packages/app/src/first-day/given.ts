import { AppFailure } from '../errors/index.ts';
import { readJson } from '../json/index.ts';
import { questions } from './questions.ts';
import type { Context, Given, Language, Part, Question } from './questions.ts';

/** Parts that may be there several times. */
export const listParts = ['nodes', 'items', 'carriers'] as const;
/** @see listParts */
export type ListPart = (typeof listParts)[number];

/** What is in the store already, as far as defaults look at it. */
export interface Known {
  readonly ids: Readonly<Record<ListPart, readonly string[]>>;
  /** Answers about the business that the network gives. */
  readonly business: Given;
}

/** Where defaults come from. */
export interface Surroundings {
  readonly language: Language;
  readonly country: string;
  readonly hasHolidays: (country: string) => boolean;
  readonly known: Known;
}

/** Reads an answers file. @throws AppFailure `input-unreadable` */
export function answersIn(path: string, bytes: Uint8Array | undefined): Given {
  if (bytes === undefined)
    throw new AppFailure('input-unreadable', { why: `${path} does not exist.` });
  const reading = readJson(bytes);
  if (!reading.ok)
    throw new AppFailure('input-unreadable', { why: `${path}: ${reading.fault.remedy}` });
  const { value } = reading;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given;
  throw new AppFailure('input-unreadable', { why: `${path} must hold one JSON object.` });
}

/** Answers of the file with what flags say: flags of a node, an item, a carrier speak of the first one. */
export function withFlags(file: Given, textOf: (flag: string) => string | undefined): Given {
  const given = { ...file, ...flagged('business', textOf) };
  for (const part of listParts) {
    const first = flagged(part, textOf);
    if (Object.keys(first).length === 0) continue;
    const [known, ...more] = listOf(file, part);
    Object.assign(given, { [part]: [{ ...known, ...first }, ...more] });
  }
  for (const key of ['items_file', 'stock_file', 'strategy']) {
    const text = textOf(key.replace('_', '-'));
    if (text !== undefined) Object.assign(given, { [key]: text });
  }
  return given;
}

function flagged(part: Part, textOf: (flag: string) => string | undefined): Given {
  return Object.fromEntries(
    questions[part].flatMap(({ key, flag }): readonly (readonly [string, string])[] => {
      const text = textOf(flag);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

/** The given entries of a part; what is no list of objects is left for the reader to refuse. */
function listOf(given: Given, part: ListPart): readonly Given[] {
  const held = given[part];
  return Array.isArray(held)
    ? held.filter((one): one is Given => typeof one === 'object' && one !== null)
    : [];
}

/** Answers one question: asks a person, or takes the default. */
type Answering = (
  question: Question,
  at: { readonly part: Part; readonly fallback: string },
) => Promise<string>;

/** Who answers what is not given. */
export interface Interview {
  readonly answering: Answering;
  /** Whether another one of a part is wanted. */
  readonly another: (part: ListPart, count: number) => Promise<boolean>;
  /** A file of items instead of typed ones. */
  readonly itemsFile: () => Promise<string | undefined>;
  /** What routing shall strive for, on the first day. */
  readonly strategy: () => Promise<string | undefined>;
}

/** Nobody is asked: every default is taken, and nothing more is wanted. */
export const unasked: Interview = {
  answering: (_question, { fallback }) => Promise.resolve(fallback),
  another: () => Promise.resolve(false),
  itemsFile: () => Promise.resolve(undefined),
  strategy: () => Promise.resolve(undefined),
};

/** Completes one business, node, item or carrier: what is given stays, the rest is answered. */
async function completed(
  part: Part,
  own: Given,
  { answering, ...from }: Omit<Context, 'own'> & Pick<Interview, 'answering'>,
): Promise<Given> {
  let done = own;
  for (const question of questions[part]) {
    if (done[question.key] !== undefined) continue;
    const fallback = question.fallback({
      ...from,
      own: done,
      ...(part === 'business' && { business: done }),
    });
    const answer = question.isQuiet ? fallback : await answering(question, { part, fallback });
    done = { ...done, [question.key]: answer };
  }
  return done;
}

/** Completes everything. A part of which neither the answers nor the store has one begins with one. */
export async function completeAnswers(
  given: Given,
  around: Surroundings,
  interview: Interview,
): Promise<Given> {
  const { known, ...outside } = around;
  const none = { ...outside, business: {}, taken: new Set<string>() };
  const business = await completed('business', ownOf({ ...known.business, ...given }), {
    ...none,
    answering: interview.answering,
  });
  let done: Given = { ...given, ...business };
  for (const part of listParts) {
    const file = part === 'items' ? await fileOf(done, known, interview) : undefined;
    if (file !== undefined) done = { ...done, items_file: file };
    else
      done = { ...done, [part]: await entriesOf(part, given, { ...around, business, interview }) };
  }
  if (done['strategy'] !== undefined || known.ids.nodes.length > 0) return done;
  const strategy = await interview.strategy();
  return strategy === undefined ? done : { ...done, strategy };
}

/** The file that items come from, when they come from one. */
async function fileOf(given: Given, { ids }: Known, interview: Interview): Promise<unknown> {
  if (given['items_file'] !== undefined) return given['items_file'];
  const isTyped = listOf(given, 'items').length > 0 || ids.items.length > 0;
  return isTyped ? undefined : interview.itemsFile();
}

async function entriesOf(
  part: ListPart,
  given: Given,
  {
    known,
    business,
    interview,
    ...outside
  }: Surroundings & { readonly business: Given; readonly interview: Interview },
): Promise<readonly Given[]> {
  const entries: Given[] = [];
  const taken = new Set(known.ids[part]);
  const add = async (own: Given): Promise<void> => {
    const { answering } = interview;
    const entry = await completed(part, own, { ...outside, business, taken, answering });
    taken.add(String(entry['id']));
    entries.push(entry);
  };
  for (const own of listOf(given, part)) await add(own);
  if (entries.length === 0 && known.ids[part].length === 0) await add({});
  while (await interview.another(part, taken.size)) await add({});
  return entries;
}

/** The answers about the business alone. */
const ownOf = (all: Given): Given =>
  Object.fromEntries(
    questions.business.flatMap(({ key }) =>
      all[key] === undefined ? [] : [[key, all[key]] as const],
    ),
  );
