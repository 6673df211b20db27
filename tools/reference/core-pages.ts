import { readFileSync } from 'node:fs';

import { workByFact } from '@ordermesh/core/execute';
import { basicStatusOf, factKindOf } from '@ordermesh/core/facts';
import type { AdvancedStatus, EpcisEvent, EventAction, FactKind } from '@ordermesh/core/facts';
import { eliminationReasons } from '@ordermesh/core/route';
import type { EliminationReason } from '@ordermesh/core/route';
import { advancedLabel, basicLabel } from '@ordermesh/core/track';
import { aFulfilment } from '@ordermesh/testkit';

import { bizSteps } from '../../packages/core/src/facts/decide/epcis/vocabulary.ts';
import { eliminationSentence } from '../../packages/core/src/route/decide/explain/wording.ts';
import { code, page, table } from './markdown.ts';

const core = 'packages/core/src';

/** One member of a closed union as its source writes it. */
interface Member {
  readonly name: string;
  readonly says: string;
  readonly fields: readonly string[];
}

/** The members of `export type <name> = | … ;` with their docstrings and the fields that come with them. */
function membersOf(path: string, name: string): readonly Member[] {
  const text = readFileSync(`${core}/${path}`, 'utf8');
  const body = between(`${text}\n\n`, `export type ${name} =`, ';\n\n');
  if (body === undefined)
    throw new Error(`${path} declares no union ${name}: mend tools/reference.`);
  const member =
    /(?:\/\*\*([^*]*(?:\*+[^*/][^*]*)*)\*+\/\s*)?\|\s*(?:'([\w-]+)'|\{\s*readonly (?:reason|change): '([\w-]+)'((?:(?!\n {2}\|).)*))/gs;
  return [...`| ${body.replace(/^\s*\|?/, '')}`.matchAll(member)].map(
    ([, says = '', word, reason, rest = '']) => ({
      name: word ?? reason ?? '',
      says: says.replace(/\s*\*\s*/g, ' ').trim(),
      fields: [...rest.matchAll(/^\s*(?:;\s*)?readonly (\w+)|; readonly (\w+)/gm)].flatMap(
        ([, first, second]) => first ?? second ?? [],
      ),
    }),
  );
}

/** What stands between two texts, the first time that they stand there; undefined when they do not. */
function between(text: string, before: string, after: string): string | undefined {
  const from = text.indexOf(before);
  const to = text.indexOf(after, from + before.length);
  return from < 0 || to < 0 ? undefined : text.slice(from + before.length, to);
}

const part = (title: string, lead: string, body: string): string =>
  `## ${title}\n\n${lead}\n\n${body}`;

const withFields = (members: readonly Member[]): string =>
  table(
    ['Reason', 'Comes with'],
    members.map(({ name, fields }) => [code(name), fields.map(code).join(', ')]),
  );

const withWords = (members: readonly Member[]): string =>
  table(
    ['Reason', 'Meaning'],
    members.map(({ name, says }) => [code(name), says]),
  );

/** Every closed list of reasons. */
export const refusalsPage = (): string =>
  page('Refusals', 'Closed lists: code that reads them need not expect others within a version.', [
    part(
      'Why a node was no candidate',
      'Nodes are tested in this order; the first failing test is recorded with its numbers. `had` and `needed` stand for them here.',
      table(
        ['Reason', 'English', '中文'],
        eliminationReasons.slice(1).map((reason) => [code(reason), ...eliminationWords(reason)]),
      ),
    ),
    part(
      'Why nothing fits',
      'An order that no node can do is accepted and waits; `nearest` names the smallest change that would help.',
      `${inlineReasons('route/decide/question.ts', 'RouteRefusal').map(code).join(', ')}\n\n${withFields(membersOf('route/decide/question.ts', 'NearestChange'))}`,
    ),
    part(
      'Why the hub refuses',
      'Each becomes one of the [errors](errors.md).',
      withFields(membersOf('hub/outcome.ts', 'HubRefusal')),
    ),
    part(
      'Why an act of a node changes nothing',
      'Acts are accept, reject, short.',
      withFields(membersOf('release/decide/answer-offer.ts', 'ActRefusal')),
    ),
    part(
      'Why a strategy is refused',
      'Beyond what is wrong with any JSON.',
      withWords(membersOf('strategy/decide/check/faults.ts', 'StrategyFaultReason')),
    ),
    part(
      'What a strategy is warned of',
      'It may be published all the same.',
      withWords(membersOf('strategy/decide/check/findings.ts', 'StrategyWarningReason')),
    ),
    part(
      'Why an EPCIS event is refused',
      'The answer tells the place and the remedy.',
      membersOf('facts/decide/epcis/fault.ts', 'EpcisFaultReason')
        .map(({ name }) => code(name))
        .join(', '),
    ),
  ]);

function eliminationWords(reason: EliminationReason): readonly [string, string] {
  // Marks that no real number has, so that the sentence shows which number stands where.
  const { en, zh } = eliminationSentence(reason, { had: -1, needed: -2, rule: '…', because: '…' });
  const named = (text: string): string =>
    text.replaceAll('-1', '`had`').replaceAll('-2', '`needed`');
  return [named(en), named(zh)];
}

function inlineReasons(path: string, name: string): readonly string[] {
  const text = readFileSync(`${core}/${path}`, 'utf8');
  const fields = between(text, `interface ${name} {`, '}') ?? '';
  const list = between(fields, 'readonly reason: ', ';') ?? '';
  return [...list.matchAll(/'([\w-]+)'/g)].map(([, reason = '']) => reason);
}

/** What an event may carry that changes what it means; the first is nothing. */
const variants: readonly (readonly [says: string, change: Partial<EpcisEvent>])[] = [
  ['', {}],
  ['of a return', { disposition: 'returned' }],
  ['to a consignee', { 'om:handover': 'consignee' }],
  ['with `om:leg` `last-mile`', { 'om:leg': 'last-mile' }],
  ['with `om:handover` `customer_pickup`', { 'om:handover': 'customer_pickup' }],
  ['with `om:attemptOutcome`', { 'om:attemptOutcome': 'consignee_not_home' }],
  ['with disposition `mismatch_…`', { disposition: 'mismatch_class' }],
  ['with disposition `damaged`', { disposition: 'damaged' }],
  ['with disposition `conformant` or `non_conformant`', { disposition: 'conformant' }],
  ['with a temperature', { sensorElementList: [{ sensorReport: [{ type: 'Temperature' }] }] }],
  [
    'with a temperature alarm',
    {
      sensorElementList: [
        { sensorReport: [{ type: 'Temperature', exception: 'ALARM_CONDITION' }] },
      ],
    },
  ],
];

const actions: readonly EventAction[] = ['ADD', 'OBSERVE', 'DELETE'];
const types = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
] as const;

