import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { atOfLocal, localTime, zoneNamed } from './zones.ts';
import type { Zone } from './zones.ts';
import { dayMs, hourMs, minuteMs } from './time.ts';

const names = [
  'Asia/Shanghai',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];

const zone = (name: string): Zone => {
  const found = zoneNamed(name);
  if (!found.ok) throw new Error(`no zone ${name}`);
  return found.value;
};

/** The same question asked of the engine, field by field. */
function byIntl(at: number, timeZone: string): { epochDay: number; minuteOfDay: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const part = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  return {
    epochDay: Date.UTC(part['year']!, part['month']! - 1, part['day']) / dayMs,
    minuteOfDay: part['hour']! * 60 + part['minute']!,
  };
}

const within = (from: string, until: string) =>
  fc.integer({ min: Date.parse(from), max: Date.parse(until) });
const anyAt = within('2015-01-01', '2035-12-31');

describe('a zone', () => {
  it.each(names)('%s tells the same local time as the engine on random instants', (name) => {
    fc.assert(
      fc.property(anyAt, (at) => {
        const { epochDay, minuteOfDay } = localTime(at, zone(name));
        expect({ epochDay, minuteOfDay }).toEqual(byIntl(at, name));
      }),
      { numRuns: 400 },
    );
  });

  it.each(names)(
    '%s tells the same local time as the engine minutes around each change',
    (name) => {
      const table = zone(name);
      let seen = 0;
      for (let at = Date.parse('2018-01-01'); at < Date.parse('2024-01-01'); at += dayMs) {
        const change = table.changeAfter(at);
        if (change === undefined || change > at + dayMs) continue;
        seen += 1;
        for (const near of [change - minuteMs, change - 1, change, change + minuteMs]) {
          const { epochDay, minuteOfDay } = localTime(near, table);
          expect({ epochDay, minuteOfDay }).toEqual(byIntl(near, name));
        }
      }
      const steady = ['Asia/Shanghai', 'Asia/Kathmandu'].includes(name);
      expect(seen > 0).toBe(!steady);
    },
  );

  it('knows years far outside its first span', () => {
    for (const date of ['1996-07-01T12:00Z', '2003-01-31T12:00Z', '2044-07-01T12:00Z'])
      for (const name of names) {
        const { epochDay, minuteOfDay } = localTime(Date.parse(date), zone(name));
        expect({ epochDay, minuteOfDay }).toEqual(byIntl(Date.parse(date), name));
      }
  });

  it('counts weekdays from Monday', () => {
    const monday = localTime(Date.parse('2026-11-22T17:00Z'), zone('Asia/Shanghai'));
    expect(monday).toMatchObject({ weekday: 0, minuteOfDay: 60 });
  });

  it('finds the instant of a wall time again, and the earlier one where it happens twice', () => {
    fc.assert(
      fc.property(anyAt, fc.constantFrom(...names), (at, name) => {
        const minute = Math.floor(at / minuteMs) * minuteMs;
        const local = localTime(minute, zone(name));
        const back = atOfLocal(zone(name), local.epochDay, local.minuteOfDay);
        expect(back === minute || (back < minute && minute - back <= 2 * hourMs)).toBe(true);
        expect(localTime(back, zone(name))).toEqual(local);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes the first instant after the gap when clocks are set forward over the wall time', () => {
    const berlin = Date.parse('2026-03-29T00:00Z') / dayMs;
    const afterGap = Date.parse('2026-03-29T01:00Z');
    expect(atOfLocal(zone('Europe/Berlin'), berlin, 150)).toBe(afterGap);
    expect(atOfLocal(zone('Europe/Berlin'), berlin, 120)).toBe(afterGap);
    expect(atOfLocal(zone('Europe/Berlin'), berlin, 180)).toBe(afterGap);
    expect(atOfLocal(zone('Europe/Berlin'), berlin, 119)).toBe(afterGap - minuteMs);
  });

  it('takes the earlier instant when clocks are set back, also by half an hour', () => {
    const berlin = Date.parse('2026-10-25T00:00Z') / dayMs;
    expect(atOfLocal(zone('Europe/Berlin'), berlin, 150)).toBe(Date.parse('2026-10-25T00:30Z'));
    const lordHowe = Date.parse('2026-04-05T00:00Z') / dayMs;
    expect(atOfLocal(zone('Australia/Lord_Howe'), lordHowe, 105)).toBe(
      Date.parse('2026-04-04T14:45Z'),
    );
  });

  it('never runs backwards over wall minutes', () => {
    const anyDay = fc.integer({ min: 16_500, max: 23_000 });
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...names), (day, name) => {
        let last = -Infinity;
        for (let minute = 0; minute <= 1500; minute += 15) {
          const at = atOfLocal(zone(name), day, minute);
          expect(at).toBeGreaterThanOrEqual(last);
          last = at;
        }
      }),
    );
  });

  it('refuses names that are no zones, and plain offsets', () => {
    for (const name of ['Mars/Olympus', '', '+08:00', 'Asia/Shanghai '])
      expect(zoneNamed(name)).toEqual({
        ok: false,
        refusal: { reason: 'unknown-time-zone', name },
      });
  });
});
