import { ensure } from '../../../words/index.ts';
import { compileModel, rowWriter } from '../../../models/decide/index.ts';
import type { CompiledModel, ModelDocument, NamedValues } from '../../../models/decide/index.ts';
import { massPointsAt } from '../mass-points.ts';
import type { MassPoints } from '../mass-points.ts';
import type { GoodsKnown } from './known.ts';

/** So many answers are remembered; then they are forgotten, so that many different orders do not fill the memory. */
const answersMax = 50_000;
const goodsNames = ['lines', 'units', 'weightGrams', 'region', 'postArea'] as const;

/** Asks one model and puts its answers into the form that a clock adds up. They are remembered by what was read. */
export class Predictor {
  readonly readsHour: boolean;
  /** What is read of an order at a node. */
  readonly reads: { readonly distance: boolean; readonly load: boolean };
  readonly readsOrders: boolean;
  readonly #goodsNames: readonly (typeof goodsNames)[number][];
  readonly #model: CompiledModel;
  readonly #write: ReturnType<typeof rowWriter>;
  readonly #pointsOf: ReturnType<typeof massPointsAt>;
  readonly #row: Float32Array;
  readonly #into: Float64Array;
  /** By what is read of goods, then by lane, start and what is read of the order there. */
  readonly #byGoods = new Map<string, Map<number, MassPoints>>();
  #known = new Map<number, MassPoints>();
  #answers = 0;

  constructor(document: ModelDocument, unitMs: number) {
    ensure(document.levels.length > 1, 'a model of the promise says quantiles');
    const names = document.features.map(({ name }) => name);
    this.readsHour = names.includes('startHour');
    this.reads = { distance: names.includes('distanceKm'), load: names.includes('loadPercent') };
    this.#goodsNames = goodsNames.filter((name) => names.includes(name));
    this.readsOrders = this.#goodsNames.length > 0 || this.reads.distance || this.reads.load;
    this.#model = compileModel(document);
    this.#write = rowWriter(document.features);
    this.#pointsOf = massPointsAt(document.levels, unitMs);
    this.#row = new Float32Array(document.features.length);
    this.#into = new Float64Array(this.#model.outputs);
  }

  /** Whose goods the next questions are about. @returns what of them the model reads, as words */
  turnTo(goods: GoodsKnown | undefined): string {
    if (this.#answers > answersMax) {
      this.#byGoods.clear();
      this.#answers = 0;
    }
    const words = this.#goodsNames.map((name) => String(goods?.[name])).join(' ');
    const known = this.#byGoods.get(words) ?? new Map<number, MassPoints>();
    this.#byGoods.set(words, known);
    this.#known = known;
    return words;
  }

  /** @param key of lane, start and what is read of the order there */
  points(key: number, known: () => NamedValues): MassPoints {
    const remembered = this.#known.get(key);
    if (remembered) return remembered;
    this.#write(known(), this.#row);
    this.#model.predict(this.#row, this.#into);
    const points = this.#inPoints();
    this.#known.set(key, points);
    this.#answers += 1;
    return points;
  }

  #inPoints(): MassPoints {
    const into = this.#into;
    for (let out = 0; out < into.length; out += 1) into[out] = Math.max(0, into[out] as number);
    return this.#pointsOf(into);
  }
}