/** Every event that could differ in meaning, the plainest first. */
const asked = variants.flatMap(([variant, change]) =>
  types.flatMap((type) => actions.map((action) => ({ variant, type, action, change }))),
);

interface How {
  readonly variant: string;
  readonly types: Set<string>;
  readonly actions: Set<string>;
}

/** The kinds that one business step can have, each with the plainest events that have it. */
function kindsOf(bizStep: string): ReadonlyMap<FactKind, How> {
  const found = new Map<FactKind, How>();
  for (const { variant, type, action, change } of asked) {
    const kind = factKindOf({ type, action, bizStep, ...change } as EpcisEvent);
    const how = found.get(kind) ?? { variant, types: new Set(), actions: new Set() };
    found.set(kind, how);
    if (how.variant !== variant) continue;
    how.types.add(type);
    how.actions.add(action);
  }
  return found;
}

/** Which events make which kind, found by asking the judge of the house about every combination. */
function meanings(): ReadonlyMap<FactKind, readonly string[]> {
  const texts = new Map<FactKind, string[]>();
  for (const step of [...bizSteps.words].sort())
    for (const [kind, how] of kindsOf(step))
      if (kind !== 'other') texts.set(kind, [...(texts.get(kind) ?? []), stepText(step, how)]);
  return texts;
}

const stepText = (step: string, how: How): string =>
  [
    code(step),
    how.actions.size === actions.length ? '' : [...how.actions].map(code).join(' or '),
    how.types.size === types.length ? '' : `in a ${[...how.types].map(code).join(' or ')}`,
    how.variant,
  ]
    .filter(Boolean)
    .join(' ');

const workAfter = (kind: FactKind): string =>
  workByFact(aFulfilment('ful_1', 'ord_1', { state: 'scheduled' }), kind)?.state ?? '';

/** What facts mean, and the words for how far an order is. */
export function factsPage(): string {
  const known = meanings();
  const kinds = membersOf('facts/decide/event.ts', 'FactKind').map(({ name }) => name as FactKind);
  const stages = membersOf('facts/decide/lifecycle/stage.ts', 'Stage').map(({ name }) => name);
  const statuses = [...stages, 'partially_returned'] as readonly AdvancedStatus[];
  return page(
    'Facts',
    'What an EPCIS 2.0 event means here, and the words for how far an order is.',
    [
      part(
        'Kinds of facts',
        'Judged on the event alone, by its business step (`bizStep`) and what the table adds. “Work” is what the state of the node’s work becomes; it never goes back.',
        table(
          ['Kind', 'EPCIS event', 'Work'],
          kinds.map((kind) => [
            code(kind),
            known.get(kind)?.join(';<br>') ?? 'anything else: kept, moves nothing',
            code(workAfter(kind)),
          ]),
        ),
      ),
      part(
        'Words for how far an order is',
        'Status and label of the tiers advanced (and high) and basic.',
        table(
          ['Advanced', 'English', '中文', 'Basic', 'English', '中文'],
          statuses.map((status) => {
            const basic = basicStatusOf(status);
            const [fine, plain] = [advancedLabel(status), basicLabel(basic)];
            return [code(status), fine.en, fine.zh, code(basic), plain.en, plain.zh];
          }),
        ),
      ),
    ],
  );
}
