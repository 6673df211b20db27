import { compileStrategy } from './compile.ts';
import type { LaneFacts, OrderFacts } from './compiled.ts';
import type { StrategyDocument } from './document.ts';

/** An order and the lanes that were possible for it, e.g. from recorded decisions. */
export interface SampleOrder {
  readonly order: OrderFacts;
  readonly lanes: readonly LaneFacts[];
}

/** How often one rule held in a sample. */
export interface RuleHits {
  readonly ruleId: string;
  /** Orders in which it held for at least one lane. */
  readonly orders: number;
  /** Pairs of order and lane for which it held. */
  readonly lanes: number;
}

/** How often each rule and scenario held in a sample. */
export interface StrategyHits {
  /** Orders in the sample. */
  readonly orders: number;
  readonly hardRules: readonly RuleHits[];
  readonly softRules: readonly RuleHits[];
  /** Orders that each scenario took. */
  readonly scenarios: readonly { readonly scenarioId: string; readonly orders: number }[];
}

interface Tally {
  orders: number;
  lanes: number;
}

/** Counts where each rule of a checked strategy holds. Cost: orders × lanes × rules × 10 ns. */
export function countHits(
  document: StrategyDocument,
  sample: readonly SampleOrder[],
): StrategyHits {
  const strategy = compileStrategy(document);
  const hard = document.hardRules.map((): Tally => ({ orders: 0, lanes: 0 }));
  const soft = document.softRules.map((): Tally => ({ orders: 0, lanes: 0 }));
  const scenarios = new Map<string, number>();
  for (const { order, lanes } of sample) {
    const { hardRules, softRules, scenarioId } = strategy.forOrder(order);
    if (scenarioId !== undefined) scenarios.set(scenarioId, (scenarios.get(scenarioId) ?? 0) + 1);
    for (const { ruleIx, holds } of hardRules) count(hard[ruleIx], lanes.filter(holds).length);
    for (const { ruleIx, holds } of softRules) count(soft[ruleIx], lanes.filter(holds).length);
  }
  const named = (tallies: readonly Tally[], rules: readonly { readonly ruleId: string }[]) =>
    rules.map(({ ruleId }, ix): RuleHits => ({ ruleId, orders: 0, lanes: 0, ...tallies[ix] }));
  return {
    orders: sample.length,
    hardRules: named(hard, document.hardRules),
    softRules: named(soft, document.softRules),
    scenarios: document.scenarios.map(({ scenarioId }) => ({
      scenarioId,
      orders: scenarios.get(scenarioId) ?? 0,
    })),
  };
}

function count(tally: Tally | undefined, lanes: number): void {
  if (tally === undefined || lanes === 0) return;
  tally.orders += 1;
  tally.lanes += lanes;
}
