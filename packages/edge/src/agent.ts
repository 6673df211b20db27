import { guideFor, judgeScan } from '@ordermesh/core/execute';
import type {
  ColdAnswer,
  ColdJudgement,
  LoggerReading,
  PackGuide,
  PackScan,
  ScanRefusal,
  WantedUnits,
} from '@ordermesh/core/execute';
import type { EpcisEvent } from '@ordermesh/core/facts';
import { accept, refuse } from '@ordermesh/core/words';
import type { Outcome } from '@ordermesh/core/words';
import { answerEvents, doneEvents } from './cold/cold-events.ts';
import { calledAt, foldParcel, lookAt } from './cold/cold-watch.ts';
import type { ParcelState } from './cold/cold-watch.ts';
import type { WatchedParcel } from './cold/watched-parcel.ts';
import type { EdgeEntry, ParkedEvent } from './entry.ts';
import type { EdgeLog } from './log/edge-log.ts';
import { closeEvents, putBackEvents, stopEvents } from './pack/pack-events.ts';
import type { PackTask } from './pack/pack-task.ts';
import { codeOf, foldPack, missingOf } from './pack/packing.ts';
import type { PackState } from './pack/packing.ts';
import { tellNew } from './tell.ts';
import type { Link, Telling } from './tell.ts';

/** What an agent is made of: the machine it runs on, and where it is. */
export interface EdgeMaking {
  readonly log: EdgeLog<EdgeEntry>;
  /** Epoch ms UTC. */
  readonly now: () => number;
  /** URI of the node (or vehicle) as facts name it. */
  readonly nodeUri: string;
  /** Offset of the place, `±hh:mm`. */
  readonly offset: string;
  /** Where exactly; default the node. May change on the road. */
  readonly placeUri?: () => string;
}

/** What the agent says about a parcel after a reading or a look. */
export interface ColdSaid {
  readonly parcelUri: string;
  readonly judgement: ColdJudgement;
  /** Set when it has just been decided. */
  readonly answer: ColdAnswer | undefined;
  /** How long after the goods called for it, ms; with an answer only. */
  readonly decidedInMs: number | undefined;
}

/** What the agent says about a scan that it took. */
export interface PackSaid {
  /** What still belongs into the parcel; empty = close it. */
  readonly missing: readonly WantedUnits[];
}

/** Why the agent does not go on. */
export type EdgeRefusal =
  | { readonly reason: 'not-watched'; readonly parcelUri: string }
  | { readonly reason: 'no-answer'; readonly parcelUri: string }
  | { readonly reason: 'no-task'; readonly taskId: string }
  | { readonly reason: 'closed'; readonly taskId: string; readonly parcelUri: string }
  /** The worker is told what was wrong, what to put back and what to take. */
  | { readonly reason: 'wrong'; readonly refusal: ScanRefusal; readonly guide: PackGuide }
  | { readonly reason: 'put-back-first'; readonly guide: PackGuide }
  | { readonly reason: 'units-missing'; readonly missing: readonly WantedUnits[] };

/** The agent in a store or vehicle. Everything it says is in its log first; it asks nobody. */
export interface EdgeAgent {
  watch(parcel: WatchedParcel): void;
  reading(parcelUri: string, reading: LoggerReading): Outcome<ColdSaid, EdgeRefusal>;
  /** Time passed: loggers may have been silent for too long. Call it at least once a minute. */
  look(): readonly ColdSaid[];
  /** The answer was carried out: the goods are elsewhere, and not watched here any more. */
  done(parcelUri: string): Outcome<ColdAnswer, EdgeRefusal>;
  task(task: PackTask): void;
  scan(taskId: string, scan: Omit<PackScan, 'itemId'>): Outcome<PackSaid, EdgeRefusal>;
  /** The wrong thing is off the bench. */
  putBack(taskId: string): Outcome<PackSaid, EdgeRefusal>;
  close(taskId: string, parcelUri: string, weightGrams?: number): Outcome<PackSaid, EdgeRefusal>;
  /** Sends what was not told yet, in order; one telling at a time. Without a link nothing is lost: call it again. */
  tell(link: Link): Promise<Telling>;
  /** Events that wait for the link. */
  readonly waiting: number;
  /** What the hub refused: for people. */
  readonly parked: readonly ParkedEvent[];
}

