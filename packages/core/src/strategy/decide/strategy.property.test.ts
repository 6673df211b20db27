import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CarrierService, NodeProfile } from '../../network/decide/index.ts';
import { nodeId, serviceId } from '../../words/index.ts';
import {
  checkStrategy,
  compileStrategy,
  ruleFields,
  standardStrategy,
  strategyJson,
} from './index.ts';
import type {
  FieldDefinition,
  HardRule,
  LaneFacts,
  OrderFacts,
  OrderStrategy,
  RuleCondition,
  Scenario,
  SoftRule,
  StrategyDocument,
} from './index.ts';
import { allRead } from './golden/literal-rules.ts';

const base = standardStrategy('balanced', 'CNY') as StrategyDocument;

/** Few words per field, so that random rules meet random facts often. */
const words: Readonly<Record<string, readonly string[]>> = {
  'order.channel': ['web', 'webshop', 'pos'],
  'order.country': ['CN', 'DE'],
  'order.subdivision': ['CN-SH', 'CN-BJ', 'DE-BE'],
  'order.postcode': ['200000', '200120', '100000'],
  'order.currency': ['CNY', 'EUR'],
  'order.entity': ['cn', 'de'],
  'node.entity': ['cn', 'de'],
  'node.id': ['st_1', 'st_2', 'dc_1'],
  'node.tag': ['north', 'north-east', 'south'],
  'node.country': ['CN', 'DE'],
  'node.subdivision': ['CN-SH', 'DE-BE'],
  'lane.serviceId': ['sf_day', 'sf_land', 'jd'],
};
const numbers: Readonly<Record<string, readonly number[]>> = {
  'order.valueMinor': [0, 1, 500, 501, 100_000],
  'order.weightGrams': [0, 1000, 1001, 30_000],
  'order.lineCount': [1, 2, 3, 2000],
  'order.hourOfDay': [0, 1, 9, 10, 22, 23],
  'node.distanceKm': [0, 0.5, 12.25, 100, 3000],
  'node.loadPercent': [0, 50, 95, 100],
  'lane.leadHours': [0, 0.5, 24, 72.5],
};
const wordsOf = (field: FieldDefinition): readonly string[] =>
  field.values ?? words[field.field] ?? [];
const definition = (name: string): FieldDefinition =>
  ruleFields.find(({ field }) => field === name) as FieldDefinition;
const word = (name: string) => fc.constantFrom(...wordsOf(definition(name)));
const number = (name: string) => fc.constantFrom(...(numbers[name] ?? []));

const anyCondition = (fields: readonly FieldDefinition[]): fc.Arbitrary<RuleCondition> =>
  fc
    .constantFrom(...fields)
    .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...field.operators)))
    .chain(([field, operator]) => {
      return valueFor(operator, anyValue(field)).map((value) => ({
        field: field.field,
        operator,
        value,
      }));
    });

function valueFor(
  operator: RuleCondition['operator'],
  one: fc.Arbitrary<string | number>,
): fc.Arbitrary<RuleCondition['value']> {
  if (operator === 'in' || operator === 'not_in')
    return fc.uniqueArray(one, { minLength: 1, maxLength: 4 });
  if (operator !== 'starts_with') return one;
  return fc.tuple(one, fc.nat(9)).map(([text, length]) => String(text).slice(0, length + 1));
}

const allFields = ruleFields;
const orderFields = ruleFields.filter(({ scope }) => scope === 'order');
/** Half of the rules look at two fields only, so that one often implies another. */
const closeFields = ruleFields.filter(({ field }) =>
  ['node.kind', 'node.distanceKm', 'node.tag', 'node.id', 'order.hourOfDay'].includes(field),
);
const anyWhen = (fields: readonly FieldDefinition[], minLength = 0) =>
  fc.array(anyCondition(fields), { minLength, maxLength: 4 });

