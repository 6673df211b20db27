import { incoterms } from '../../intake/decide/index.ts';
import { nodeKinds, serviceLevels, transportModes } from '../../network/decide/index.ts';
import { customerTiers, temperatureClasses } from '../../parties/decide/index.ts';
import type { RuleField, RuleOperator } from './document.ts';

/** A sentence or label for people, in the two languages of the house. */
export interface Wording {
  readonly en: string;
  readonly zh: string;
}

/** What a number counts; `none` for texts. */
export type FieldUnit =
  'none' | 'minor_units' | 'grams' | 'lines' | 'hour' | 'km' | 'percent' | 'hours';

/** A column of the rule table: what it is, what may be asked of it, what values make sense. */
export interface FieldDefinition {
  readonly field: RuleField;
  /** The same field in JSON files and the API (snake_case), e.g. `order.service_level`. */
  readonly jsonName: string;
  /** What it describes: known per order, per candidate node, or per lane (node and carrier service). */
  readonly scope: 'order' | 'node' | 'lane';
  /** `list`: the field holds several texts at once; `eq` then means "has it", `ne` "has it not". */
  readonly type: 'text' | 'number' | 'list';
  readonly unit: FieldUnit;
  readonly operators: readonly RuleOperator[];
  /** The only values there are, for a closed set. */
  readonly values?: readonly string[];
  /** How an open text must look; tested against every value, except prefixes. */
  readonly pattern?: RegExp;
  /** Only for numbers: the smallest and largest value there can be, both possible. */
  readonly range?: { readonly min: number; readonly max: number; readonly integer: boolean };
  readonly label: Wording;
  /** A sentence that tells what the field is. */
  readonly says: Wording;
}

const closedOperators: readonly RuleOperator[] = ['eq', 'ne', 'in', 'not_in'];
const textOperators: readonly RuleOperator[] = [...closedOperators, 'starts_with'];
const numberOperators: readonly RuleOperator[] = [...closedOperators, 'gte', 'lte'];

const country = /^[A-Z]{2}$/;
const subdivision = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;
const currency = /^[A-Z]{3}$/;
const wholeNumber = { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true };

type Kind = Pick<FieldDefinition, 'type' | 'unit' | 'operators' | 'values' | 'pattern' | 'range'>;

const openText = (pattern?: RegExp): Kind => ({
  type: 'text',
  unit: 'none',
  operators: textOperators,
  ...(pattern && { pattern }),
});
const closedText = (values: readonly string[]): Kind => ({
  type: 'text',
  unit: 'none',
  operators: closedOperators,
  values,
});
const counted = (unit: FieldUnit, range: NonNullable<FieldDefinition['range']>): Kind => ({
  type: 'number',
  unit,
  operators: numberOperators,
  range,
});

/** A name of the house as JSON writes it: snake_case. */
export const jsonKey = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const scopeOf = (field: RuleField): FieldDefinition['scope'] =>
  field.startsWith('order.') ? 'order' : field.startsWith('node.') ? 'node' : 'lane';

type Words = readonly [labelEn: string, labelZh: string, saysEn: string, saysZh: string];

const define = (field: RuleField, kind: Kind, words: Words): FieldDefinition => ({
  field,
  jsonName: jsonKey(field),
  scope: scopeOf(field),
  ...kind,
  label: { en: words[0], zh: words[1] },
  says: { en: words[2], zh: words[3] },
});

