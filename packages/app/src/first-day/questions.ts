import { minorUnitExponent } from '@ordermesh/core/words';
import { standardStrategy } from '@ordermesh/core/strategy';
import type { Wording } from '@ordermesh/core/strategy';
import { habitsOf } from './countries.ts';
import { priceText } from './forms.ts';

/** The language that people are spoken to in. */
export type Language = keyof Wording;

/** Answers as they were given: texts or numbers by key. */
export type Given = Readonly<Record<string, unknown>>;

/** What the default of a question may look at. */
export interface Context {
  readonly language: Language;
  /** The country that the terminal speaks of, or that the nodes are in. */
  readonly country: string;
  /** What is answered about the business. */
  readonly business: Given;
  /** What is answered about this node, item or carrier so far. */
  readonly own: Given;
  /** Whether there is a list of public holidays of a country. */
  readonly hasHolidays: (country: string) => boolean;
  /** Ids that are taken. */
  readonly taken: ReadonlySet<string>;
}

/** One question: its key in the answers file, its flag, its words, its default. */
export interface Question {
  readonly key: string;
  readonly flag: string;
  readonly says: Wording;
  /** Left out of the interview: a flag or the file changes it. */
  readonly isQuiet?: true;
  readonly fallback: (context: Context) => string;
}

/** What questions are about; each but `business` may be there several times. */
export type Part = 'business' | 'nodes' | 'items' | 'carriers';

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const country = ({ business }: Context): string => text(business['country']);
const habits = (context: Context) => habitsOf(country(context));
const isBig = ({ own }: Context): boolean => own['kind'] === 'dc' || own['kind'] === '3pl';

/** The first id with this prefix that is free. */
function freeId(prefix: string, { taken }: Context): string {
  for (let no = 1; ; no += 1) if (!taken.has(`${prefix}_${no}`)) return `${prefix}_${no}`;
}

const nodePrefixes: Readonly<Record<string, string>> = {
  store: 'st',
  dark_store: 'ds',
  dc: 'dc',
  '3pl': '3pl',
};

/** Prices to begin with, in the size that the standard strategy gives an extra parcel of this currency. */
function lanesToBeginWith({ business }: Context): string {
  const currency = text(business['currency']);
  const unit = standardStrategy('balanced', currency)?.weights.perExtraParcelMinor ?? 0;
  const price = (times: number): string => priceText(unit * times, minorUnitExponent(currency));
  return `300km 24h ${price(3)}; 1000km 48h ${price(4)}; 3000km 96h ${price(6)}`;
}

/** The place that the time zone of the country is named after. */
function placeToBeginWith(context: Context): string {
  const place = habits(context);
  return place ? `${place.latitude},${place.longitude}` : '';
}

const business: readonly Question[] = [
  {
    key: 'name',
    flag: 'name',
    says: { en: 'Name of the business', zh: '企业名称' },
    fallback: ({ language }) => (language === 'zh' ? '我的商店' : 'My shop'),
  },
  {
    key: 'country',
    flag: 'country',
    says: { en: 'Country (two letters)', zh: '国家（两位字母）' },
    fallback: (context) => context.country,
  },
  {
    key: 'currency',
    flag: 'currency',
    says: { en: 'Currency', zh: '货币' },
    fallback: (context) => habits(context)?.currency ?? '',
  },
  {
    key: 'time_zone',
    flag: 'time-zone',
    says: { en: 'Time zone', zh: '时区' },
    fallback: (context) => habits(context)?.timeZone ?? '',
  },
  {
    key: 'holidays',
    flag: 'holidays',
    says: {
      en: 'Closed on the public holidays of (country, or DE-BY; none)',
      zh: '按哪里的法定节假日休息（国家，或 DE-BY；none 表示不休）',
    },
    fallback: (context) => (context.hasHolidays(country(context)) ? country(context) : 'none'),
  },
];

