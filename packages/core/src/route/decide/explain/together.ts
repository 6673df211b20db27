import type { RouteQuestion } from '../question.ts';
import type { Sentence } from './wording.ts';

/** Adds to a sentence about a plan what had to travel together, and that it was weighed over the whole order. */
export function withTogether(question: RouteQuestion, said: Sentence): Sentence {
  const told = question.shipComplete === true ? complete : groupsTold(question);
  return told === undefined ? said : { en: `${said.en} ${told.en}`, zh: `${said.zh}${told.zh}` };
}

const complete: Sentence = {
  en: 'Everything travels in one parcel, as the order asks; only nodes that have all of it were compared.',
  zh: '按订单要求整单同一包裹发出，只比较了能发齐全部商品的节点。',
};

function groupsTold({ lines }: RouteQuestion): Sentence | undefined {
  const groups = new Set(lines.flatMap(({ together }) => together ?? []));
  if (groups.size === 0) return undefined;
  const count = String(groups.size);
  const are = groups.size === 1 ? '1 group of goods stays' : `${count} groups of goods stay`;
  return {
    en: `${are} in one parcel each; all divisions of the whole order that keep them so were compared, not line by line.`,
    zh: `${count} 组商品各自不拆包；比较的是在此前提下整单的所有拆法，而非逐行选择。`,
  };
}
