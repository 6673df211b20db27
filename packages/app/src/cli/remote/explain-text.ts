import { costItemWords } from '@ordermesh/core/route';
import { minorUnitExponent } from '@ordermesh/core/words';
import type { Paint } from '../paint.ts';
import { bar, table } from '../paint.ts';

/** What the terminal shows of an explanation; a part of the API's answer. */
export interface ExplanationJson {
  readonly order_id: string;
  readonly versions: {
    readonly network: number;
    readonly strategy_id: string;
    readonly strategy: number;
  };
  readonly currency: string;
  readonly outcome: 'routed' | 'unroutable';
  readonly plan?: PlanJson;
  readonly candidates: readonly {
    readonly node_id: string;
    readonly whole_order_minor?: number;
    readonly chosen: boolean;
  }[];
  readonly eliminated: readonly { readonly reason: string; readonly nodes: readonly object[] }[];
  readonly margin_minor: number;
  readonly reassigned?: { readonly text: SentenceJson };
  readonly text: SentenceJson;
}

interface SentenceJson {
  readonly en: string;
  readonly zh: string;
}

interface PlanJson {
  readonly parcels: readonly { readonly node_id: string; readonly service_id: string }[];
  readonly total_minor: number;
  readonly cost_items: Readonly<Record<string, number>>;
}

/** What the terminal shows of a comparison. */
export interface VersusJson {
  readonly outcome: 'dearer' | 'equal' | 'cheaper' | 'not-possible';
  readonly node_ids: readonly string[];
  readonly chosen?: PlanJson;
  readonly other?: PlanJson;
  /** Other minus chosen. */
  readonly items?: Readonly<Record<string, number>>;
  readonly difference_minor?: number;
  readonly text: SentenceJson;
}

/** What the terminal shows of a counterfactual. */
export interface FlipJson {
  /** Absent: nothing flips within reach. */
  readonly flips_at_value?: number;
  readonly text: SentenceJson;
}

/** Language of the sentences. */
export type Language = 'en' | 'zh';

const barColumns = 20;

/** The words around the numbers; sentences come from the hub in both languages. */
const words = {
  en: {
    noNode: 'no node can do it',
    versions: (strategy: string, network: number) => `strategy ${strategy} · network v${network}`,
    could: (able: number, all: number) => `${able} of ${all} nodes could do it`,
    factor: 'factor',
    cost: 'cost',
    total: 'total',
    totalVersus: 'total (lower wins)',
    whole: 'whole order from',
    chosen: 'chosen',
    not: 'not',
    difference: 'difference',
  },
  zh: {
    noNode: '没有节点能履约',
    versions: (strategy: string, network: number) => `策略 ${strategy} · 网络 v${network}`,
    could: (able: number, all: number) => `${all} 个节点中有 ${able} 个可以履约`,
    factor: '成本项',
    cost: '成本',
    total: '合计',
    totalVersus: '合计（低者胜）',
    whole: '整单发货节点',
    chosen: '选中',
    not: '未选',
    difference: '差额',
  },
} as const;

/** The hub's own words, by the names that its JSON has. */
const factorNames: ReadonlyMap<string, SentenceJson> = new Map(
  Object.entries(costItemWords).map(([name, said]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    said,
  ]),
);

const factorName = (item: string, language: Language): string =>
  factorNames.get(item)?.[language] ?? item;

const amount = (minor: number, currency: string): string => {
  const exponent = minorUnitExponent(currency);
  return (minor / 10 ** exponent).toFixed(exponent);
};

const nodesOf = (plan: PlanJson): string =>
  plan.parcels.map(({ node_id: node }) => node).join(' + ');

/** The decision in words, its cost item by item, and why the other nodes fell out. */
export function explanationText(
  explained: ExplanationJson,
  paint: Paint,
  language: Language,
): readonly string[] {
  const { plan, currency, versions, candidates, eliminated } = explained;
  const say = words[language];
  const strategy = `${versions.strategy_id} v${versions.strategy}`;
  const nodes = candidates.length + eliminated.reduce((sum, group) => sum + group.nodes.length, 0);
  const ranked = candidates
    .filter((row) => row.whole_order_minor !== undefined)
    .sort((a, b) => (a.whole_order_minor ?? 0) - (b.whole_order_minor ?? 0))
    .slice(0, 5);
  return [
    `${paint.strong(explained.order_id)}  ${plan === undefined ? paint.warn(say.noNode) : paint.good(nodesOf(plan))}  ${paint.dim(say.versions(strategy, versions.network))}`,
    `  ${explained.text[language]}`,
    ...(explained.reassigned ? [`  ${explained.reassigned.text[language]}`] : []),
    ...(plan === undefined ? [] : ['', ...costRows(plan, { currency, paint, language })]),
    '',
    `  ${paint.strong(say.could(candidates.length, nodes))}`,
    ...eliminatedRows(eliminated, nodes),
    ...(ranked.length === 0 ? [] : ['', ...rankRows(ranked, currency, language)]),
    '',
  ];
}