const definitions: Readonly<Record<RuleField, FieldDefinition>> = {
  'order.channel': define('order.channel', openText(), [
    'order channel',
    '订单渠道',
    'Where the order was sold, e.g. webshop.',
    '订单来自哪个销售渠道，例如 webshop。',
  ]),
  'order.tier': define('order.tier', closedText(customerTiers), [
    'customer tier',
    '客户等级',
    'How much the customer matters to the retailer.',
    '客户对零售商的重要程度。',
  ]),
  'order.serviceLevel': define('order.serviceLevel', closedText(serviceLevels), [
    'service level',
    '服务级别',
    'What delivery the customer asked for.',
    '客户要求的配送方式。',
  ]),
  'order.country': define('order.country', openText(country), [
    'delivery country',
    '收货国家',
    'Country of delivery, ISO 3166-1 alpha-2, e.g. CN.',
    '收货国家，ISO 3166-1 两字母代码，例如 CN。',
  ]),
  'order.subdivision': define('order.subdivision', openText(subdivision), [
    'delivery province',
    '收货省份',
    'Province or state of delivery, ISO 3166-2, e.g. CN-SH.',
    '收货省、州，ISO 3166-2 代码，例如 CN-SH。',
  ]),
  'order.postcode': define('order.postcode', openText(), [
    'delivery postcode',
    '收货邮编',
    'Postcode of delivery.',
    '收货地址的邮编。',
  ]),
  'order.currency': define('order.currency', openText(currency), [
    'order currency',
    '订单币种',
    'Currency of the order, ISO 4217, e.g. CNY.',
    '订单币种，ISO 4217 代码，例如 CNY。',
  ]),
  'order.valueMinor': define('order.valueMinor', counted('minor_units', wholeNumber), [
    'order value',
    '订单金额',
    'Value of the goods before tax, in minor units of the order’s currency.',
    '不含税货值，单位为订单币种的最小单位（如分）。',
  ]),
  'order.weightGrams': define('order.weightGrams', counted('grams', wholeNumber), [
    'order weight',
    '订单重量',
    'Shipping weight of the whole order, in grams.',
    '整单发货重量，单位克。',
  ]),
  'order.lineCount': define(
    'order.lineCount',
    counted('lines', { min: 1, max: 2000, integer: true }),
    ['order lines', '订单行数', 'How many lines the order has.', '订单包含的行数。'],
  ),
  'order.temperatureClass': define('order.temperatureClass', closedText(temperatureClasses), [
    'temperature class',
    '温层',
    'The most demanding temperature class among the lines.',
    '订单各行中要求最高的温层。',
  ]),
  'order.hourOfDay': define(
    'order.hourOfDay',
    counted('hour', { min: 0, max: 23, integer: true }),
    [
      'hour of day',
      '下单时段',
      'Local hour at the place of delivery, 0 to 23.',
      '收货地的当地时间（小时），0 至 23。',
    ],
  ),
  'order.gift': define('order.gift', closedText(['yes', 'no']), [
    'gift',
    '礼品',
    'Whether the order is a present.',
    '订单是否为礼品。',
  ]),
  'order.incoterm': define('order.incoterm', closedText(incoterms), [
    'incoterm',
    '贸易术语',
    'Who pays at a border: ddp the seller, dap the receiver.',
    '跨境税费由谁承担：ddp 卖方，dap 收货方。',
  ]),
  'order.entity': define('order.entity', openText(), [
    'selling entity',
    '销售主体',
    'The legal entity that sells on the order’s channel; empty when none is named.',
    '订单渠道对应的销售法律主体；未指定时为空。',
  ]),
  'node.id': define('node.id', openText(), [
    'node',
    '履约节点',
    'The node’s own code.',
    '节点的编码。',
  ]),
  'node.kind': define('node.kind', closedText(nodeKinds), [
    'node kind',
    '节点类型',
    'Store, dark store, DC, 3PL warehouse, vendor or locker.',
    '门店、前置仓、区域中心仓、第三方仓、供应商或自提柜。',
  ]),
  'node.tag': define('node.tag', { type: 'list', unit: 'none', operators: textOperators }, [
    'node tag',
    '节点标签',
    'A tag that the node carries.',
    '节点带有的标签。',
  ]),
  'node.country': define('node.country', openText(country), [
    'node country',
    '节点国家',
    'Country of the node, ISO 3166-1 alpha-2.',
    '节点所在国家，ISO 3166-1 两字母代码。',
  ]),
  'node.subdivision': define('node.subdivision', openText(subdivision), [
    'node province',
    '节点省份',
    'Province or state of the node, ISO 3166-2.',
    '节点所在省、州，ISO 3166-2 代码。',
  ]),
  'node.distanceKm': define(
    'node.distanceKm',
    counted('km', { min: 0, max: 20_040, integer: false }),
    [
      'distance',
      '距离',
      'Great-circle distance from the node to the place of delivery, in km.',
      '节点到收货地的直线距离，单位公里。',
    ],
  ),
  'node.loadPercent': define(
    'node.loadPercent',
    counted('percent', { min: 0, max: 100, integer: true }),
    [
      'node load',
      '节点负荷',
      'How full the node’s next free slot is, in percent.',
      '节点下一个可用时段的占用率，单位百分比。',
    ],
  ),
  'node.entity': define('node.entity', openText(), [
    'node entity',
    '节点主体',
    'The legal entity that the node belongs to; empty when none is named.',
    '节点所属的法律主体；未指定时为空。',
  ]),
  'lane.serviceId': define('lane.serviceId', openText(), [
    'carrier service',
    '承运服务',
    'The carrier service’s own code; empty when nothing is carried.',
    '承运服务的编码；无需运输时为空。',
  ]),
  'lane.mode': define('lane.mode', closedText(transportModes), [
    'transport mode',
    '运输方式',
    'How the carrier service moves goods; empty when nothing is carried.',
    '承运服务的运输方式；无需运输时为空。',
  ]),
  'lane.leadHours': define(
    'lane.leadHours',
    counted('hours', { min: 0, max: 8760, integer: false }),
    [
      'lead time',
      '履约时长',
      'From the decision to the end of the delivery window, in hours.',
      '从决策到送达时窗结束，单位小时。',
    ],
  ),
};

/** Every field that a rule may look at, in the order in which an editor lists them. */
export const ruleFields: readonly FieldDefinition[] = Object.values(definitions);

/** The definition of a field. */
export const fieldDefinition = (field: RuleField): FieldDefinition => definitions[field];

const byJsonName = new Map(ruleFields.map((definition) => [definition.jsonName, definition]));

/** The definition of a field by its name in JSON; undefined for any other text, `constructor` included. */
export const fieldByJsonName = (jsonName: string): FieldDefinition | undefined =>
  byJsonName.get(jsonName);
