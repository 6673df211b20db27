import { hourMs, minuteMs, weekdayOf } from '../../../words/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import type { MassPoints } from '../mass-points.ts';
import { goodsKnown, handlingKnown, knownNoAt, orderKnown, transitKnown } from './known.ts';
import type { GoodsKnown, OrderKnown, OrderSeen, startKnown, TransitCase } from './known.ts';
import { Predictor } from './predictor.ts';

/** Models that say how long handling and transit take; absent = the curves of the network do. */
export interface PromiseModels {
  readonly handling?: ModelDocument;
  readonly transit?: ModelDocument;
}

/** A lane that models are asked about. */
export interface LaneSeen extends Pick<TransitCase, 'node' | 'service' | 'zone'> {
  readonly nodeIx: number;
  /** Of the lane among all of the network. */
  readonly laneIx: number;
  readonly start: ReturnType<typeof startKnown>;
  readonly order: OrderSeen | undefined;
}

/** Handling and transit of lanes as models see them, as the mass points that a clock adds up. */
export class LaneModels {
  /** Orders on the same lane and day may get different answers. */
  readonly readsOrders: boolean;
  /** Starts in different hours of a day may get different answers. */
  readonly readsHour: boolean;
  readonly #handling: Predictor | undefined;
  readonly #transit: Predictor | undefined;
  readonly #reads: Predictor['reads'];
  /** Numbers of what is read of goods. */
  readonly #goodsNos = new Map<string, number>();
  readonly #onRenumbered: () => void;
  #order: OrderSeen | undefined;
  #goods: GoodsKnown | undefined;
  #goodsNo = 0;
  #seenNodeIx = -1;
  #seenNo = 0;

  /** @param onRenumbered called when what `seenNo` said before holds no more */
  constructor({ handling, transit }: PromiseModels, onRenumbered: () => void) {
    this.#onRenumbered = onRenumbered;
    this.#handling = handling && new Predictor(handling, minuteMs);
    this.#transit = transit && new Predictor(transit, hourMs);
    const both = [this.#handling, this.#transit];
    this.readsOrders = both.some((one) => one?.readsOrders === true);
    this.readsHour = this.#handling?.readsHour === true;
    this.#reads = {
      distance: both.some((one) => one?.reads.distance === true),
      load: both.some((one) => one?.reads.load === true),
    };
    this.#turnTo(undefined);
  }

  /** A whole number below 2^30 for what models read of an order at a node: where it is the same, so are their answers. */
  seenNo(order: OrderSeen | undefined, nodeIx: number): number {
    if (order !== this.#order) this.#turnTo(order);
    else if (nodeIx === this.#seenNodeIx) return this.#seenNo;
    this.#seenNodeIx = nodeIx;
    this.#seenNo = this.#goodsNo * knownNos + (order ? knownNoAt(order, nodeIx, this.#reads) : 0);
    return this.#seenNo;
  }

  handling(of: LaneSeen): MassPoints | undefined {
    const asked = this.#handling;
    if (!asked) return undefined;
    const { node, nodeIx, start } = of;
    const hour = asked.readsHour ? start.startHour : 0;
    const place = (nodeIx * 7 + weekdayOf(start.epochDay)) * 24 + hour;
    return asked.points(this.#keyOf(asked, of, place), () =>
      handlingKnown({ node, ...start, order: this.#known(asked, of) }),
    );
  }

  transit(of: LaneSeen): MassPoints | undefined {
    const asked = this.#transit;
    if (!asked) return undefined;
    const { node, service, zone, laneIx, start } = of;
    const place = laneIx * 7 + weekdayOf(start.epochDay);
    return asked.points(this.#keyOf(asked, of, place), () =>
      transitKnown({ node, service, zone, ...start, order: this.#known(asked, of) }),
    );
  }

  #keyOf(asked: Predictor, { order, nodeIx }: LaneSeen, place: number): number {
    if (order !== this.#order) this.#turnTo(order);
    return place * knownNos + (order ? knownNoAt(order, nodeIx, asked.reads) : 0);
  }

  #known(asked: Predictor, { order, nodeIx }: LaneSeen): OrderKnown | undefined {
    return order && asked.readsOrders ? orderKnown(order, nodeIx, this.#goods) : undefined;
  }

  /** Asks of one order follow each other: its goods are looked at once. */
  #turnTo(order: OrderSeen | undefined): void {
    this.#order = order;
    this.#seenNodeIx = -1;
    this.#goods = order && this.readsOrders ? goodsKnown(order) : undefined;
    const words = [this.#handling, this.#transit].map((one) => one?.turnTo(this.#goods)).join('|');
    const known = this.#goodsNos.get(words);
    if (known === undefined && this.#goodsNos.size >= goodsNosMax) {
      this.#goodsNos.clear();
      this.#onRenumbered();
    }
    this.#goodsNo = known ?? this.#goodsNos.size;
    if (known === undefined) this.#goodsNos.set(words, this.#goodsNo);
  }
}

/** More than what `knownNoAt` gives. */
const knownNos = 2 ** 14;
/** So many goods are told apart; then they are numbered anew. */
const goodsNosMax = 50_000;
