import type { CustomerOrder } from '../../intake/decide/index.ts';
import type { NodeProfile } from '../../network/decide/index.ts';
import type { Asked } from './candidates/asked.ts';
import { lineDutyMinor } from './candidates/bundle.ts';
import type { ChosenParcel } from './candidates/bundle.ts';
import type { Survey } from './candidates/survey.ts';
import type { BorderCharges, PlannedParcel, RoutePlan } from './question.ts';

/** What customs take for the parcel, where it crosses a border and anything is known of that. */
export function customsOf(
  survey: Survey,
  nodeIx: number,
  parcel: ChosenParcel,
): Pick<PlannedParcel, 'border'> {
  const { question, context } = survey.asked;
  const { network } = context;
  const border = network.borderOf(question.shipTo.country);
  if (border === undefined && network.document.dutyRates.length === 0) return {};
  if (!network.crossesBorder(nodeIx, question.shipTo.country)) return {};
  return { border: chargesOf(survey, nodeIx, parcel) };
}

function chargesOf(survey: Survey, nodeIx: number, parcel: ChosenParcel): BorderCharges {
  const { asked } = survey;
  const { minorPerMillion, question, context } = asked;
  const { dutyFreeMinor, taxFreeMinor, importTaxBasisPoints } =
    context.network.borderOf(question.shipTo.country) ?? nothingSaid;
  const { value, duty } = valueAndDuty(survey, nodeIx, parcel);
  const valueMinor = Math.round((value * minorPerMillion) / 1_000_000);
  const dutyMinor = valueMinor <= dutyFreeMinor ? 0 : Math.round(duty);
  const taxPoints = valueMinor <= taxFreeMinor ? 0 : importTaxBasisPoints;
  const importTaxMinor = Math.round(((valueMinor + dutyMinor) * taxPoints) / 10_000);
  const ordered = (minor: number): number => Math.round((minor * 1_000_000) / minorPerMillion);
  return {
    dutyMinor,
    importTaxMinor,
    paidBy: question.incoterm === 'dap' ? 'receiver' : 'seller',
    inOrderCurrency: { dutyMinor: ordered(dutyMinor), importTaxMinor: ordered(importTaxMinor) },
  };
}

/** A country of which the network says nothing but duty rates. */
const nothingSaid = { dutyFreeMinor: -1, taxFreeMinor: 0, importTaxBasisPoints: 0 };

/** Value in the order's currency, duty in the network's, before any limit. */
function valueAndDuty(
  { asked, elements }: Survey,
  nodeIx: number,
  parcel: ChosenParcel,
): { readonly value: number; readonly duty: number } {
  let [value, duty] = [0, 0];
  for (const [at, element] of parcel.elements.entries()) {
    const part = (parcel.units[at] as number) / (elements.quantityUnits[element] as number);
    value += (elements.valueMinor[element] as number) * part;
    for (const line of elements.lines[element] ?? [])
      duty += lineDutyMinor(asked, nodeIx, line) * part;
  }
  return { value, duty };
}

/** What an order costs its customer, minor units of its currency. Prices and tax are those promised, whatever the plan. */
export interface LandedCost {
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly dutyMinor: number;
  readonly importTaxMinor: number;
  readonly paidBy: BorderCharges['paidBy'];
  /** What the customer pays to the seller. */
  readonly toSellerMinor: number;
  /** What the customer pays to customs when the goods come (`dap`). */
  readonly atDeliveryMinor: number;
}

/** The landed cost of an order by a plan. @returns undefined when no parcel crosses a border */
export function landedCost(order: CustomerOrder, plan: RoutePlan): LandedCost | undefined {
  const charges = plan.parcels.flatMap(({ border }) => border ?? []);
  const [first] = charges;
  if (first === undefined) return undefined;
  const sum = <T>(all: readonly T[], read: (one: T) => number): number =>
    all.reduce((total, one) => total + read(one), 0);
  const goodsMinor = sum(order.lines, ({ priceMinor }) => priceMinor);
  const taxMinor = sum(order.lines, (line) => line.taxMinor);
  const dutyMinor = sum(charges, ({ inOrderCurrency }) => inOrderCurrency.dutyMinor);
  const importTaxMinor = sum(charges, ({ inOrderCurrency }) => inOrderCurrency.importTaxMinor);
  const shippingMinor = order.shippingPriceMinor;
  return {
    goodsMinor,
    shippingMinor,
    taxMinor,
    dutyMinor,
    importTaxMinor,
    paidBy: first.paidBy,
    toSellerMinor: goodsMinor + shippingMinor + taxMinor,
    atDeliveryMinor: first.paidBy === 'receiver' ? dutyMinor + importTaxMinor : 0,
  };
}

/** Who sells and who sends, where those are two. */
export function intercompanyOf(
  { question }: Asked,
  { entity = '' }: NodeProfile,
): Pick<PlannedParcel, 'intercompany'> {
  const sellingEntity = question.sellingEntity ?? '';
  if (sellingEntity === '' || entity === '' || sellingEntity === entity) return {};
  return { intercompany: { sellingEntity, shippingEntity: entity } };
}
