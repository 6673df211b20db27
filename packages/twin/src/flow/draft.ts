import type { ItemId, NodeId } from '@ordermesh/core/words';
import type { ServiceLevel } from '@ordermesh/core/network';
import type { CustomerTier } from '@ordermesh/core/parties';

/** An amount as order drafts carry it. */
interface DraftMoney {
  readonly amount_minor: number;
  readonly currency: string;
}

/** An order as a shop or marketplace sends it: the JSON that `hub.placeOrder` and `POST /v1/orders` take. */
export interface OrderDraft {
  readonly external_ids: readonly { readonly system: string; readonly id: string }[];
  readonly channel: string;
  readonly tier: CustomerTier;
  readonly service_level: ServiceLevel;
  readonly currency: string;
  /** RFC 3339. */
  readonly placed_at: string;
  readonly ship_to: {
    readonly latitude: number;
    readonly longitude: number;
    readonly country: string;
    readonly subdivision: string;
    readonly postcode: string;
    readonly recipient?: {
      readonly name: string;
      readonly phone: string;
      readonly address_lines: readonly string[];
    };
  };
  readonly pickup_node?: NodeId;
  readonly shipping_price?: DraftMoney;
  readonly lines: readonly DraftLine[];
}

/** Eaches, or grams of weight goods; the wire says `quantity`. */
type Units = number;

/** One line of a draft. */
export interface DraftLine {
  readonly line_no: number;
  readonly item: ItemId;
  readonly quantity: Units;
  readonly price: DraftMoney;
  readonly tax: DraftMoney;
}
