import { ensure, hourMs, minuteMs, weekdayOf } from '../../../words/index.ts';
import { compileModel, rowWriter } from '../../../models/decide/index.ts';
import type {
  CompiledModel,
  ModelDocument,
  ModelFeature,
  NamedValues,
} from '../../../models/decide/index.ts';
import type { CarrierService, NodeProfile } from '../../../network/decide/index.ts';
import { massPoints } from '../mass-points.ts';
import type { MassPoints } from '../mass-points.ts';

/** Models that say how long handling and transit take; absent = the curves of the network do. */
export interface PromiseModels {
  readonly handling?: ModelDocument;
  readonly transit?: ModelDocument;
}

/** What a model of handling may look at, and the kind of each feature. All of it is known when a lane is asked. */
export const handlingFeatures = {
  node: 'category',
  nodeKind: 'category',
  weekday: 'number',
  curveMinutes: 'number',
} as const satisfies Readonly<Record<string, ModelFeature['kind']>>;

/** What a model of transit may look at. */
export const transitFeatures = {
  node: 'category',
  service: 'category',
  mode: 'category',
  zone: 'number',
  distanceKmMax: 'number',
  weekday: 'number',
  curveHours: 'number',
} as const satisfies Readonly<Record<string, ModelFeature['kind']>>;

/** A start of work at a node: the local day decides. */
export interface HandlingCase {
  readonly node: NodeProfile;
  /** The node's local day on which work starts, since 1970-01-01. */
  readonly epochDay: number;
}

/** A parcel on a lane of a node. */
export interface TransitCase extends HandlingCase {
  readonly service: CarrierService;
  readonly zone: number;
}

/** What is known of handling; the same words for training and for asking. `curveMinutes` is what the node says itself. */
export const handlingKnown = ({ node, epochDay }: HandlingCase): NamedValues => ({
  node: node.nodeId,
  nodeKind: node.kind,
  weekday: weekdayOf(epochDay),
  curveMinutes: medianOf(node.handlingMinutes),
});

/** What is known of transit; `curveHours` is what the carrier says. */
export function transitKnown({ node, service, zone, epochDay }: TransitCase): NamedValues {
  const { hours, minutes } = service.transit[zone] ?? {};
  const minutesUsual = minutes && medianOf(minutes);
  return {
    node: node.nodeId,
    service: service.serviceId,
    mode: service.mode,
    zone,
    distanceKmMax: service.zoneKmMax[zone],
    weekday: weekdayOf(epochDay),
    curveHours: hours ? medianOf(hours) : minutesUsual && minutesUsual / 60,
  };
}

function medianOf({ levels, values }: NodeProfile['handlingMinutes']): number | undefined {
  const at = levels.findIndex((level) => level >= 0.5);
  return values[at < 0 ? values.length - 1 : at];
}

/** Handling and transit of lanes as models see them, as the mass points that a clock adds up. Answers are remembered. */
export class LaneModels {
  readonly #handling: Predictor | undefined;
  readonly #transit: Predictor | undefined;

  constructor({ handling, transit }: PromiseModels) {
    this.#handling = handling && new Predictor(handling, minuteMs);
    this.#transit = transit && new Predictor(transit, hourMs);
  }

  handling(of: HandlingCase): MassPoints | undefined {
    return this.#handling?.points(`${of.node.nodeId} ${String(weekdayOf(of.epochDay))}`, () =>
      handlingKnown(of),
    );
  }

  transit(of: TransitCase): MassPoints | undefined {
    const key = `${of.node.nodeId} ${of.service.serviceId} ${String(of.zone)} ${String(weekdayOf(of.epochDay))}`;
    return this.#transit?.points(key, () => transitKnown(of));
  }
}

/** Asks one model and puts its answer into the form of a curve. */
class Predictor {
  readonly #model: CompiledModel;
  readonly #write: ReturnType<typeof rowWriter>;
  readonly #row: Float32Array;
  readonly #into: Float64Array;
  readonly #unitMs: number;
  readonly #known = new Map<string, MassPoints>();

  constructor(document: ModelDocument, unitMs: number) {
    ensure(document.levels.length > 1, 'a model of the promise says quantiles');
    this.#model = compileModel(document);
    this.#write = rowWriter(document.features);
    this.#row = new Float32Array(document.features.length);
    this.#into = new Float64Array(this.#model.outputs);
    this.#unitMs = unitMs;
  }

  points(key: string, known: () => NamedValues): MassPoints {
    const remembered = this.#known.get(key);
    if (remembered) return remembered;
    this.#write(known(), this.#row);
    this.#model.predict(this.#row, this.#into);
    const values = Array.from(this.#into, (value) => Math.max(0, value));
    const points = massPoints({ levels: this.#model.document.levels, values }, this.#unitMs);
    this.#known.set(key, points);
    return points;
  }
}