interface Telling {
  readonly paint: Paint;
  readonly currency: string;
  readonly language: Language;
}

function costRows(plan: PlanJson, { currency, paint, language }: Telling): readonly string[] {
  const say = words[language];
  const items = Object.entries(plan.cost_items).filter(([, minor]) => minor !== 0);
  const most = Math.max(1, ...items.map(([, minor]) => Math.abs(minor)));
  const rows = items.map(([name, minor]) => [
    factorName(name, language),
    amount(minor, currency),
    ` ${bar(Math.abs(minor) / most, barColumns)}`,
  ]);
  const total = [say.total, amount(plan.total_minor, currency), ` ${currency}`];
  const lines = table([say.factor, say.cost, ''], [...rows, total]).map((line) => `  ${line}`);
  return [paint.dim(lines[0] ?? ''), ...lines.slice(1, -1), paint.strong(lines.at(-1) ?? '')];
}

function eliminatedRows(groups: ExplanationJson['eliminated'], nodes: number): readonly string[] {
  const rows = [...groups]
    .sort((a, b) => b.nodes.length - a.nodes.length)
    .map(({ reason, nodes: out }) => [
      `− ${reason}`,
      `${out.length}`,
      ` ${bar(out.length / Math.max(1, nodes), barColumns)}`,
    ]);
  return table(['', '', ''], rows)
    .slice(1)
    .map((line) => `  ${line}`);
}

function rankRows(
  ranked: ExplanationJson['candidates'],
  currency: string,
  language: Language,
): readonly string[] {
  const say = words[language];
  const rows = ranked.map((row, i) => [
    `${i + 1}`,
    row.node_id,
    amount(row.whole_order_minor ?? 0, currency),
    row.chosen ? ` ← ${say.chosen}` : '',
  ]);
  return table(['', say.whole, currency, ''], rows).map((line) => `  ${line}`);
}

/** What would have had to be different: first what flips the choice, then what does not. */
export const flipsText = (flips: readonly FlipJson[], language: Language): readonly string[] => [
  ...flips
    .filter((one) => one.flips_at_value !== undefined)
    .map(({ text }) => `  ⇄ ${text[language]}`),
  ...flips
    .filter((one) => one.flips_at_value === undefined)
    .map(({ text }) => `  · ${text[language]}`),
  '',
];

/** Why not that node: the difference item by item, ▲ in favour of the choice, ▼ against it. */
export function versusText(
  versus: VersusJson,
  { paint, currency, language }: Telling,
): readonly string[] {
  const say = words[language];
  const { chosen, other, items } = versus;
  const sentence = `  ${versus.text[language]}`;
  if (chosen === undefined || other === undefined || items === undefined) return [sentence, ''];
  const parts = Object.entries(items).filter(
    ([name, minor]) => minor !== 0 || (chosen.cost_items[name] ?? 0) !== 0,
  );
  const most = Math.max(1, ...parts.map(([, minor]) => Math.abs(minor)));
  const rows = parts.map(([name, minor]) => [
    factorName(name, language),
    amount(chosen.cost_items[name] ?? 0, currency),
    amount(other.cost_items[name] ?? 0, currency),
    ` ${differenceText(minor, currency)} ${bar(Math.abs(minor) / most, barColumns)}`,
  ]);
  const difference = versus.difference_minor ?? 0;
  const total = [
    say.totalVersus,
    amount(chosen.total_minor, currency),
    amount(other.total_minor, currency),
    ` ${differenceText(difference, currency)}`,
  ];
  const [head = '', ...lines] = table(
    [say.factor, nodesOf(chosen), nodesOf(other), ` ${say.difference}`],
    [...rows, total],
  );
  return [
    `  ${say.chosen} ${paint.good(nodesOf(chosen))}   ${say.not} ${paint.warn(nodesOf(other))}`,
    sentence,
    '',
    `  ${paint.dim(head)}`,
    ...lines
      .slice(0, -1)
      .map(
        (line) =>
          `  ${line.includes('▲') ? paint.good(line) : line.includes('▼') ? paint.warn(line) : line}`,
      ),
    `  ${paint.strong(lines.at(-1) ?? '')}`,
    '',
  ];
}

function differenceText(minor: number, currency: string): string {
  if (minor === 0) return `  ${amount(0, currency)}`;
  return minor > 0 ? `▲ +${amount(minor, currency)}` : `▼ −${amount(-minor, currency)}`;
}
