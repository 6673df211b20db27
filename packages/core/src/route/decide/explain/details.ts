import { instantText, moneyText } from '../../../words/index.ts';
import type { RouteAnswer, RouteContext, RoutePlan, RouteQuestion } from '../question.ts';
import { orderFactsOf } from '../candidates/asked.ts';
import { forceText } from './force.ts';
import { nameOf } from './names.ts';
import type { Sentence } from './wording.ts';

/**
 * Adds to a sentence about a plan who sends what where it is divided, until when it arrives, how sure the choice is, and
 * what was forced upon the question. All of it stands in the question, the plan or the trace.
 */
export function withDetails(
  said: Sentence,
  { question, answer }: { readonly question: RouteQuestion; readonly answer: RouteAnswer },
  context: RouteContext,
): Sentence {
  const { plan, trace } = answer;
  const parts = [
    said,
    dividedText(plan, context),
    sureText(trace, context),
    arrivalText(plan),
    datedByCostText(question, context),
    ...forcedTexts(question, context),
  ].flatMap((part) => part ?? []);
  return { en: parts.map(({ en }) => en).join(' '), zh: parts.map(({ zh }) => zh).join('') };
}

/** Who sends what by which service; nothing for a single parcel. */
function dividedText({ parcels }: RoutePlan, context: RouteContext): Sentence | undefined {
  if (parcels.length < 2) return undefined;
  const told = parcels.map(({ nodeId, serviceId, lines }) => {
    const goods = lines.map(({ itemId, quantityUnits }) => `${String(quantityUnits)} × ${itemId}`);
    return [nameOf(context, nodeId), serviceId, goods.join(', ')] as const;
  });
  return {
    en: `${told.map(([name, service, goods]) => `${name} sends ${goods} by ${service}`).join('; ')}.`,
    zh: `${told.map(([name, service, goods]) => `${name} 经 ${service} 发 ${goods}`).join('；')}。`,
  };
}

function sureText(
  { spreadMinor, stillBestPercent, marginMinor }: RouteAnswer['trace'],
  { network }: RouteContext,
): Sentence | undefined {
  if (spreadMinor === undefined || stillBestPercent === undefined || marginMinor <= 0)
    return undefined;
  const spread = moneyText({ amountMinor: spreadMinor, currency: network.document.currency });
  const chance = stillBestPercent === 100 ? '> 99.5 %' : `${String(stillBestPercent)} %`;
  return {
    en: `The chance that the choice stays cheaper is ${chance} (that difference ± ${spread}).`,
    zh: `所选方案仍更便宜的概率为 ${chance}（差额 ± ${spread}）。`,
  };
}

function arrivalText({ window, confidencePercent, parcels }: RoutePlan): Sentence {
  const end = instantText(window.endAt);
  const percent = `${String(confidencePercent)} %`;
  return parcels.length === 1
    ? { en: `It arrives by ${end} at ${percent}.`, zh: `以 ${percent} 把握最晚 ${end} 送达。` }
    : {
        en: `Each parcel arrives by ${end} at ${percent} or more.`,
        zh: `各包裹均以不低于 ${percent} 的把握最晚 ${end} 送达。`,
      };
}

/** By which costs the date was chosen; nothing where it goes by a stated confidence. */
function datedByCostText(question: RouteQuestion, context: RouteContext): Sentence | undefined {
  const { promiseCosts } = context.strategy.forOrder(orderFactsOf(question));
  const costs = promiseCosts?.[question.tier];
  if (costs === undefined) return undefined;
  const { currency } = context.network.document;
  const lead = moneyText({ amountMinor: costs.perLeadHourMinor, currency });
  const late = moneyText({ amountMinor: costs.lateMinor, currency });
  return {
    en: `The date is where an hour later (${lead}) and a broken promise (${late}) cost least together.`,
    zh: `承诺日期取每晚一小时（${lead}）与失约（${late}）合计成本最低之处。`,
  };
}

/** What the question left no choice about. */
function forcedTexts(
  { onlyNodeIds, forced, keepsPromise }: RouteQuestion,
  context: RouteContext,
): readonly Sentence[] {
  const told: Sentence[] = [];
  if (onlyNodeIds || forced) {
    const { en, zh } = forceText(
      { ...forced, ...(onlyNodeIds && { nodeIds: onlyNodeIds }) },
      context,
    );
    told.push({ en: `It was asked for ${en}.`, zh: `本次限定：${zh}。` });
  }
  if (keepsPromise === true)
    told.push({
      en: 'Nothing was allowed to arrive after the promised window.',
      zh: '不允许晚于承诺时段送达。',
    });
  return told;
}
