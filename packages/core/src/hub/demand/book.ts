import { dayMs, unitVector } from '../../words/index.ts';
import { unwatched } from '../../learn/index.ts';
import type { DemandWatch } from '../../learn/index.ts';
import type { DemandZone } from '../../stock/index.ts';
import type { LoggedEvent } from '../ports/records.ts';
import type { AskedPlace, AskedUnits } from './asked.ts';
import { addUnits, unitsAt } from './sparse.ts';

/** What one item was asked for in one zone, and how it is watched. Plain JSON. */
export interface DemandTrack {
  readonly itemId: string;
  readonly zone: string;
  /** Pairs of a week and its units, ascending; weeks without any are absent. */
  weeks: number[];
  /** Pairs of a day and its units of the last days, ascending. */
  days: number[];
  watch: DemandWatch;
}

/** Sums of the points of a zone on the unit sphere: their middle stands for it. */
type ZoneSum = [x: number, y: number, z: number, orders: number];

/** A demand book as it is kept in the store: in parts, so that no document grows without bound. */
export interface DemandPart {
  /** Everything up to here is in it. */
  readonly sequence: number;
  readonly parts: number;
  /** First day that was counted, days since 1970. */
  readonly firstDay: number;
  readonly zones: Readonly<Record<string, ZoneSum>>;
  /** Pairs of a day and the lines of orders on it. */
  readonly lines: readonly number[];
  /** The same by zone, and for longer: what holidays do is learned from them. */
  readonly zoneLines: Readonly<Record<string, readonly number[]>>;
  readonly tracks: readonly DemandTrack[];
}

/** Lines of orders of a zone, day by day. */
export interface ZoneDays {
  readonly zone: string;
  readonly lines: Float64Array;
}

/** Weeks that are remembered: two years and what a season needs to be told from its neighbours. */
const weeksKept = 112;
/** Days that are remembered one by one, for the watch. */
const daysKept = 15;
/** Days whose lines of all goods are remembered, for the days of the week. */
const lineDaysKept = 64;
/** Items by zone that are remembered; those that nobody asked for the longest make room. */
const tracksMax = 100_000;
const tracksPerPart = 5_000;
/** Zones whose days are remembered; later ones are counted without their days. */
const zonesMax = 2_000;
const zonesPerPart = 500;

/** Days since 1970, UTC. */
export const dayOf = (at: number): number => Math.floor(at / dayMs);
/** Weeks since Monday, 29 December 1969, UTC. */
export const weekOf = (at: number): number => Math.floor((dayOf(at) + 3) / 7);
/** First moment of a week. */
export const weekStartAt = (week: number): number => (week * 7 - 3) * dayMs;

/** Pages of the log in the order of their sequence, without a gap. */
export interface LogStretch {
  /** Events after this one … */
  readonly from: number;
  readonly events: readonly LoggedEvent[];
  /** … up to this one. */
  readonly until: number;
}

/**
 * What customers asked for, per item and zone, week by week and for the last days day by day, folded from the
 * committed log: the same log makes the same book in every process. Two to three microseconds per order of two
 * lines; the memory is bounded by `tracksMax`.
 *
 * What was asked for counts, also when it could not be had. What a customer withdraws before a node was given the work
 * is taken back from the day on which it was asked for; what is cancelled later stays.
 */
export class DemandBook {
  /** Everything up to here is in it. */
  sequence = 0;
  /** First day that was counted; 0 = none yet. */
  firstDay = 0;
  readonly tracks = new Map<string, DemandTrack>();
  readonly #zones = new Map<string, ZoneSum>();
  readonly #zoneLines = new Map<string, number[]>();
  #lines: number[] = [];

  /** Folds what is new in a stretch; one that leaves a gap is left alone. */
  follow({ from, events, until }: LogStretch): void {
    if (from > this.sequence) return;
    for (const event of events) if (event.sequence > this.sequence) this.#fold(event);
    this.sequence = Math.max(this.sequence, until);
  }

  /** Begins anew. */
  forget(): void {
    this.sequence = 0;
    this.firstDay = 0;
    this.tracks.clear();
    this.#zones.clear();
    this.#zoneLines.clear();
    this.#lines = [];
  }

  track(itemId: string, zone: string): DemandTrack | undefined {
    return this.tracks.get(keyOf(itemId, zone));
  }

