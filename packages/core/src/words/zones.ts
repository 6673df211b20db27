import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { dayMs, minuteMs, weekdayOf } from './time.ts';
import type { LocalTime } from './time.ts';

/**
 * An IANA time zone as a table of offsets, so that local time is integer arithmetic. The table is read from
 * the engine's own tz database over a span of years and grows when somebody asks beyond it; it is a cache of
 * a pure function and never changes an answer.
 */
export interface Zone {
  /** The name it was asked for, e.g. `Asia/Shanghai`. */
  readonly name: string;
  /** Local wall time minus UTC at the instant, ms. A few nanoseconds. */
  offsetMsAt(at: number): number;
  /** First instant after `at` with another offset, searched within two days; undefined when there is none. */
  changeAfter(at: number): number | undefined;
}

/** The engine knows no zone of this name. */
export interface UnknownZone {
  readonly reason: 'unknown-time-zone';
  readonly name: string;
}

/** Zones by lower-case name: compiling one costs about 5 ms, its table is the same for everybody. */
const compiled = new Map<string, Zone>();

/**
 * The zone of an IANA name. Plain offsets such as `+08:00` are refused: they are not zones and engines differ.
 *
 * @see IANA tz database, by ECMA-402 `Intl.DateTimeFormat`
 */
export function zoneNamed(name: string): Outcome<Zone, UnknownZone> {
  const known = compiled.get(name.toLowerCase());
  if (known) return accept(known);
  const offsetNow = offsetReader(name);
  if (!offsetNow) return refuse({ reason: 'unknown-time-zone', name });
  const zone = new ZoneTable(name, offsetNow);
  compiled.set(name.toLowerCase(), zone);
  return accept(zone);
}

/** What the clock on the wall and the calendar beside it show at the instant. */
export function localTime(at: number, zone: Zone): LocalTime {
  const local = at + zone.offsetMsAt(at);
  const epochDay = Math.floor(local / dayMs);
  const minuteOfDay = Math.floor((local - epochDay * dayMs) / minuteMs);
  return { epochDay, minuteOfDay, weekday: weekdayOf(epochDay) };
}

/** The local calendar day of the instant, without building a `LocalTime`. */
export const localDay = (at: number, zone: Zone): number =>
  Math.floor((at + zone.offsetMsAt(at)) / dayMs);

/**
 * The instant of a local wall time. Where clocks were set back and the time happens twice, the earlier one;
 * where they were set forward and it never happens, the first instant after the gap.
 *
 * @param minute minutes from local midnight by the wall clock; may be below 0 or from 1440 on (other days)
 */
export function atOfLocal(zone: Zone, epochDay: number, minute: number): number {
  const local = epochDay * dayMs + minute * minuteMs;
  const before = zone.offsetMsAt(local - dayMs);
  const after = zone.offsetMsAt(local + dayMs);
  if (before === after || zone.offsetMsAt(local - before) === before) return local - before;
  if (zone.offsetMsAt(local - after) === after) return local - after;
  return zone.changeAfter(local - after) ?? local - before;
}

type OffsetReader = (at: number) => number;
const offsetPattern = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Asks the engine for offsets; slow (about 2 µs), therefore only for building the table. */
function offsetReader(timeZone: string): OffsetReader | undefined {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return (at) => offsetMsOf(format.format(at));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetMsOf(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = offsetPattern.exec(text) ?? [];
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

const firstSpanFrom = Date.UTC(2015, 0, 1);
const firstSpanUntil = Date.UTC(2036, 0, 1);
/** Two changes of a zone are never closer than this (Ramadan pauses last about four weeks). */
const stepMs = 7 * dayMs;
/** How far the table grows beyond what was asked. */
const growMs = 1826 * dayMs;
/** Outside 1970 … 2100 the nearest known offset counts: nobody has set rules there, and a table must end. */
const spanFromMin = 0;
const spanUntilMax = Date.UTC(2100, 0, 1);

/** Offsets of one zone: `offsets[i]` holds from `changes[i]` until `changes[i + 1]`. */
class ZoneTable implements Zone {
  readonly name: string;
  readonly #offsetAt: OffsetReader;
  #changes: number[];
  #offsets: number[];
  #until: number;
  /** The piece that was asked last: asks come in clusters. */
  #pieceFrom = 0;
  #pieceUntil = 0;
  #pieceOffset = 0;

  constructor(name: string, offsetAt: OffsetReader) {
    this.name = name;
    this.#offsetAt = offsetAt;
    this.#changes = [firstSpanFrom];
    this.#offsets = [offsetAt(firstSpanFrom)];
    this.#until = firstSpanFrom;
    this.#growTo(firstSpanUntil);
  }

  offsetMsAt(at: number): number {
    if (at >= this.#pieceFrom && at < this.#pieceUntil) return this.#pieceOffset;
    const i = this.#pieceOf(at);
    this.#pieceFrom = this.#changes[i] ?? at;
    this.#pieceUntil = this.#changes[i + 1] ?? this.#until;
    this.#pieceOffset = this.#offsets[i] ?? 0;
    return this.#pieceOffset;
  }

  changeAfter(at: number): number | undefined {
    const change = this.#changes[this.#pieceOf(at) + 1];
    return change !== undefined && change <= at + 2 * dayMs ? change : undefined;
  }

  /** Index of the last change at or before `at`. */
  #pieceOf(at: number): number {
    const from = this.#changes[0] ?? 0;
    if (at < from && from > spanFromMin) this.#growDownTo(Math.max(at - growMs, spanFromMin));
    if (at + 2 * dayMs >= this.#until) this.#growTo(Math.min(at + growMs, spanUntilMax));
    let low = 0;
    let high = this.#changes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#changes[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #growTo(until: number): void {
    while (this.#until < until) {
      const next = this.#until + stepMs;
      const last = this.#offsets[this.#offsets.length - 1] ?? 0;
      const offset = this.#offsetAt(next);
      if (offset !== last) {
        this.#changes.push(this.#changeBetween(this.#until, next));
        this.#offsets.push(offset);
      }
      this.#until = next;
    }
  }

  #growDownTo(from: number): void {
    const first = this.#changes[0] ?? firstSpanFrom;
    const [changes, offsets] = [[from], [this.#offsetAt(from)]];
    for (let at = from; at < first; at += stepMs) {
      const next = Math.min(at + stepMs, first);
      const offset = this.#offsetAt(next);
      if (offset !== offsets[offsets.length - 1]) {
        changes.push(this.#changeBetween(at, next));
        offsets.push(offset);
      }
    }
    const known = this.#offsets[0] === offsets[offsets.length - 1] ? 1 : 0;
    this.#changes = [...changes, ...this.#changes.slice(known)];
    this.#offsets = [...offsets, ...this.#offsets.slice(known)];
  }

  /** Bisects to the second: the first instant whose offset is no longer that of `low`. */
  #changeBetween(low: number, high: number): number {
    const before = this.#offsetAt(low);
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (this.#offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }
}
