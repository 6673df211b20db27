import { atOfLocal, ensure, hourMs, minuteMs, weekdayOf } from '../../../words/index.ts';
import type { Zone } from '../../../words/index.ts';
import { compileModel, rowWriter } from '../../../models/decide/index.ts';
import type { CompiledModel, ModelDocument, NamedValues } from '../../../models/decide/index.ts';
import { massPoints } from '../mass-points.ts';
import type { MassPoints } from '../mass-points.ts';
import { goodsKnown, handlingKnown, orderKnown, startKnown, transitKnown } from './known.ts';
import type { GoodsKnown, OrderKnown, OrderSeen, TransitCase } from './known.ts';

/** Models that say how long handling and transit take; absent = the curves of the network do. */
export interface PromiseModels {
  readonly handling?: ModelDocument;
  readonly transit?: ModelDocument;
}

/** A lane that models are asked about. */
export interface LaneSeen extends Pick<TransitCase, 'node' | 'service' | 'zone'> {
  readonly nodeIx: number;
  readonly serviceIx: number;
  readonly start: ReturnType<typeof startKnown>;
  readonly order: OrderSeen | undefined;
}

/** Handling and transit of lanes as models see them, as the mass points that a clock adds up. Answers are remembered. */
export class LaneModels {
  /** Orders on the same lane and day may get different answers. */
  readonly readsOrders: boolean;
  readonly #handling: Predictor | undefined;
  readonly #transit: Predictor | undefined;
  #order: OrderSeen | undefined;
  #goods: GoodsKnown | undefined;

  constructor({ handling, transit }: PromiseModels) {
    this.#handling = handling && new Predictor(handling, minuteMs);
    this.#transit = transit && new Predictor(transit, hourMs);
    this.readsOrders = [this.#handling, this.#transit].some((one) => one?.readsOrders === true);
  }

  handling(of: LaneSeen): MassPoints | undefined {
    const asked = this.#handling;
    if (!asked) return undefined;
    const { node, nodeIx } = of;
    const { start } = of;
    const hour = asked.readsHour ? start.startHour : 0;
    const order = this.#knownOf(asked, of);
    const key = `${String(nodeIx)} ${String(weekdayOf(start.epochDay) * 24 + hour)}`;
    return asked.points(key, order, () => handlingKnown({ node, ...start, order }));
  }

  transit(of: LaneSeen): MassPoints | undefined {
    const asked = this.#transit;
    if (!asked) return undefined;
    const { node, nodeIx, service, serviceIx, zone } = of;
    const { start } = of;
    const order = this.#knownOf(asked, of);
    const key = `${String(nodeIx)} ${String(serviceIx)} ${String(zone)} ${String(weekdayOf(start.epochDay))}`;
    return asked.points(key, order, () => transitKnown({ node, service, zone, ...start, order }));
  }

  /** The starts around one for which models say the same: of its day, or of its hour where a model looks at it. */
  sameStarts(startAt: number, timeZone: Zone): readonly [fromAt: number, untilAt: number] {
    const { epochDay, startHour } = startKnown(startAt, timeZone);
    const [from, minutes] = this.#handling?.readsHour === true ? [startHour * 60, 60] : [0, 1440];
    return [atOfLocal(timeZone, epochDay, from), atOfLocal(timeZone, epochDay, from + minutes) - 1];
  }

  #knownOf(asked: Predictor, { order, nodeIx }: LaneSeen): OrderKnown | undefined {
    if (!asked.readsOrders || order === undefined) return undefined;
    if (order !== this.#order || this.#goods === undefined) {
      this.#order = order;
      this.#goods = goodsKnown(order);
    }
    asked.turnTo(this.#goods);
    return orderKnown(order, nodeIx, this.#goods);
  }
}

/** So many answers are remembered; then they are forgotten, so that many different orders do not fill the memory. */
const answersMax = 50_000;
const goodsNames = ['lines', 'units', 'weightGrams', 'region', 'postArea'] as const;

/** Asks one model and puts its answer into the form of a curve. */
class Predictor {
  readonly readsOrders: boolean;
  readonly readsHour: boolean;
  readonly #goodsNames: readonly (typeof goodsNames)[number][];
  readonly #readsDistance: boolean;
  readonly #readsLoad: boolean;
  readonly #model: CompiledModel;
  readonly #write: ReturnType<typeof rowWriter>;
  readonly #row: Float32Array;
  readonly #into: Float64Array;
  readonly #unitMs: number;
  /** By what is read of goods, then by lane, start and what is read of the order there. */
  readonly #byGoods = new Map<string, Map<string, MassPoints>>();
  readonly #withoutOrder = new Map<string, MassPoints>();
  #known = this.#withoutOrder;
  #goods: GoodsKnown | undefined;
  #answers = 0;

  constructor(document: ModelDocument, unitMs: number) {
    ensure(document.levels.length > 1, 'a model of the promise says quantiles');
    const names = document.features.map(({ name }) => name);
    this.readsHour = names.includes('startHour');
    this.#goodsNames = goodsNames.filter((name) => names.includes(name));
    this.#readsDistance = names.includes('distanceKm');
    this.#readsLoad = names.includes('loadPercent');
    this.readsOrders = this.#goodsNames.length > 0 || this.#readsDistance || this.#readsLoad;
    this.#model = compileModel(document);
    this.#write = rowWriter(document.features);
    this.#row = new Float32Array(document.features.length);
    this.#into = new Float64Array(this.#model.outputs);
    this.#unitMs = unitMs;
  }

  /** Whose goods the next questions are about. */
  turnTo(goods: GoodsKnown): void {
    if (goods === this.#goods) return;
    this.#goods = goods;
    if (this.#answers > answersMax) {
      this.#byGoods.clear();
      this.#answers = 0;
    }
    const words = this.#goodsNames.map((name) => String(goods[name])).join(' ');
    const known = this.#byGoods.get(words) ?? new Map<string, MassPoints>();
    this.#byGoods.set(words, known);
    this.#known = known;
  }

  points(lane: string, order: OrderKnown | undefined, known: () => NamedValues): MassPoints {
    const key = order ? lane + this.#wordsAt(order) : lane;
    const answers = order ? this.#known : this.#withoutOrder;
    const remembered = answers.get(key);
    if (remembered) return remembered;
    this.#write(known(), this.#row);
    this.#model.predict(this.#row, this.#into);
    const values: number[] = [];
    for (const value of this.#into) values.push(Math.max(0, value));
    const points = massPoints({ levels: this.#model.document.levels, values }, this.#unitMs);
    answers.set(key, points);
    this.#answers += 1;
    return points;
  }

  #wordsAt({ distanceKm, loadPercent }: OrderKnown): string {
    const far = this.#readsDistance ? ` ${String(distanceKm)}` : '';
    return this.#readsLoad ? `${far} ${String(loadPercent)}` : far;
  }
}