  zones(): readonly DemandZone[] {
    return [...this.#zones].map(([zoneId, [x, y, z]]) => ({
      zoneId,
      latitude: degrees(Math.atan2(z, Math.hypot(x, y))),
      longitude: degrees(Math.atan2(y, x)),
    }));
  }

  /** Lines of orders on a day of the last weeks. */
  linesOn(day: number): number {
    return unitsAt(this.#lines, day);
  }

  /** Lines of orders by zone and day, from a day until before another; 0 where nobody asked. */
  dailyByZone(from: number, until: number): readonly ZoneDays[] {
    return [...this.#zoneLines].map(([zone, pairs]) => {
      const lines = new Float64Array(until - from);
      for (let at = 0; at < pairs.length; at += 2) {
        const day = (pairs[at] ?? 0) - from;
        if (day >= 0 && day < lines.length) lines[day] = pairs[at + 1] ?? 0;
      }
      return { zone, lines };
    });
  }

  /** Units of a track per week, from a week until before another, 0 where nobody asked. */
  weekly({ weeks }: DemandTrack, from: number, until: number): Float64Array {
    return Float64Array.from({ length: until - from }, (_, ix) =>
      Math.max(0, unitsAt(weeks, from + ix)),
    );
  }

  /** For the store. */
  parts(): readonly DemandPart[] {
    const tracks = [...this.tracks.values()];
    const days = [...this.#zoneLines].map(([zone, pairs]) => [zone, [...pairs]] as const);
    const parts = Math.max(
      1,
      Math.ceil(tracks.length / tracksPerPart),
      Math.ceil(days.length / zonesPerPart),
    );
    return Array.from({ length: parts }, (_, ix) => ({
      sequence: this.sequence,
      parts,
      firstDay: this.firstDay,
      zones: ix === 0 ? Object.fromEntries(this.#zones) : {},
      lines: ix === 0 ? [...this.#lines] : [],
      zoneLines: Object.fromEntries(days.slice(ix * zonesPerPart, (ix + 1) * zonesPerPart)),
      tracks: tracks
        .slice(ix * tracksPerPart, (ix + 1) * tracksPerPart)
        .map((track) => ({ ...track, weeks: [...track.weeks], days: [...track.days] })),
    }));
  }

  /** Takes over what was kept; with a part missing, or of a time without days by zone, nothing of it counts. */
  restore(parts: readonly (Omit<DemandPart, 'zoneLines'> & Partial<DemandPart>)[]): void {
    const [first] = parts;
    if (first?.parts !== parts.length) return;
    if (parts.some(({ zoneLines }) => zoneLines === undefined)) return;
    if (parts.some(({ sequence }) => sequence !== first.sequence)) return;
    this.sequence = first.sequence;
    this.firstDay = first.firstDay;
    this.#lines = [...first.lines];
    for (const { zones, zoneLines = {}, tracks } of parts) {
      for (const [zone, sum] of Object.entries(zones)) this.#zones.set(zone, [...sum]);
      for (const [zone, pairs] of Object.entries(zoneLines)) this.#zoneLines.set(zone, [...pairs]);
      for (const track of tracks)
        this.tracks.set(keyOf(track.itemId, track.zone), {
          ...track,
          weeks: [...track.weeks],
          days: [...track.days],
        });
    }
  }

  #fold({ type, at, body }: LoggedEvent): void {
    const { place, lines, asked } = body;
    if (type === placedType) this.#asked(at, place, unitsOfLines(lines));
    else if (type === amendedType) this.#asked(at, place, asked);
    else if (type === cancelledType) this.#withdrawn(body);
  }

  #asked(at: number, place: unknown, asked: unknown): void {
    if (asked === undefined || place === undefined) return;
    const [zone, latitude, longitude] = place as AskedPlace;
    const units = asked as readonly AskedUnits[];
    if (units.length === 0) return;
    if (this.firstDay === 0) this.firstDay = dayOf(at);
    const point = unitVector(latitude, longitude);
    const sum = this.#zones.get(zone) ?? [0, 0, 0, 0];
    this.#zones.set(zone, [sum[0] + point.x, sum[1] + point.y, sum[2] + point.z, sum[3] + 1]);
    addUnits(this.#lines, { place: dayOf(at), units: units.length, kept: lineDaysKept });
    this.#addLines(zone, dayOf(at), units.length);
    for (const [itemId, count] of units) this.#add({ itemId, zone, at }, count);
  }

  #addLines(zone: string, day: number, lines: number): void {
    const known = this.#zoneLines.get(zone);
    if (known === undefined && this.#zoneLines.size >= zonesMax) return;
    const pairs = known ?? [];
    addUnits(pairs, { place: day, units: lines, kept: 7 * weeksKept });
    if (known === undefined) this.#zoneLines.set(zone, pairs);
  }

  #withdrawn({ withdrawn, place, acceptedAt }: Body): void {
    if (withdrawn === undefined || place === undefined || typeof acceptedAt !== 'number') return;
    const [zone] = place as AskedPlace;
    for (const [itemId, units] of withdrawn as readonly AskedUnits[])
      if (this.track(itemId, zone) !== undefined)
        this.#add({ itemId, zone, at: acceptedAt }, -units);
  }

  #add(
    { itemId, zone, at }: { readonly itemId: string; readonly zone: string; readonly at: number },
    units: number,
  ): void {
    const key = keyOf(itemId, zone);
    const known = this.tracks.get(key);
    const track = known ?? { itemId, zone, weeks: [], days: [], watch: unwatched };
    addUnits(track.weeks, { place: weekOf(at), units, kept: weeksKept });
    addUnits(track.days, { place: dayOf(at), units, kept: daysKept });
    if (known !== undefined) return;
    if (this.tracks.size >= tracksMax) this.#makeRoom();
    this.tracks.set(key, track);
  }

  /** Lets a tenth go, so that it is seldom done. */
  #makeRoom(): void {
    const newest = [...this.tracks]
      .map(([key, { weeks }]) => [key, weeks.at(-2) ?? 0] as const)
      .sort(([aKey, a], [bKey, b]) => a - b || (aKey < bKey ? -1 : 1));
    for (const [key] of newest.slice(0, Math.ceil(tracksMax / 10))) this.tracks.delete(key);
  }
}

type Body = LoggedEvent['body'];

const placedType = 'dev.ordermesh.order.placed.v1';
const amendedType = 'dev.ordermesh.order.amended.v1';
const cancelledType = 'dev.ordermesh.order.cancelled.v1';

/** Lines as an accepted order tells them: number, item, units. */
const unitsOfLines = (lines: unknown): readonly AskedUnits[] =>
  ((lines ?? []) as readonly (readonly [number, string, number])[]).map(
    ([, itemId, units]) => [itemId, units] as const,
  );

const keyOf = (itemId: string, zone: string): string => `${itemId}\n${zone}`;
const degrees = (radians: number): number => (radians * 180) / Math.PI;
