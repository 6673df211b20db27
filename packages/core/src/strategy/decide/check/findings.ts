import type { InputFault } from '../../../words/index.ts';
import type { HardRule, Scenario, SoftRule, StrategyDocument } from '../document.ts';
import { fieldDefinition } from '../fields.ts';
import { coversOf } from './coverage.ts';
import type { Reach } from './reach.ts';
import { deadField, impliedBy, reachOf, reachText } from './reach.ts';
import type { StrategyFault } from './faults.ts';

/** Why a strategy that may be published should be looked at again. */
export type StrategyWarningReason =
  /** Its conditions contradict each other. */
  | 'never-hit'
  /** Another rule already does all that it could do. */
  | 'shadowed'
  /** Another soft rule has the same conditions; both amounts are added. */
  | 'adds-up'
  /** It would change nothing where it holds. */
  | 'changes-nothing'
  /** Nothing is left for the orders that it names. */
  | 'excludes-every-node'
  /** No node or service of the network meets its conditions. */
  | 'never-hit-in-network'
  /** No order of the sample met it. */
  | 'never-hit-in-sample';

/** Something that may be meant so, but probably is not. */
export interface StrategyWarning extends InputFault {
  readonly reason: StrategyWarningReason;
  /** The rule, scenario or (for a fallback) name that is meant. */
  readonly ruleId: string;
  /** The rule or scenario that causes it, if any. */
  readonly byRuleId: string | undefined;
}

/** What reasoning about a document brings to light. */
export interface Findings {
  readonly faults: StrategyFault[];
  readonly warnings: StrategyWarning[];
}

interface Row {
  readonly id: string;
  readonly field: string;
  readonly reach: Reach;
  readonly dead: boolean;
}

/**
 * Looks for rules that cannot do anything, rules that undo each other, and rules that leave nothing over.
 * Pure set reasoning over the conditions; no order is needed.
 */
export function findingsOf(document: StrategyDocument): Findings {
  const findings: Findings = { faults: [], warnings: [] };
  const hard = rowsOf(document.hardRules, '/hard_rules', ({ ruleId }) => ruleId);
  const soft = rowsOf(document.softRules, '/soft_rules', ({ ruleId }) => ruleId);
  const scenarios = rowsOf(document.scenarios, '/scenarios', ({ scenarioId }) => scenarioId);
  for (const row of [...hard, ...soft, ...scenarios]) warnWhenDead(findings, row);
  warnOfShadowedHardRules(findings, hard, document);
  warnOfShadowedSoftRules(findings, { soft, hard }, document);
  warnOfShadowedScenarios(findings, scenarios);
  findCovers(findings, hard);
  findPairs(findings, soft, document.softRules);
  findIdle(findings, document);
  return findings;
}

function rowsOf<R extends HardRule | SoftRule | Scenario>(
  rules: readonly R[],
  table: string,
  idOf: (rule: R) => string,
): readonly Row[] {
  return rules.map((rule, index) => {
    const reach = reachOf(rule.when);
    const dead = deadField(reach) !== undefined;
    return { id: idOf(rule), field: `${table}/${index}`, reach, dead };
  });
}

type Warning = Pick<StrategyWarning, 'reason' | 'remedy' | 'byRuleId'>;

const warn = ({ warnings }: Findings, row: Pick<Row, 'id' | 'field'>, warning: Warning): number =>
  warnings.push({ field: row.field, ruleId: row.id, ...warning });

function warnWhenDead(findings: Findings, row: Row): void {
  const field = deadField(row.reach);
  if (field === undefined) return;
  const { jsonName } = fieldDefinition(field);
  const remedy = `No value of ${jsonName} meets all its conditions, so it never holds: mend or remove it.`;
  warn(findings, row, { reason: 'never-hit', remedy, byRuleId: undefined });
}

/** The fallback steps at which a hard rule is ignored. */
const ignoredAt = (document: StrategyDocument, ruleId: string): readonly number[] =>
  document.fallbacks.flatMap(({ ignoreRuleIds }, step) =>
    ignoreRuleIds.includes(ruleId) ? [step] : [],
  );

/** A hard rule is idle when a wider one is in force at every step at which it is in force itself. */
function warnOfShadowedHardRules(
  findings: Findings,
  hard: readonly Row[],
  document: StrategyDocument,
): void {
  const steps = new Map(hard.map(({ id }) => [id, ignoredAt(document, id)]));
  const alwaysBeside = (wide: Row, row: Row) =>
    (steps.get(wide.id) ?? []).every((step) => steps.get(row.id)?.includes(step));
  const covers = (wide: Row, row: Row) =>
    impliedBy(row.reach, wide.reach) && alwaysBeside(wide, row);
  for (const [index, row] of hard.entries()) {
    if (row.dead) continue;
    const by = hard.find(
      (wide, other) =>
        other !== index && !wide.dead && covers(wide, row) && (other < index || !covers(row, wide)),
    );
    if (by === undefined) continue;
    const remedy = `${by.id} already excludes all that this rule excludes: remove it, or make ${by.id} narrower.`;
    warn(findings, row, { reason: 'shadowed', remedy, byRuleId: by.id });
  }
}

