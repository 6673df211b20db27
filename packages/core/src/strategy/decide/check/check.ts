import { accept, refuse } from '../../../words/index.ts';
import type { InputFault, Outcome } from '../../../words/index.ts';
import type { NetworkDocument } from '../../../network/decide/index.ts';
import type { StrategyDocument } from '../document.ts';
import { countHits } from '../hits.ts';
import type { SampleOrder, StrategyHits } from '../hits.ts';
import { findingsOf } from './findings.ts';
import type { StrategyWarning } from './findings.ts';
import { findInNetwork } from './network-findings.ts';
import { readStrategy } from './read-strategy.ts';

/** Values in all conditions of a strategy together; more would make the check slow. */
const valuesMax = 20_000;

/** More faults than this help nobody; the rest is not reported. */
const faultsMax = 100;

/** What a strategy may be checked against, beyond itself. */
export interface StrategyCheckContext {
  /** The version that a text without `version` gets; 1 when absent. */
  readonly version?: number;
  /** Nodes and services that rules may name. Without it, any name passes. */
  readonly network?: NetworkDocument;
  /** Orders to count the hits of each rule on. */
  readonly sample?: readonly SampleOrder[];
}

/** A strategy that may be published. */
export interface CheckedStrategy {
  readonly document: StrategyDocument;
  /** What may be meant so but probably is not. */
  readonly warnings: readonly StrategyWarning[];
  /** Only when a sample was given. */
  readonly hits: StrategyHits | undefined;
}

/** A strategy that may not be published, and all that is wrong with it. */
export interface StrategyRefusal {
  readonly reason: 'invalid-strategy';
  /** At least one; JSON pointers into what was sent. `reason` is a `StrategyFaultReason` or one of plain JSON. */
  readonly faults: readonly InputFault[];
}

/**
 * Checks a strategy before it is published. The input is untrusted JSON in the shape of `StrategyJson`; to check
 * a document, write it with `strategyJson` first.
 *
 * Faults (refused): unknown keys, fields, words, rules, nodes and services; wrong types and operators; values
 * outside their range; ids used twice; hard rules that leave no node for any order; a bonus and a penalty with
 * the same conditions. Warnings (accepted): rules that never hold, are shadowed, add up or change nothing.
 */
export function checkStrategy(
  json: unknown,
  context: StrategyCheckContext = {},
): Outcome<CheckedStrategy, StrategyRefusal> {
  const read = readStrategy(json, context.version ?? 1);
  if (!read.ok) return invalid(read.refusal);
  const document = read.value;
  const values = valueCount(document);
  if (values > valuesMax) {
    const remedy = `Conditions name ${values} values, at most ${valuesMax} are allowed: use tags instead.`;
    return invalid([{ field: '', reason: 'too-many', remedy }]);
  }
  const findings = findingsOf(document);
  if (context.network !== undefined) findInNetwork(findings, document, context.network);
  if (findings.faults.length > 0) return invalid(findings.faults);
  const hits = context.sample && countHits(document, context.sample);
  const warnings = hits ? [...findings.warnings, ...unhit(document, hits)] : findings.warnings;
  return accept({ document, warnings, hits });
}

const invalid = (faults: readonly InputFault[]) =>
  refuse<StrategyRefusal>({ reason: 'invalid-strategy', faults: faults.slice(0, faultsMax) });

function valueCount({ hardRules, softRules, scenarios }: StrategyDocument): number {
  let values = 0;
  for (const { when } of [...hardRules, ...softRules, ...scenarios])
    for (const { value } of when) values += typeof value === 'object' ? value.length : 1;
  return values;
}

function unhit(document: StrategyDocument, hits: StrategyHits): readonly StrategyWarning[] {
  if (hits.orders === 0) return [];
  const warning = (field: string, ruleId: string): StrategyWarning => ({
    field,
    reason: 'never-hit-in-sample',
    remedy: `It held in none of the ${hits.orders} orders of the sample: see whether it is still needed.`,
    ruleId,
    byRuleId: undefined,
  });
  const of = (
    table: string,
    rows: readonly { readonly orders: number }[],
    ids: readonly string[],
  ) =>
    rows.flatMap(({ orders }, ix) =>
      orders > 0 ? [] : [warning(`${table}/${ix}`, ids[ix] ?? '')],
    );
  return [
    ...of(
      '/hard_rules',
      hits.hardRules,
      document.hardRules.map(({ ruleId }) => ruleId),
    ),
    ...of(
      '/soft_rules',
      hits.softRules,
      document.softRules.map(({ ruleId }) => ruleId),
    ),
    ...of(
      '/scenarios',
      hits.scenarios,
      document.scenarios.map(({ scenarioId }) => scenarioId),
    ),
  ];
}