const anyHardRules: fc.Arbitrary<readonly HardRule[]> = fc
  .array(fc.oneof(anyWhen(allFields, 1), anyWhen(closeFields, 1)), { maxLength: 8 })
  .map((rules) =>
    rules.map((when, ix) => ({ ruleId: `h${ix}`, name: 'hard', when, effect: 'exclude' })),
  );
const anySoftRules: fc.Arbitrary<readonly SoftRule[]> = fc
  .array(
    fc.tuple(fc.oneof(anyWhen(allFields), anyWhen(closeFields)), fc.integer({ min: -9, max: 9 })),
    {
      maxLength: 6,
    },
  )
  .map((rules) =>
    rules.map(([when, perParcelMinor], ix) => ({
      ruleId: `s${ix}`,
      name: 'soft',
      when,
      perParcelMinor,
    })),
  );
const anyScenarios: fc.Arbitrary<readonly Scenario[]> = fc
  .array(fc.tuple(anyWhen(orderFields), fc.integer({ min: 50, max: 99 })), { maxLength: 4 })
  .map((all) =>
    all.map(([when, promiseConfidencePercent], ix) => ({
      scenarioId: `c${ix}`,
      name: 'scene',
      when,
      promiseConfidencePercent,
    })),
  );
const anyDocument: fc.Arbitrary<StrategyDocument> = fc
  .tuple(
    anyHardRules,
    anySoftRules,
    anyScenarios,
    fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { maxLength: 2 }),
  )
  .map(([hardRules, softRules, scenarios, ignored]) => ({
    ...base,
    hardRules,
    softRules,
    scenarios,
    fallbacks: ignored.map((all, step) => ({
      name: `step ${step}`,
      ignoreRuleIds: all.filter((ix) => ix < hardRules.length).map((ix) => `h${ix}`),
    })),
  }));

/** Any value of a field. */
const anyValue = (field: FieldDefinition): fc.Arbitrary<string | number> =>
  field.type === 'number' ? number(field.field) : word(field.field);
const anyOrder = fc.record(
  Object.fromEntries(
    orderFields.map((field) => [field.field.slice('order.'.length), anyValue(field)]),
  ),
) as unknown as fc.Arbitrary<OrderFacts>;
const anyLane: fc.Arbitrary<LaneFacts> = fc
  .record({
    id: word('node.id'),
    kind: word('node.kind'),
    tags: fc.uniqueArray(word('node.tag'), { maxLength: 3 }),
    country: word('node.country'),
    subdivision: word('node.subdivision'),
    entity: word('node.entity'),
    service: fc.option(word('lane.serviceId'), { nil: undefined }),
    mode: word('lane.mode'),
    distanceKm: number('node.distanceKm'),
    loadPercent: number('node.loadPercent'),
    leadHours: number('lane.leadHours'),
  })
  .map(({ id, kind, tags, country, subdivision, entity, service, mode, ...numbersOfLane }) => ({
    node: {
      nodeId: nodeId(id),
      kind,
      tags,
      entity,
      place: { country, subdivision },
    } as unknown as NodeProfile,
    service:
      service === undefined
        ? undefined
        : ({ serviceId: serviceId(service), mode } as unknown as CarrierService),
    ...numbersOfLane,
  }));

const heldIds = (strategy: OrderStrategy, lane: LaneFacts): readonly string[] =>
  [...strategy.hardRules, ...strategy.softRules].filter((r) => r.holds(lane)).map((r) => r.ruleId);

/** What a lane meets at the strategy itself (step 0) and at each fallback: out, or dearer by so much. */
function outcomes(document: StrategyDocument, order: OrderFacts, lane: LaneFacts): unknown {
  const strategy = compileStrategy(document).forOrder(order);
  const steps = [[], ...document.fallbacks.map(({ ignoreRuleIds }) => ignoreRuleIds)];
  const price = strategy.softRules
    .filter(({ holds }) => holds(lane))
    .reduce((sum, { perParcelMinor }) => sum + perParcelMinor, 0);
  return {
    confidence: strategy.promiseConfidencePercent,
    steps: steps.map((ignored) =>
      strategy.hardRules.some(({ ruleId, holds }) => !ignored.includes(ruleId) && holds(lane))
        ? 'excluded'
        : price,
    ),
  };
}

