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
  readonly outcome: 'dearer' | 'equal' | 'not-possible';
  readonly node_ids: readonly string[];
  readonly chosen?: PlanJson;
  readonly other?: PlanJson;
  /** Other minus chosen. */
  readonly items?: Readonly<Record<string, number>>;
  readonly difference_minor?: number;
  readonly text: SentenceJson;
}

/** Language of the sentences. */
export type Language = 'en' | 'zh';

const barColumns = 20;
const factorNames: Readonly<Record<string, string>> = {
  freight_minor: 'freight',
  handling_minor: 'handling',
  time_minor: 'time',
  lateness_minor: 'lateness',
  split_minor: 'split',
  duty_minor: 'duty',
  carbon_minor: 'carbon',
  capacity_minor: 'slot load',
  stock_balance_minor: 'scarce stock',
  rules_minor: 'rules',
};

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
  const nodes = candidates.length + eliminated.reduce((sum, group) => sum + group.nodes.length, 0);
  const ranked = candidates
    .filter((row) => row.whole_order_minor !== undefined)
    .sort((a, b) => (a.whole_order_minor ?? 0) - (b.whole_order_minor ?? 0))
    .slice(0, 5);
  return [
    `${paint.strong(explained.order_id)}  ${plan === undefined ? paint.warn('no node can do it') : paint.good(nodesOf(plan))}  ${paint.dim(`strategy ${versions.strategy_id} v${versions.strategy} · network v${versions.network}`)}`,
    `  ${explained.text[language]}`,
    ...(plan === undefined ? [] : ['', ...costRows(plan, currency, paint)]),
    '',
    `  ${paint.strong(`${candidates.length} of ${nodes} nodes could do it`)}`,
    ...eliminatedRows(eliminated, nodes),
    ...(ranked.length === 0 ? [] : ['', ...rankRows(ranked, currency)]),
    '',
  ];
}

function costRows(plan: PlanJson, currency: string, paint: Paint): readonly string[] {
  const items = Object.entries(plan.cost_items).filter(([, minor]) => minor !== 0);
  const most = Math.max(1, ...items.map(([, minor]) => Math.abs(minor)));
  const rows = items.map(([name, minor]) => [
    factorNames[name] ?? name,
    amount(minor, currency),
    ` ${bar(Math.abs(minor) / most, barColumns)}`,
  ]);
  const total = ['total', amount(plan.total_minor, currency), ` ${currency}`];
  const lines = table(['factor', 'cost', ''], [...rows, total]).map((line) => `  ${line}`);
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

function rankRows(ranked: ExplanationJson['candidates'], currency: string): readonly string[] {
  const rows = ranked.map((row, i) => [
    `${i + 1}`,
    row.node_id,
    amount(row.whole_order_minor ?? 0, currency),
    row.chosen ? ' ← chosen' : '',
  ]);
  return table(['', 'whole order from', currency, ''], rows).map((line) => `  ${line}`);
}

/** Why not that node: the difference item by item, ▲ in favour of the choice, ▼ against it. */
export function versusText(
  versus: VersusJson,
  {
    paint,
    currency,
    language,
  }: { readonly paint: Paint; readonly currency: string; readonly language: Language },
): readonly string[] {
  const { chosen, other, items } = versus;
  const sentence = `  ${versus.text[language]}`;
  if (chosen === undefined || other === undefined || items === undefined) return [sentence, ''];
  const parts = Object.entries(items).filter(
    ([name, minor]) => minor !== 0 || (chosen.cost_items[name] ?? 0) !== 0,
  );
  const most = Math.max(1, ...parts.map(([, minor]) => Math.abs(minor)));
  const rows = parts.map(([name, minor]) => [
    factorNames[name] ?? name,
    amount(chosen.cost_items[name] ?? 0, currency),
    amount(other.cost_items[name] ?? 0, currency),
    ` ${differenceText(minor, currency)} ${bar(Math.abs(minor) / most, barColumns)}`,
  ]);
  const difference = versus.difference_minor ?? 0;
  const total = [
    'total (lower wins)',
    amount(chosen.total_minor, currency),
    amount(other.total_minor, currency),
    ` ${differenceText(difference, currency)}`,
  ];
  const [head = '', ...lines] = table(
    ['factor', nodesOf(chosen), nodesOf(other), ' difference'],
    [...rows, total],
  );
  return [
    `  chosen ${paint.good(nodesOf(chosen))}   not ${paint.warn(nodesOf(other))}`,
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