/** A soft rule is idle when each node that it would price is excluded anyway, at every step. */
function warnOfShadowedSoftRules(
  findings: Findings,
  { soft, hard }: { readonly soft: readonly Row[]; readonly hard: readonly Row[] },
  document: StrategyDocument,
): void {
  const standing = hard.filter(({ id, dead }) => !dead && ignoredAt(document, id).length === 0);
  for (const row of soft) {
    const by = row.dead ? undefined : standing.find(({ reach }) => impliedBy(row.reach, reach));
    if (by === undefined) continue;
    const remedy = `${by.id} excludes every node that this rule would price: remove one of the two.`;
    warn(findings, row, { reason: 'shadowed', remedy, byRuleId: by.id });
  }
}

/** The first scenario that holds counts, so a wider one before takes all orders of a narrower one. */
function warnOfShadowedScenarios(findings: Findings, scenarios: readonly Row[]): void {
  for (const [index, row] of scenarios.entries()) {
    const by = scenarios.slice(0, index).find(({ reach }) => impliedBy(row.reach, reach));
    if (by === undefined || row.dead) continue;
    const remedy = `${by.id} comes first and takes all its orders: move this scenario above it.`;
    warn(findings, row, { reason: 'shadowed', remedy, byRuleId: by.id });
  }
}

function findCovers(findings: Findings, hard: readonly Row[]): void {
  const alive = hard.filter(({ dead }) => !dead);
  for (const { rules, rest } of coversOf(alive.map(({ reach }) => reach))) {
    const rows = rules.flatMap((index) => alive[index] ?? []);
    const [row] = rows;
    if (row === undefined) continue;
    const names = rows.map(({ id }) => id).join(', ');
    if (rest.size === 0)
      findings.faults.push({
        field: row.field,
        reason: 'excludes-every-node',
        remedy: `Together these rules exclude every node for every order: ${names}. Narrow one of them.`,
      });
    else {
      const remedy = `For the orders they name, no node is left (${names}): these all become exceptions.`;
      warn(findings, row, { reason: 'excludes-every-node', remedy, byRuleId: rows[1]?.id });
    }
  }
}

/** Two soft rules with the same conditions: a bonus and a penalty are a mistake, two of a kind may be one. */
function findPairs(findings: Findings, rows: readonly Row[], rules: readonly SoftRule[]): void {
  const first = new Map<string, { readonly id: string; readonly perParcelMinor: number }>();
  for (const [index, row] of rows.entries()) {
    const { perParcelMinor = 0 } = rules[index] ?? {};
    const key = reachText(row.reach);
    const other = first.get(key);
    if (row.dead) continue;
    if (other === undefined) first.set(key, { id: row.id, perParcelMinor });
    else if (other.perParcelMinor * perParcelMinor < 0) {
      const remedy = `${other.id} and ${row.id} have the same conditions; one is a bonus, one a penalty. Keep one.`;
      findings.faults.push({ field: row.field, reason: 'contradiction', remedy });
    } else {
      const remedy = `${other.id} has the same conditions and both amounts are added: make them one rule.`;
      warn(findings, row, { reason: 'adds-up', remedy, byRuleId: other.id });
    }
  }
}

function findIdle(findings: Findings, document: StrategyDocument): void {
  const idle = (field: string, id: string, remedy: string) =>
    warn(findings, { id, field }, { reason: 'changes-nothing', remedy, byRuleId: undefined });
  for (const [index, { ruleId, perParcelMinor }] of document.softRules.entries())
    if (perParcelMinor === 0)
      idle(`/soft_rules/${index}`, ruleId, 'Its amount is 0: give it one, or remove it.');
  for (const [index, scenario] of document.scenarios.entries())
    if (!replacesAnything(scenario))
      idle(
        `/scenarios/${index}`,
        scenario.scenarioId,
        'It replaces nothing: fill it, or remove it.',
      );
  const bounded = document.scenarios.some((s) => s.promiseToleranceHours !== undefined || s.split);
  for (const [index, { name, ignoreRuleIds, split }] of document.fallbacks.entries())
    if (!bounded && ignoreRuleIds.length === 0 && split === undefined)
      idle(`/fallbacks/${index}`, name, 'It allows nothing that the strategy forbids: remove it.');
}

const replacesAnything = (scenario: Scenario): boolean =>
  Object.keys(scenario.weights ?? {}).length > 0 ||
  scenario.split !== undefined ||
  scenario.promiseConfidencePercent !== undefined ||
  scenario.promiseCosts !== undefined ||
  scenario.competition !== undefined ||
  scenario.promiseToleranceHours !== undefined;