/** Starts an agent from its log: it goes on where the last one stopped. */
export function edgeAgent(making: EdgeMaking): EdgeAgent {
  const parcels = new Map<string, ParcelState>();
  const packs = new Map<string, PackState>();
  const events: EpcisEvent[] = [];
  const parked: ParkedEvent[] = [];
  let arrived = 0;
  let underWay: Promise<Telling> | undefined;
  const take = (entry: EdgeEntry): void => {
    foldParcel(parcels, entry);
    foldPack(packs, entry);
    events.push(...(entry.events ?? []));
    if (entry.kind !== 'told') return;
    arrived = entry.arrived;
    parked.push(...entry.parked);
  };
  for (const entry of making.log.kept) take(entry);
  const write = (...entries: readonly EdgeEntry[]): void => {
    making.log.append(entries);
    for (const entry of entries) take(entry);
  };
  const bench: Bench = { making, parcels, packs, write };
  return {
    watch: (parcel) => write({ kind: 'watch', at: making.now(), parcel }),
    task: (task) => write({ kind: 'task', at: making.now(), task }),
    reading: (parcelUri, reading) => takeReading(bench, parcelUri, reading),
    look: () => [...parcels.values()].map((state) => lookAtParcel(bench, state)),
    done: (parcelUri) => carriedOut(bench, parcelUri),
    scan: (taskId, scan) => takeScan(bench, taskId, scan),
    putBack: (taskId) => takePutBack(bench, taskId),
    close: (taskId, parcelUri, weightGrams) =>
      closeParcel(bench, taskId, { parcelUri, weightGrams }),
    tell: (link) =>
      (underWay ??= tellNew(link, {
        events: () => events,
        arrived: () => arrived,
        keep: (told) => write({ kind: 'told', at: making.now(), ...told }),
      }).finally(() => (underWay = undefined))),
    get waiting() {
      return events.length - arrived;
    },
    parked,
  };
}

interface Bench {
  readonly making: EdgeMaking;
  readonly parcels: ReadonlyMap<string, ParcelState>;
  readonly packs: ReadonlyMap<string, PackState>;
  readonly write: (...entries: readonly EdgeEntry[]) => void;
}

const placeOf = ({ nodeUri, offset, placeUri }: EdgeMaking) => ({
  offset,
  nodeUri,
  placeUri: placeUri?.() ?? nodeUri,
});

function takeReading(
  bench: Bench,
  parcelUri: string,
  reading: LoggerReading,
): Outcome<ColdSaid, EdgeRefusal> {
  if (!bench.parcels.has(parcelUri)) return refuse({ reason: 'not-watched', parcelUri });
  bench.write({ kind: 'reading', at: bench.making.now(), parcelUri, reading });
  const state = bench.parcels.get(parcelUri);
  return state ? accept(lookAtParcel(bench, state)) : refuse({ reason: 'not-watched', parcelUri });
}

function lookAtParcel(bench: Bench, state: ParcelState): ColdSaid {
  const { making } = bench;
  const at = making.now();
  const { parcelUri } = state.parcel;
  const { judgement, answer } = lookAt(state, at);
  if (!answer) return { parcelUri, judgement, answer, decidedInMs: undefined };
  const decidedInMs = at - calledAt(state, at);
  const told = { place: placeOf(making), decidedInMs };
  const events = answerEvents(state.parcel, answer, told);
  bench.write({ kind: 'answer', at, parcelUri, answer, decidedInMs, events });
  return { parcelUri, judgement, answer, decidedInMs };
}

