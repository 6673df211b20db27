import type {
  CompiledRule,
  CompiledSoftRule,
  CompiledStrategy,
  OrderFacts,
  OrderStrategy,
} from './compiled.ts';
import { laneTest, orderTest } from './conditions.ts';
import type { Test } from './conditions.ts';
import type { CustomerTier } from '../../parties/decide/index.ts';
import { modelBits } from '../../promise/decide/index.ts';
import type { LaneAsk } from '../../promise/decide/index.ts';
import type { ModelPilot, RuleCondition, Scenario, StrategyDocument } from './document.ts';
import { fieldDefinition } from './fields.ts';

/** Variants of a strategy kept ready; orders differ in what they buy far more than in which rules they meet. */
const variantsMax = 1024;
/** Bits that a variant's key can hold exactly. */
const keyBitsMax = 44;

/**
 * Compiles a checked document to functions. Nothing is evaluated as code: each cell of the rule table picks a
 * ready-made comparison.
 *
 * `forOrder` decides all order conditions once. Orders that meet the same scenario and the same rules get the
 * same `OrderStrategy` object, so that callers may remember things by its identity.
 *
 * @param document as `checkStrategy` accepted it
 * @throws Error when a condition names a field or operator that the check would have refused
 */
export function compileStrategy(document: StrategyDocument): CompiledStrategy {
  const hard = document.hardRules.map((rule, ruleIx) => orderedRule(rule, ruleIx));
  const soft = document.softRules.map((rule, ruleIx): OrderedRule<CompiledSoftRule> => {
    const { inOrder, rule: compiled } = orderedRule(rule, ruleIx);
    return { inOrder, rule: { ...compiled, perParcelMinor: rule.perParcelMinor } };
  });
  const scenarios = document.scenarios.map(({ when }) => orderTest(when));
  const pilots = (document.modelPilots ?? []).map(({ model, when }) => ({
    model,
    holds: orderTest(when),
  }));
  const tests = [
    ...[...hard, ...soft].flatMap(({ inOrder }) => inOrder ?? []),
    ...pilots.map(({ holds }) => holds),
  ];
  const variants = new Map<number, OrderStrategy>();

  const build = (order: OrderFacts, scenarioIx: number): OrderStrategy => ({
    ...baseOf(document, document.scenarios[scenarioIx]),
    withheldModels: withheldFrom(pilots, order),
    hardRules: rulesThatHold(hard, order),
    softRules: rulesThatHold(soft, order),
  });

  const forOrder = (order: OrderFacts): OrderStrategy => {
    const scenarioIx = scenarios.findIndex((holds) => holds(order));
    if (tests.length > keyBitsMax) return build(order, scenarioIx);
    let key = scenarioIx + 1;
    for (const holds of tests) key = key * 2 + (holds(order) ? 1 : 0);
    const known = variants.get(key);
    if (known !== undefined) return known;
    if (variants.size >= variantsMax) variants.clear();
    const built = build(order, scenarioIx);
    variants.set(key, built);
    return built;
  };
  const competes =
    document.competition !== undefined ||
    document.scenarios.some(({ competition }) => competition !== undefined);
  return { document, competes, weighsPrices: weighsPrices(document), forOrder };
}

/**
 * How promises to customers of a tier are asked for: which models do not speak, and how sure it shall be, the date at which lead and the chance of being late cost least, or the
 * stated confidence where the strategy names no costs for them.
 */
export function promiseTermsFor(
  { promiseConfidencePercent, promiseCosts, withheldModels }: OrderStrategy,
  tier: CustomerTier,
): Pick<LaneAsk, 'confidencePercent' | 'brokenWorthHours' | 'withheldModels'> {
  const costs = promiseCosts?.[tier];
  return {
    confidencePercent: promiseConfidencePercent,
    brokenWorthHours: costs && costs.lateMinor / costs.perLeadHourMinor,
    withheldModels,
  };
}

/** Models of which some pilot is named and none holds. */
function withheldFrom(
  pilots: readonly { readonly model: ModelPilot['model']; readonly holds: Test<OrderFacts> }[],
  order: OrderFacts,
): number {
  const speaks = new Set(pilots.filter(({ holds }) => holds(order)).map(({ model }) => model));
  const named = new Set(pilots.map(({ model }) => model));
  return [...named].reduce((sum, model) => sum + (speaks.has(model) ? 0 : modelBits[model]), 0);
}

const weighsPrices = ({ weights, scenarios }: StrategyDocument): boolean =>
  [weights, ...scenarios.map((one) => one.weights)].some(
    (some) => (some?.opportunityPercent ?? 0) > 0 || (some?.slotPricePercent ?? 0) > 0,
  );

interface OrderedRule<Rule extends CompiledRule> {
  /** Whether the rule concerns the order at all; undefined = it concerns every order. */
  readonly inOrder: Test<OrderFacts> | undefined;
  readonly rule: Rule;
}

interface RuleRow {
  readonly ruleId: string;
  readonly when: readonly RuleCondition[];
}

function orderedRule({ ruleId, when }: RuleRow, ruleIx: number): OrderedRule<CompiledRule> {
  const scope = (condition: RuleCondition) => fieldDefinition(condition.field).scope;
  const ofOrder = when.filter((condition) => scope(condition) === 'order');
  const ofLane = when.filter((condition) => scope(condition) !== 'order');
  return {
    inOrder: ofOrder.length === 0 ? undefined : orderTest(ofOrder),
    rule: {
      ruleIx,
      ruleId,
      perLane: ofLane.some((condition) => scope(condition) === 'lane'),
      holds: laneTest(ofLane),
    },
  };
}

function rulesThatHold<Rule extends CompiledRule>(
  all: readonly OrderedRule<Rule>[],
  order: OrderFacts,
): readonly Rule[] {
  const holding: Rule[] = [];
  for (const { inOrder, rule } of all)
    if (inOrder === undefined || inOrder(order)) holding.push(rule);
  return holding;
}

function baseOf(
  document: StrategyDocument,
  scenario: Scenario | undefined,
): Omit<OrderStrategy, 'hardRules' | 'softRules' | 'withheldModels'> {
  const replaced: Partial<Scenario> = scenario ?? {};
  return {
    document,
    scenarioId: replaced.scenarioId,
    weights: { ...document.weights, ...replaced.weights },
    split: replaced.split ?? document.split,
    promiseConfidencePercent:
      replaced.promiseConfidencePercent ?? document.promiseConfidencePercent,
    promiseCosts: promiseCostsOf(document, replaced),
    promiseToleranceHours: replaced.promiseToleranceHours,
    priority: document.mode === 'lexicographic' ? document.priority : undefined,
    fallbacks: document.fallbacks,
    competition: replaced.competition ?? document.competition,
  };
}

/** A scenario that names a confidence and no costs means the confidence. */
const promiseCostsOf = (
  document: StrategyDocument,
  { promiseCosts, promiseConfidencePercent }: Partial<Scenario>,
): OrderStrategy['promiseCosts'] =>
  promiseCosts ?? (promiseConfidencePercent === undefined ? document.promiseCosts : undefined);
