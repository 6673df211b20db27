import { moneyText } from '../../../../words/index.ts';
import { nameOf } from '../names.ts';
import type { Sentence } from '../wording.ts';
import type { Asking, Counterfactual } from './lever.ts';

type Found = Omit<Counterfactual, 'text'>;

/** What was turned, without its value. */
const subjects: Readonly<
  Record<Found['dimension'], (of: { node: string; item: string; service: string }) => Sentence>
> = {
  freight: ({ node, service }) => ({
    en: `freight from ${node} by ${service}`,
    zh: `${node} 的 ${service} 运费`,
  }),
  'stock-less': ({ node, item }) => ({
    en: `stock of ${item} at ${node}`,
    zh: `${node} 的 ${item} 可承诺量`,
  }),
  'stock-more': ({ node, item }) => ({
    en: `stock of ${item} at ${node}`,
    zh: `${node} 的 ${item} 可承诺量`,
  }),
  load: ({ node }) => ({ en: `the load of the slot at ${node}`, zh: `${node} 的时段负荷` }),
  weight: () => ({ en: 'the weight of the order', zh: '订单重量' }),
  distance: ({ node }) => ({ en: `the way from ${node}`, zh: `${node} 的路程` }),
  value: () => ({ en: 'the value of the goods', zh: '货值' }),
  duty: () => ({ en: 'duty, of what it is', zh: '关税相对现值' }),
};

function subject(found: Found, { context }: Asking): Sentence {
  const { nodeId, itemId: item = '', serviceId: service = '' } = found;
  const node = nodeId === undefined ? '' : nameOf(context, nodeId);
  return subjects[found.dimension]({ node, item, service });
}

/** Says when a choice would flip, or up to where it does not. */
export function counterfactualText(found: Found, asking: Asking): Sentence {
  const { wasValue, flipsAtValue, lookedToValue } = found;
  const { en, zh } = subject(found, asking);
  const amount = (value: number): Sentence => amountText(found, value, asking);
  const was = amount(wasValue);
  if (flipsAtValue === undefined) {
    const end = amount(lookedToValue);
    if (lookedToValue === wasValue)
      return {
        en: `The choice cannot flip by ${en}: it is ${was.en}, its limit.`,
        zh: `${zh}已达极限 ${was.zh}，无法改变选择。`,
      };
    return {
      en: `No change of ${en}, ${was.en}, flips the choice up to ${end.en}.`,
      zh: `${zh}为 ${was.zh}，直到 ${end.zh} 都不改变选择。`,
    };
  }
  const [flips, other] = [amount(flipsAtValue), becomesText(found, asking)];
  return {
    en: `At ${flips.en} instead of ${was.en} for ${en}, ${other.en}.`,
    zh: `${zh}为 ${flips.zh}（现 ${was.zh}）时，${other.zh}。`,
  };
}

function becomesText({ becomes }: Found, { context }: Asking): Sentence {
  if (becomes === undefined) return { en: 'no plan is left', zh: '没有可行方案' };
  const senders = becomes.sentBy.map(
    ({ nodeId, serviceId }) => [nameOf(context, nodeId), serviceId] as const,
  );
  const { currency } = context.network.document;
  const total = moneyText({ amountMinor: becomes.totalMinor, currency });
  const en = senders.map(([name, service]) => `${name} by ${service}`).join(' and ');
  const zh = senders.map(([name, service]) => `${name}（${service}）`).join('、');
  return { en: `${en} would send it, at ${total}`, zh: `改由 ${zh} 发货，成本 ${total}` };
}

function amountText({ unit, dimension }: Found, value: number, asking: Asking): Sentence {
  if (unit === 'units')
    return { en: value === 1 ? '1 unit' : `${String(value)} units`, zh: `${String(value)} 件` };
  const text = measureText({ unit, dimension }, value, asking);
  return { en: text, zh: text };
}

function measureText(
  { unit, dimension }: Pick<Found, 'unit' | 'dimension'>,
  value: number,
  { question, context }: Asking,
): string {
  if (unit === 'km') return `${value.toFixed(1)} km`;
  if (unit === 'grams') return `${String(value)} g`;
  if (unit === 'percent') return `${String(value)} %`;
  // Goods are priced in the order's currency, everything else is weighed in the network's.
  const currency = dimension === 'value' ? question.currency : context.network.document.currency;
  return moneyText({ amountMinor: value, currency });
}