function carriedOut(bench: Bench, parcelUri: string): Outcome<ColdAnswer, EdgeRefusal> {
  const state = bench.parcels.get(parcelUri);
  if (!state) return refuse({ reason: 'not-watched', parcelUri });
  const { answer, parcel } = state;
  if (!answer) return refuse({ reason: 'no-answer', parcelUri });
  const at = bench.making.now();
  const events = doneEvents(parcel, answer, { at, place: placeOf(bench.making) });
  bench.write({ kind: 'done', at, parcelUri, events });
  return accept(answer);
}

function openPack(bench: Bench, taskId: string): Outcome<PackState, EdgeRefusal> {
  const state = bench.packs.get(taskId);
  if (!state) return refuse({ reason: 'no-task', taskId });
  const { parcelUri } = state;
  return parcelUri === undefined ? accept(state) : refuse({ reason: 'closed', taskId, parcelUri });
}

const nameOf = ({ task }: PackState, code: string): string => codeOf(task, code)?.name ?? code;

const missingNow = (bench: Bench, taskId: string): PackSaid => {
  const state = bench.packs.get(taskId);
  return { missing: state ? missingOf(state) : [] };
};

function takeScan(
  bench: Bench,
  taskId: string,
  scanned: Omit<PackScan, 'itemId'>,
): Outcome<PackSaid, EdgeRefusal> {
  const open = openPack(bench, taskId);
  if (!open.ok) return open;
  const state = open.value;
  if (state.stopped) return refuse(putBackFirst(state, state.stopped));
  const scan: PackScan = { ...scanned, itemId: codeOf(state.task, scanned.code)?.itemId };
  const judged = judgeScan({ order: state.task, packed: state.packed, scan });
  const at = bench.making.now();
  if (judged.ok) {
    const packed = judged.value.taken.map((one) => ({ ...one, lot: scan.lot ?? '' }));
    bench.write({ kind: 'packed', at, taskId, packed });
    return accept(missingNow(bench, taskId));
  }
  const { refusal } = judged;
  const events = stopEvents(state, { scan, refusal, at, place: placeOf(bench.making) });
  bench.write({ kind: 'stopped', at, taskId, scan, refusal, events });
  const guide = guideFor(refusal, nameOf(state, scan.code));
  return refuse({ reason: 'wrong', refusal, guide });
}

const putBackFirst = (
  state: PackState,
  { scan, refusal }: NonNullable<PackState['stopped']>,
): EdgeRefusal => ({
  reason: 'put-back-first',
  guide: guideFor(refusal, nameOf(state, scan.code)),
});

function takePutBack(bench: Bench, taskId: string): Outcome<PackSaid, EdgeRefusal> {
  const open = openPack(bench, taskId);
  if (!open.ok) return open;
  if (!open.value.stopped) return accept(missingNow(bench, taskId));
  const at = bench.making.now();
  const events = putBackEvents(open.value, { at, place: placeOf(bench.making) });
  bench.write({ kind: 'put_back', at, taskId, events });
  return accept(missingNow(bench, taskId));
}

function closeParcel(
  bench: Bench,
  taskId: string,
  closing: { readonly parcelUri: string; readonly weightGrams: number | undefined },
): Outcome<PackSaid, EdgeRefusal> {
  const open = openPack(bench, taskId);
  if (!open.ok) return open;
  const state = open.value;
  if (state.stopped) return refuse(putBackFirst(state, state.stopped));
  const missing = missingOf(state);
  if (missing.length > 0) return refuse({ reason: 'units-missing', missing });
  const { parcelUri, weightGrams } = closing;
  const at = bench.making.now();
  const events = closeEvents(state, parcelUri, {
    at,
    place: placeOf(bench.making),
    ...(weightGrams !== undefined && { weightGrams }),
  });
  bench.write({ kind: 'closed', at, taskId, parcelUri, events });
  return accept({ missing: [] });
}
