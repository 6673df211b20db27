import type { Window } from '../../words/index.ts';
import { stageRank } from '../../facts/decide/index.ts';
import type { AdvancedStatus, LifecycleException, Stage } from '../../facts/decide/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import type { Milestone } from '../../release/decide/index.ts';
import { aheadOf, lineNames, namedItems, orderNames } from './basic.ts';
import type { Ahead, LineNames, NamedItem } from './basic.ts';
import { advancedLabel, countLabel, exceptionLabel, labelWith, milestoneLabel } from './labels.ts';
import { isOnItsWay } from './parcels.ts';
import type { OrderNames, ParcelProgress } from './parcels.ts';
import type { Delay, Progress } from './progress.ts';
import type { Basis, Told } from './told.ts';

/** What a customer who signed in may see: every stage, windows per parcel, open exceptions. */
export interface AdvancedView extends AdvancedBody {
  readonly tier: 'advanced';
  readonly parcels: readonly AdvancedParcel[];
  readonly exceptions: readonly Told<LifecycleException['kind']>[];
}

/** What the advanced and the high tier share. */
export interface AdvancedBody extends OrderNames {
  readonly status: Told<AdvancedStatus>;
  readonly ahead: Ahead | undefined;
  /** The window that was promised first. */
  readonly promised: Window | undefined;
  /** The chance that everything arrives by the end of the promise in force, 1 … 99. */
  readonly confidencePercent: number | undefined;
  readonly delay: Delay | undefined;
  readonly lines: readonly AdvancedLine[];
  readonly isCorrected: boolean;
}

/** A line whose quantity is divided among stages, least advanced first; the units add up. */
export interface AdvancedLine extends LineNames {
  readonly quantities: readonly (Told<Stage> & { readonly units: number })[];
}

/** A parcel with its stage and when it should arrive. */
export interface AdvancedParcel {
  readonly number: number;
  /** Its SSCC as Digital Link, or private URI; undefined while it is only planned. */
  readonly parcelUri: string | undefined;
  readonly status: Told<Stage>;
  readonly items: readonly NamedItem[];
  readonly expected: Expected | undefined;
  /** Its planned steps, in order; empty when only facts tell of the parcel. */
  readonly milestones: readonly PlannedStep[];
}

/** A planned step of a parcel, for people. `latestAt`: later than this, the promise is in danger. */
export interface PlannedStep extends Milestone {
  readonly label: Sentence;
}

/** When a parcel should be there. */
export interface Expected extends Basis {
  readonly window: Window;
}

/** Cuts the progress down to the advanced tier. Every field is named here; nothing is passed through. */
export const advancedView = (progress: Progress): AdvancedView => ({
  tier: 'advanced',
  ...advancedBody(progress),
  parcels: progress.parcels.map((parcel) => advancedParcel(progress, parcel)),
  exceptions: progress.lifecycle.exceptions.map(toldException),
});

/** The part of the view that the high tier shows as well. */
export function advancedBody(progress: Progress): AdvancedBody {
  const { tracked, lifecycle, promised, delay } = progress;
  const { advanced, basis, asOf, kind } = lifecycle;
  return {
    ...orderNames(progress),
    status: { status: advanced, label: orderLabel(progress), basis, asOf, kind },
    ahead: aheadOf(progress),
    promised,
    confidencePercent: tracked.promise?.confidencePercent,
    delay,
    lines: lifecycle.lines.map((line) => ({
      ...lineNames(progress, line),
      quantities: line.quantities.map(({ stage, units, ...grounds }) => ({
        status: stage,
        label: advancedLabel(stage),
        basis: grounds.basis,
        asOf: grounds.asOf,
        kind: grounds.kind,
        units,
      })),
    })),
    isCorrected: lifecycle.isCorrected,
  };
}

/** A parcel as the advanced tier sees it. */
export function advancedParcel(progress: Progress, parcel: ParcelProgress): AdvancedParcel {
  const { number, parcelUri, stage, grounds } = parcel;
  return {
    number,
    parcelUri,
    status: { status: stage, label: parcelLabel(progress, parcel), ...grounds },
    items: namedItems(progress, parcel),
    expected: expectedOf(progress, parcel),
    milestones: (parcel.leg?.milestones ?? []).map((milestone) => ({
      ...milestone,
      label: milestoneLabel(milestone.step),
    })),
  };
}

/** An open exception as a statement with its ground. */
export const toldException = ({
  kind,
  basis,
  asOf,
}: LifecycleException): Told<LifecycleException['kind']> => ({
  status: kind,
  label: exceptionLabel(kind),
  basis: [basis],
  asOf,
  kind: 'fact',
});

/** While it is picked, how much of it is; weight goods are not counted, since their grams would drown the rest. */
function orderLabel({ lifecycle }: Progress): Told<string>['label'] {
  const label = advancedLabel(lifecycle.advanced);
  if (lifecycle.advanced !== 'picking') return label;
  const open = lifecycle.lines
    .filter(({ unit }) => unit === 'each')
    .flatMap(({ quantities }) => quantities)
    .filter(({ stage }) => stage !== 'cancelled');
  const units = (all: typeof open) => all.reduce((sum, one) => sum + one.units, 0);
  const picked = open.filter(({ stage }) => stageRank(stage) >= stageRank('picked'));
  return open.length === 0
    ? label
    : labelWithCount(label, { done: units(picked), of: units(open) });
}

const labelWithCount = (
  label: Told<string>['label'],
  { done, of }: { readonly done: number; readonly of: number },
): Told<string>['label'] => {
  const count = countLabel(done, of);
  return { en: `${label.en} ${count.en}`, zh: `${label.zh} ${count.zh}` };
};

/** On the road, where it was seen last. The node that sends it is not named: that is for the high tier. */
function parcelLabel(
  { tracked }: Progress,
  { stage, nodeUri }: ParcelProgress,
): Told<string>['label'] {
  const label = advancedLabel(stage);
  const seen = tracked.nodes.find((node) => node.nodeUri === nodeUri);
  const origin = tracked.legs.some(({ fulfilment }) => fulfilment.nodeId === seen?.nodeId);
  if (stage !== 'in_transit' || seen === undefined || origin) return label;
  return labelWith(label, { en: seen.name, zh: seen.name });
}

function expectedOf({ tracked }: Progress, parcel: ParcelProgress): Expected | undefined {
  if (parcel.leg === undefined || !isOnItsWay(parcel)) return undefined;
  const { promisedWindow, decisionId } = parcel.leg.fulfilment;
  const decided = tracked.decisions.find((decision) => decision.decisionId === decisionId);
  return {
    window: { startAt: promisedWindow.startAt, endAt: promisedWindow.endAt },
    basis: [decisionId],
    asOf: decided?.explanation.at ?? tracked.lifecycleOrder.decidedAt,
    kind: 'prediction',
  };
}
