import { minorUnitExponent, strategyId } from '../../words/index.ts';
import type { HardRule, ObjectiveWeights, Scenario, StrategyDocument } from './document.ts';
import type { Wording } from './fields.ts';

/** The ready-made strategies. */
export const strategyPresets = ['balanced', 'cheapest', 'fastest', 'greenest', 'priced'] as const;
/** @see strategyPresets */
export type StrategyPreset = (typeof strategyPresets)[number];

/**
 * What one yuan is worth in other currencies, to one or two figures: enough to give weights their size, not to
 * convert amounts.
 */
const unitsPerYuan: Readonly<Record<string, number>> = {
  AED: 0.5,
  AUD: 0.2,
  BRL: 0.75,
  CAD: 0.19,
  CHF: 0.12,
  CNY: 1,
  CZK: 3,
  DKK: 0.95,
  EUR: 0.13,
  GBP: 0.1,
  HKD: 1.1,
  HUF: 50,
  IDR: 2200,
  ILS: 0.5,
  INR: 12,
  JPY: 20,
  KRW: 190,
  MXN: 2.6,
  MYR: 0.6,
  NOK: 1.4,
  NZD: 0.23,
  PHP: 8,
  PLN: 0.55,
  RON: 0.6,
  SAR: 0.5,
  SEK: 1.4,
  SGD: 0.18,
  THB: 4.7,
  TRY: 5,
  TWD: 4.4,
  USD: 0.14,
  VND: 3500,
  ZAR: 2.5,
};

/** Currencies that have a standard strategy, by code. */
export const standardCurrencies: readonly string[] = Object.keys(unitsPerYuan).sort();

/** Amounts in fen; see `weightsOf`. */
interface PresetWeights {
  readonly hourFen: number;
  readonly lateHourFen: number;
  readonly extraParcelFen: number;
  readonly kgCarbonFen: number;
  readonly lastUnitFen: number;
  readonly fullSlotFen: number;
  /** Weight of the prices of stock and slots; absent = they do not count. */
  readonly pricesPercent?: number;
}

/**
 * `balanced`: a day sooner is worth ¥3.60, a day too late costs ¥24 (standard customers), and CO2 costs what it
 * does to the world; the others move one weight by a factor of about ten and leave the rest. `priced` is `cheapest` over
 * all orders to come: prices say what a unit is worth where it lies, in the place of a charge for the last ones.
 *
 * @see EPA 2023, Report on the Social Cost of Greenhouse Gases: US$190 a tonne CO2, that is ¥1.37 a kilogram
 */
const presets: Readonly<Record<StrategyPreset, PresetWeights>> = {
  balanced: {
    hourFen: 15,
    lateHourFen: 100,
    extraParcelFen: 200,
    kgCarbonFen: 137,
    lastUnitFen: 150,
    fullSlotFen: 300,
  },
  cheapest: {
    hourFen: 1,
    lateHourFen: 50,
    extraParcelFen: 100,
    kgCarbonFen: 0,
    lastUnitFen: 50,
    fullSlotFen: 100,
  },
  fastest: {
    hourFen: 150,
    lateHourFen: 500,
    extraParcelFen: 100,
    kgCarbonFen: 14,
    lastUnitFen: 50,
    fullSlotFen: 100,
  },
  greenest: {
    hourFen: 5,
    lateHourFen: 100,
    extraParcelFen: 400,
    kgCarbonFen: 1370,
    lastUnitFen: 100,
    fullSlotFen: 200,
  },
  priced: {
    hourFen: 1,
    lateHourFen: 50,
    extraParcelFen: 100,
    kgCarbonFen: 0,
    lastUnitFen: 0,
    fullSlotFen: 100,
    pricesPercent: 100,
  },
};

const names: Readonly<Record<StrategyPreset, Wording>> = {
  balanced: { en: 'Balanced', zh: '均衡' },
  cheapest: { en: 'Cheapest', zh: '成本优先' },
  fastest: { en: 'Fastest', zh: '时效优先' },
  greenest: { en: 'Greenest', zh: '低碳优先' },
  priced: { en: 'Priced', zh: '机会价优先' },
};

/** The name of a preset for people. */
export const presetName = (preset: StrategyPreset): Wording => names[preset];

