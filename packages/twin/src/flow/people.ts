import type { Chance } from '../chance.ts';
import type { OrderDraft } from './draft.ts';

const surnames = [
  'Wang',
  'Li',
  'Zhang',
  'Liu',
  'Chen',
  'Yang',
  'Huang',
  'Zhao',
  'Wu',
  'Zhou',
  'Xu',
  'Sun',
  'Ma',
  'Zhu',
  'Hu',
  'Lin',
];
const givenNames = [
  'Wei',
  'Fang',
  'Na',
  'Min',
  'Jing',
  'Lei',
  'Yan',
  'Jun',
  'Yu',
  'Ting',
  'Hao',
  'Xin',
  'Mei',
  'Tao',
  'Ning',
  'Rui',
];
const roads = [
  'Renmin Road',
  'Zhongshan Road',
  'Jiefang Road',
  'Heping Road',
  'Jianshe Road',
  'Wenhua Road',
  'Xinhua Road',
  'Changjiang Road',
];

/** An invented person at an invented address; telephone numbers are of a range that is not in service. */
export function recipientOf(
  cityName: string,
  chance: Chance,
): NonNullable<OrderDraft['ship_to']['recipient']> {
  return {
    name: `${chance.pick(surnames)} ${chance.pick(givenNames)}`,
    phone: `+86 100 0000 ${String(chance.below(10_000)).padStart(4, '0')}`,
    address_lines: [`${String(chance.between(1, 980))} ${chance.pick(roads)}`, cityName],
  };
}
