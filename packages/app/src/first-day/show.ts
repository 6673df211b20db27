import { minorUnitExponent } from '@ordermesh/core/words';
import type { Wording } from '@ordermesh/core/strategy';
import type { Answers, CarrierAnswer, NodeAnswer } from './answers.ts';
import { clockText, minorOf, priceText } from './forms.ts';
import type { Plan, PlanRow, RowOutcome } from './plan/plan-types.ts';
import type { Language } from './questions.ts';
import { strategyFor, wishWordings } from './strategy.ts';

const parts: Readonly<Record<PlanRow['part'], Wording>> = {
  node: { en: 'node', zh: '节点' },
  carrier: { en: 'carrier', zh: '配送' },
  item: { en: 'item', zh: '商品' },
  stock: { en: 'stock', zh: '库存' },
  strategy: { en: 'strategy', zh: '策略' },
};

const counterWords: Wording = { en: 'customers fetch their order', zh: '顾客到店自取' };

const outcomes: Readonly<Record<RowOutcome, Wording>> = {
  new: { en: 'new', zh: '新增' },
  same: { en: 'there already', zh: '已存在' },
  kept: { en: 'there, differs, stays', zh: '已存在且不同，保留' },
  replaced: { en: 'replaced', zh: '替换' },
};

const days: Readonly<Record<Language, readonly string[]>> = {
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
};

/** What becomes of a thing, in words. */
export const outcomeText = (outcome: RowOutcome, language: Language): string =>
  outcomes[outcome][language];

/** The heading and the rows of what will be written: part, id, what becomes of it, details. */
export function planTable(
  { rows }: Pick<Plan, 'rows'>,
  answers: Answers,
  language: Language,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  return {
    head: { en: ['what', 'id', '', 'details'], zh: ['内容', '编号', '', '明细'] }[language],
    rows: rows.map((row) => [
      parts[row.part][language],
      row.id,
      outcomeText(row.outcome, language),
      detailsOf(row, answers, language),
    ]),
  };
}

function detailsOf({ part, id }: PlanRow, answers: Answers, language: Language): string {
  if (part === 'strategy') return strategyText(answers, language);
  if (part === 'node') {
    const node = answers.nodes.find((one) => one.id === id);
    return node ? nodeText(node, answers, language) : '';
  }
  if (part === 'carrier') {
    const carrier = answers.carriers.find((one) => one.id === id);
    return carrier ? carrierText(carrier, answers) : counterWords[language];
  }
  const item = answers.items.find((one) => id === one.id || id.startsWith(`${one.id} @ `));
  if (!item) return '';
  return part === 'item' ? `${item.name}, ${item.weight_grams} g` : String(item.units);
}

function nodeText(node: NodeAnswer, answers: Answers, language: Language): string {
  const until = { en: 'cut-off', zh: '截单' }[language];
  const holidays = answers.holidays === 'none' ? '' : ` (−${answers.holidays})`;
  return [
    `${node.kind} ${node.name}`,
    `${node.at.latitude},${node.at.longitude}`,
    `${hoursText(node.hours, language)}${holidays}`,
    `${until} ${clockText(node.cut_off)}`,
  ].join(' · ');
}

/** Days with the same hours together, e.g. `Mon–Sat 09:00–20:00`. */
function hoursText(weekly: NodeAnswer['hours'], language: Language): string {
  const runs: { first: number; last: number; hours: string }[] = [];
  weekly.forEach((spans, day) => {
    const hours = spans.map(([from, to]) => `${clockText(from)}–${clockText(to)}`).join(' ');
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = day;
    else runs.push({ first: day, last: day, hours });
  });
  const name = (day: number): string => days[language][day] ?? '';
  return runs
    .filter(({ hours }) => hours !== '')
    .map(({ first, last, hours }) =>
      first === last ? `${name(first)} ${hours}` : `${name(first)}–${name(last)} ${hours}`,
    )
    .join(', ');
}

function carrierText(carrier: CarrierAnswer, { currency }: Answers): string {
  const exponent = minorUnitExponent(currency);
  const lanes = carrier.lanes.map(
    ({ kmMax, hours, price }) =>
      `≤${kmMax} km ${hours} h ${priceText(minorOf(price, exponent) ?? 0, exponent)}`,
  );
  return `${carrier.name} · ${lanes.join(', ')} ${currency} · ${clockText(carrier.collects_at)}`;
}

/** The wish in words, and what a day is worth under it: weights are money. */
function strategyText({ strategy = 'balanced', currency }: Answers, language: Language): string {
  const weights = strategyFor(strategy, currency)?.['weights'] as { per_hour_minor?: number };
  const day = priceText((weights.per_hour_minor ?? 0) * 24, minorUnitExponent(currency));
  const worth = { en: `a day sooner = ${day} ${currency}`, zh: `早一天 = ${day} ${currency}` };
  return `${wishWordings[strategy][language]} · ${worth[language]}`;
}
