import { instantText } from '../../words/index.ts';
import type { FallbackStep, StrategyDocument } from './document.ts';
import type { Wording } from './fields.ts';
import type { StrategyJson } from './json.ts';
import {
  between,
  competitionWording,
  reassignmentWording,
  jointBatchesWording,
  fallbackWording,
  hardRuleWording,
  pilotWording,
  promiseCostsWording,
  scenarioWording,
  softRuleWording,
  splitWording,
  weightWordings,
} from './wording.ts';

/** One difference between two strategies, as a sentence. */
export interface StrategyChange {
  /** Part of the document, named as in JSON. */
  readonly part: keyof StrategyJson;
  /** The rule, scenario, fallback or weight that changed; empty when the part has no entries. */
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly says: Wording;
}

/**
 * What changes when `after` takes the place of `before`, part by part in the order of the document. The version
 * alone is no change. The order of rules does not count, that of scenarios and fallbacks does.
 *
 * @param currency of the network, to read weights aloud
 */
export function strategyDifference(
  before: StrategyDocument,
  after: StrategyDocument,
  currency: string,
): readonly StrategyChange[] {
  return [
    ...plainChanges(before, after, currency),
    ...entryChanges(tableOf('hard_rules', 'Hard rule', '硬规则'), {
      before: before.hardRules.map((rule) => entry(rule.ruleId, rule.name, hardRuleWording(rule))),
      after: after.hardRules.map((rule) => entry(rule.ruleId, rule.name, hardRuleWording(rule))),
    }),
    ...entryChanges(tableOf('soft_rules', 'Soft rule', '软规则'), {
      before: before.softRules.map((r) => entry(r.ruleId, r.name, softRuleWording(r, currency))),
      after: after.softRules.map((r) => entry(r.ruleId, r.name, softRuleWording(r, currency))),
    }),
    ...sequenceChanges(tableOf('fallbacks', 'Fallback', '兜底步骤'), {
      before: fallbackEntries(before.fallbacks, currency),
      after: fallbackEntries(after.fallbacks, currency),
    }),
    ...entryChanges(tableOf('model_pilots', 'Pilot', '模型试点'), {
      before: pilotEntries(before),
      after: pilotEntries(after),
    }),
    ...sequenceChanges(tableOf('scenarios', 'Scenario', '场景'), {
      before: before.scenarios.map((s) =>
        entry(s.scenarioId, s.name, scenarioWording(s, currency)),
      ),
      after: after.scenarios.map((s) => entry(s.scenarioId, s.name, scenarioWording(s, currency))),
    }),
  ];
}

type PlainPart =
  | 'name'
  | 'mode'
  | 'priority'
  | 'split'
  | 'competition'
  | 'reassignment'
  | 'joint_batches'
  | 'valid_from'
  | 'valid_until'
  | 'promise_confidence_percent'
  | 'promise_costs';

const plainParts: readonly (readonly [PlainPart, en: string, zh: string])[] = [
  ['name', 'The name', '名称'],
  ['mode', 'The mode', '决策方式'],
  ['priority', 'The order of objectives', '目标优先顺序'],
  ['split', 'Splits', '拆单限制'],
  ['competition', 'The competition for work', '抢单'],
  ['reassignment', 'Looking again at orders not begun', '未开工订单重新分配'],
  ['joint_batches', 'Deciding new orders together', '新订单合批决策'],
  ['valid_from', 'The start of validity', '生效时间'],
  ['valid_until', 'The end of validity', '失效时间'],
  ['promise_confidence_percent', 'The confidence of promises', '承诺把握度'],
  ['promise_costs', 'The costs of promises', '承诺成本'],
];

function plainChanges(
  before: StrategyDocument,
  after: StrategyDocument,
  currency: string,
): readonly StrategyChange[] {
  const changes: StrategyChange[] = [];
  for (const [part, en, zh] of plainParts) {
    const [was, is] = [partWordings[part](before, currency), partWordings[part](after, currency)];
    if (was.en === is.en) continue;
    const says = {
      en: `${en}: ${is.en} (was: ${was.en}).`,
      zh: `${zh}：${is.zh}（原为：${was.zh}）。`,
    };
    changes.push({ part, id: '', change: 'changed', says });
  }
  const [was, is] = [before, after].map(({ weights }) => ({ ...noPrices, ...weights }));
  const old = new Map(weightWordings(was ?? {}, currency).map((w) => [w.weight, w.says]));
  for (const { weight, says } of weightWordings(is ?? {}, currency)) {
    const was = old.get(weight);
    if (was === undefined || was.en === says.en) continue;
    changes.push({
      part: 'weights',
      id: weight,
      change: 'changed',
      says: {
        en: `Weights: ${says.en} (was: ${was.en}).`,
        zh: `权重：${says.zh}（原为：${was.zh}）。`,
      },
    });
  }
  return changes;
}

/** What absent weights mean. */
const noPrices = { opportunityPercent: 0, slotPricePercent: 0 };