/**
 * A strategy to begin with: version 1 of `standard`, in the network's currency. All presets share the rules,
 * limits and fallbacks and differ in what the objectives are worth.
 *
 * @returns undefined when the size of the currency is not known here: then the weights are the user's to choose
 */
export function standardStrategy(
  preset: StrategyPreset,
  currency: string,
): StrategyDocument | undefined {
  const units = Object.hasOwn(unitsPerYuan, currency) ? unitsPerYuan[currency] : undefined;
  if (units === undefined) return undefined;
  const minorPerFen = (units * 10 ** minorUnitExponent(currency)) / 100;
  const minor = (fen: number): number =>
    fen === 0 ? 0 : Math.max(1, Math.round(fen * minorPerFen));
  return {
    strategyId: strategyId('standard'),
    version: 1,
    name: names[preset].en,
    mode: 'weighted',
    weights: weightsOf(presets[preset], minor),
    hardRules,
    softRules: [],
    split: { parcelsMax: 3, partValueMinMinor: 0, lineSplit: 'when_short' },
    fallbacks: [
      {
        name: 'more parcels',
        ignoreRuleIds: [],
        split: { parcelsMax: 6, partValueMinMinor: 0, lineSplit: 'when_short' },
      },
      {
        name: 'anything that arrives',
        ignoreRuleIds: hardRules.map(({ ruleId }) => ruleId),
        split: { parcelsMax: 16, partValueMinMinor: 0, lineSplit: 'when_short' },
      },
    ],
    scenarios: scenariosOf(minor),
    promiseConfidencePercent: 90,
  };
}

/** A vendor packs when it suits him and a far node cannot be there today; both only when nothing else is left. */
const hardRules: readonly HardRule[] = [
  {
    ruleId: 'no-vendor-in-a-hurry',
    name: 'Vendors do not serve orders for today',
    when: [
      { field: 'order.serviceLevel', operator: 'in', value: ['same_day', 'within_hour'] },
      { field: 'node.kind', operator: 'eq', value: 'vendor' },
    ],
    effect: 'exclude',
  },
  {
    ruleId: 'no-nearly-full-store',
    name: 'A store that is nearly full is left to its walk-in customers',
    when: [
      { field: 'node.kind', operator: 'eq', value: 'store' },
      { field: 'node.loadPercent', operator: 'gte', value: 95 },
      { field: 'order.serviceLevel', operator: 'ne', value: 'pickup' },
    ],
    effect: 'exclude',
  },
];

/** Lateness costs more the more the customer matters; the ratios are a choice to begin with. */
const weightsOf = (weights: PresetWeights, minor: (fen: number) => number): ObjectiveWeights => ({
  costPercent: 100,
  dutyPercent: 100,
  perHourMinor: minor(weights.hourFen),
  perLateHourMinor: {
    standard: minor(weights.lateHourFen),
    plus: minor(weights.lateHourFen * 1.5),
    vip: minor(weights.lateHourFen * 3),
    enterprise: minor(weights.lateHourFen * 5),
  },
  perExtraParcelMinor: minor(weights.extraParcelFen),
  perKgCarbonMinor: minor(weights.kgCarbonFen),
  stockBalanceMinor: minor(weights.lastUnitFen),
  fullSlotMinor: minor(weights.fullSlotFen),
  ...(weights.pricesPercent !== undefined && {
    opportunityPercent: weights.pricesPercent,
    slotPricePercent: weights.pricesPercent,
  }),
});

const scenariosOf = (minor: (fen: number) => number): readonly Scenario[] => [
  {
    scenarioId: 'today',
    name: 'Orders for today',
    when: [{ field: 'order.serviceLevel', operator: 'in', value: ['same_day', 'within_hour'] }],
    weights: { perHourMinor: minor(300) },
    split: { parcelsMax: 1, partValueMinMinor: 0, lineSplit: 'never' },
  },
  {
    scenarioId: 'cold-chain',
    name: 'Chilled and frozen goods',
    when: [{ field: 'order.temperatureClass', operator: 'in', value: ['chilled', 'frozen'] }],
    weights: { perHourMinor: minor(60) },
    promiseConfidencePercent: 95,
  },
  {
    scenarioId: 'key-accounts',
    name: 'Key accounts',
    when: [{ field: 'order.tier', operator: 'in', value: ['vip', 'enterprise'] }],
    promiseConfidencePercent: 95,
  },
];