const without = (document: StrategyDocument, ids: ReadonlySet<string>): StrategyDocument => ({
  ...document,
  hardRules: document.hardRules.filter(({ ruleId }) => !ids.has(ruleId)),
  softRules: document.softRules.filter(({ ruleId }) => !ids.has(ruleId)),
  scenarios: document.scenarios.filter(({ scenarioId }) => !ids.has(scenarioId)),
});

describe('strategies at random', () => {
  it('a compiled rule holds exactly where the rule table, read literally, holds', () => {
    let held = 0;
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(fc.tuple(anyOrder, anyLane), { minLength: 4, maxLength: 8 }),
        (document, facts) => {
          const compiled = compileStrategy(document);
          for (const [order, lane] of facts) {
            const expected = [...document.hardRules, ...document.softRules]
              .filter(({ when }) => allRead(when, order, lane))
              .map(({ ruleId }) => ruleId);
            held += expected.length;
            const strategy = compiled.forOrder(order);
            expect(heldIds(strategy, lane)).toEqual(expected);
            const scene = document.scenarios.find(({ when }) => allRead(when, order, lane));
            expect(strategy.scenarioId).toBe(scene?.scenarioId);
            // The second time comes from the memo.
            expect(heldIds(compiled.forOrder({ ...order }), lane)).toEqual(expected);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(held).toBeGreaterThan(2000);
  });

  it('a rule that is never hit, shadowed or idle can be removed and no order notices', () => {
    let removed = 0;
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(fc.tuple(anyOrder, anyLane), { minLength: 8, maxLength: 8 }),
        (document, facts) => {
          const checked = checkStrategy(strategyJson(document));
          if (!checked.ok) return;
          const idle = checked.value.warnings.filter(
            ({ reason, field }) =>
              ['never-hit', 'shadowed'].includes(reason) ||
              (reason === 'changes-nothing' && field.startsWith('/soft_rules')),
          );
          const ids = new Set(idle.map(({ ruleId }) => ruleId));
          removed += ids.size;
          const lean = without(document, ids);
          for (const [order, lane] of facts)
            expect(outcomes(lean, order, lane)).toEqual(outcomes(document, order, lane));
        },
      ),
      { numRuns: 1500 },
    );
    expect(removed).toBeGreaterThan(300);
  });

  it('a strategy that is said to exclude every node does so', () => {
    const anyFew = fc.array(anyWhen(closeFields, 1), { minLength: 2, maxLength: 8 });
    let refused = 0;
    fc.assert(
      fc.property(anyFew, anyOrder, anyLane, (all, order, lane) => {
        const hardRules = all.map((when, ix): HardRule => ({
          ruleId: `h${ix}`,
          name: 'hard',
          when,
          effect: 'exclude',
        }));
        const document = { ...base, hardRules, softRules: [], scenarios: [], fallbacks: [] };
        const checked = checkStrategy(strategyJson(document));
        if (checked.ok) return;
        refused += 1;
        expect(checked.refusal.faults.map(({ reason }) => reason)).toContain('excludes-every-node');
        expect(outcomes(document, order, lane)).toMatchObject({ steps: ['excluded'] });
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(10);
  });

  it('comes back unchanged from JSON', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.option(fc.integer({ min: 1, max: 4e12 }), { nil: undefined }),
        (document, at) => {
          const dated: StrategyDocument = {
            ...document,
            ...(at !== undefined && { validFromAt: at, validUntilAt: at + 1 }),
          };
          const text = JSON.stringify(strategyJson(dated));
          const checked = checkStrategy(JSON.parse(text));
          if (checked.ok) expect(checked.value.document).toEqual(dated);
          else
            for (const { reason } of checked.refusal.faults)
              expect(['contradiction', 'excludes-every-node']).toContain(reason);
        },
      ),
      { numRuns: 500 },
    );
  });
});