const same = (text: string): Wording => ({ en: text, zh: text });

const none: Wording = { en: 'none', zh: '无' };

type WordingOf = (document: StrategyDocument, currency: string) => Wording;

const partWordings: Readonly<Record<PlainPart, WordingOf>> = {
  name: ({ name }) => same(name),
  mode: ({ mode }) => same(mode),
  priority: priorityOf,
  split: ({ split }, currency) => splitWording(split, currency),
  competition: ({ competition: terms }, currency) =>
    terms === undefined ? none : competitionWording(terms, currency),
  reassignment: ({ reassignment: terms }, currency) =>
    terms === undefined ? none : reassignmentWording(terms, currency),
  joint_batches: ({ jointBatches: terms }) =>
    terms === undefined ? none : jointBatchesWording(terms),
  promise_costs: ({ promiseCosts = {} }, currency) => promiseCostsWording(promiseCosts, currency),
  valid_from: ({ validFromAt }) => dateWording(validFromAt),
  valid_until: ({ validUntilAt }) => dateWording(validUntilAt),
  promise_confidence_percent: ({ promiseConfidencePercent }) =>
    same(`${promiseConfidencePercent} %`),
};

function priorityOf({ priority }: StrategyDocument): Wording {
  if (priority === undefined) return none;
  return same(priority.map((step) => `${step.objective} ±${step.toleranceMinor}`).join(' > '));
}

function dateWording(at: number | undefined): Wording {
  return at === undefined ? { en: 'open', zh: '不限' } : same(instantText(at));
}

interface Entry {
  readonly id: string;
  readonly title: Wording;
  readonly says: Wording;
}

const entry = (id: string, name: string, says: Wording): Entry => ({
  id,
  title: { en: `“${name}” (${id})`, zh: `“${name}”（${id}）` },
  says,
});

const pilotEntries = ({ modelPilots = [] }: StrategyDocument): readonly Entry[] =>
  modelPilots.map((pilot) => entry(pilot.pilotId, pilot.name, pilotWording(pilot)));

/** Fallbacks have no id; their name serves, with its place where two share one. */
function fallbackEntries(steps: readonly FallbackStep[], currency: string): readonly Entry[] {
  return steps.map((step, index) => {
    const repeated = steps.findIndex(({ name }) => name === step.name) < index;
    const id = repeated ? `${step.name} #${index + 1}` : step.name;
    return { id, title: same(`“${id}”`), says: fallbackWording(step, currency) };
  });
}

interface Table {
  readonly part: keyof StrategyJson;
  readonly word: Wording;
}

const tableOf = (part: keyof StrategyJson, en: string, zh: string): Table => ({
  part,
  word: { en, zh },
});

interface Entries {
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

function entryChanges(
  { part, word }: Table,
  { before, after }: Entries,
): readonly StrategyChange[] {
  const old = new Map(before.map((row) => [row.id, row]));
  const kept = new Set(after.map(({ id }) => id));
  const changes: StrategyChange[] = [];
  for (const { id, title, says } of after) {
    const was = old.get(id);
    const [en, zh] = [`${word.en} ${title.en}`, `${word.zh}${title.zh}`];
    if (was === undefined) {
      const added = { en: `${en} is new: ${says.en}.`, zh: `新增${zh}：${says.zh}。` };
      changes.push({ part, id, change: 'added', says: added });
    } else if (was.says.en !== says.en || was.title.en !== title.en) {
      const changed = {
        en: `${en} now: ${says.en} (was ${was.title.en}: ${was.says.en}).`,
        zh: `${zh}现为：${says.zh}（原为${was.title.zh}：${was.says.zh}）。`,
      };
      changes.push({ part, id, change: 'changed', says: changed });
    }
  }
  for (const { id, title, says } of before)
    if (!kept.has(id)) {
      const removed = {
        en: `${word.en} ${title.en} is gone: it ${says.en}.`,
        zh: `删除${word.zh}${title.zh}：${says.zh}。`,
      };
      changes.push({ part, id, change: 'removed', says: removed });
    }
  return changes;
}

/** As `entryChanges`, for tables whose order decides. */
function sequenceChanges(table: Table, entries: Entries): readonly StrategyChange[] {
  const changes = entryChanges(table, entries);
  const common = (rows: readonly Entry[], others: readonly Entry[]) =>
    rows.filter(({ id }) => others.some((other) => other.id === id)).map(({ id }) => id);
  const was = common(entries.before, entries.after);
  const is = common(entries.after, entries.before);
  if (was.every((id, index) => is[index] === id)) return changes;
  const order = entries.after.map(({ id }) => id);
  const says = {
    en: `${table.word.en}s are now tried in this order: ${order.join(between.en)}.`,
    zh: `${table.word.zh}现按此顺序尝试：${order.join(between.zh)}。`,
  };
  return [...changes, { part: table.part, id: '', change: 'reordered', says }];
}