const nodes: readonly Question[] = [
  {
    key: 'kind',
    flag: 'node-kind',
    says: {
      en: 'Kind (store, dark_store, dc, 3pl)',
      zh: '类型（store 门店、dark_store 前置仓、dc 仓库、3pl 第三方仓）',
    },
    fallback: () => 'store',
  },
  {
    key: 'id',
    flag: 'node-id',
    says: { en: 'Id', zh: '编号' },
    fallback: (context) => freeId(nodePrefixes[text(context.own['kind'])] ?? 'st', context),
  },
  {
    key: 'name',
    flag: 'node-name',
    says: { en: 'Name', zh: '名称' },
    fallback: ({ business: of, own }) => `${text(of['name'])} ${text(own['id'])}`,
  },
  {
    key: 'at',
    flag: 'node-at',
    says: { en: 'Where (latitude,longitude)', zh: '位置（纬度,经度）' },
    fallback: placeToBeginWith,
  },
  {
    key: 'postcode',
    flag: 'node-postcode',
    says: { en: 'Postcode', zh: '邮编' },
    isQuiet: true,
    fallback: () => '',
  },
  {
    key: 'hours',
    flag: 'node-hours',
    says: { en: 'Opening hours', zh: '营业时间' },
    fallback: (context) => (isBig(context) ? 'Mon-Sat 07:00-22:00' : 'Mon-Sun 09:00-21:00'),
  },
  {
    key: 'cut_off',
    flag: 'node-cut-off',
    says: {
      en: 'Cut-off: later orders start on the next working day',
      zh: '截单时间：之后的订单次个工作日开始',
    },
    fallback: () => '16:00',
  },
  {
    key: 'handling_minutes',
    flag: 'node-handling-minutes',
    says: { en: 'Minutes to pick and pack an order', zh: '拣货打包一单的分钟数' },
    fallback: (context) => (isBig(context) ? '120' : '60'),
  },
  {
    key: 'orders_per_hour',
    flag: 'node-orders-per-hour',
    says: { en: 'Orders it can start per hour', zh: '每小时能开始的订单数' },
    fallback: (context) => (isBig(context) ? '500' : '20'),
  },
];

const items: readonly Question[] = [
  {
    key: 'id',
    flag: 'item-id',
    says: { en: 'Item id', zh: '商品编号' },
    fallback: (context) => freeId('item', context),
  },
  {
    key: 'name',
    flag: 'item-name',
    says: { en: 'Name', zh: '名称' },
    fallback: ({ own }) => text(own['id']),
  },
  {
    key: 'weight_grams',
    flag: 'item-weight-grams',
    says: { en: 'Weight of one, grams', zh: '单件重量（克）' },
    fallback: () => '500',
  },
  {
    key: 'units',
    flag: 'item-units',
    says: { en: 'In stock at each node', zh: '每个节点的库存件数' },
    fallback: () => '10',
  },
];

const carriers: readonly Question[] = [
  {
    key: 'id',
    flag: 'carrier-id',
    says: { en: 'Carrier service id', zh: '配送服务编号' },
    fallback: (context) => (context.taken.has('parcel') ? freeId('parcel', context) : 'parcel'),
  },
  {
    key: 'name',
    flag: 'carrier-name',
    says: { en: 'Name', zh: '名称' },
    fallback: ({ language }) => (language === 'zh' ? '快递' : 'Parcel'),
  },
  {
    key: 'lanes',
    flag: 'carrier-lanes',
    says: {
      en: 'Lanes: how far, how long (9 of 10 parcels), price each',
      zh: '线路：距离、时长（九成包裹）、每件价格',
    },
    fallback: lanesToBeginWith,
  },
  {
    key: 'collects_at',
    flag: 'carrier-collects-at',
    says: { en: 'Collects daily at', zh: '每日揽收时间' },
    fallback: () => '18:00',
  },
  {
    key: 'delivers',
    flag: 'carrier-delivers',
    says: { en: 'Delivers', zh: '派送时间' },
    isQuiet: true,
    fallback: () => 'Mon-Sat 08:00-20:00',
  },
  {
    key: 'levels',
    flag: 'carrier-levels',
    says: { en: 'Service levels, joined by commas', zh: '服务级别，用逗号分隔' },
    isQuiet: true,
    fallback: () => 'standard',
  },
  {
    key: 'mode',
    flag: 'carrier-mode',
    says: { en: 'Transport mode, for carbon', zh: '运输方式（用于碳排放）' },
    isQuiet: true,
    fallback: () => 'van_diesel',
  },
];

/** All questions, in the order in which they are asked. */
export const questions: Readonly<Record<Part, readonly Question[]>> = {
  business,
  nodes,
  items,
  carriers,
};
