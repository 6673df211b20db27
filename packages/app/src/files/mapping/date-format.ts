import { atOfLocal, epochDayOf, zoneNamed } from '@ordermesh/core/words';

/** Parts of a date as mappings name them, with the most digits that each has. */
const digitsMax = { YYYY: 4, MM: 2, DD: 2, HH: 2, mm: 2, ss: 2 } as const;
type Part = keyof typeof digitsMax;

/** Parts that may be written with fewer digits, where something stands behind them. */
const mayBeShort: ReadonlySet<Part> = new Set(['MM', 'DD', 'HH']);

/**
 * Reads a date written as `format` says, e.g. `DD.MM.YYYY HH:mm`, in the time of a zone. Everything in the format that is
 * no part stands for itself. @returns undefined for what is written otherwise, or is not in the calendar
 */
export function formattedAt(text: string, format: string, timeZone: string): number | undefined {
  const zone = zoneNamed(timeZone);
  const found = partsOf(text, format);
  if (!zone.ok || !found) return undefined;
  const part = (name: Part): number => Number(found.get(name) ?? 0);
  const two = (name: Part): string => String(part(name)).padStart(2, '0');
  const day = epochDayOf(`${found.get('YYYY') ?? ''}-${two('MM')}-${two('DD')}`);
  if (day === undefined || part('HH') > 23 || part('mm') > 59 || part('ss') > 59) return undefined;
  return atOfLocal(zone.value, day, part('HH') * 60 + part('mm')) + part('ss') * 1_000;
}

/** The digits of every part; undefined when the text is not of this format, or says a part twice and differently. */
function partsOf(text: string, format: string): ReadonlyMap<Part, string> | undefined {
  const pieces = format.split(/(YYYY|MM|DD|HH|mm|ss)/);
  const found = new Map<Part, string>();
  let at = 0;
  for (const [ix, piece] of pieces.entries()) {
    if (!isPart(piece)) {
      if (!text.startsWith(piece, at)) return undefined;
      at += piece.length;
      continue;
    }
    const isFollowed = pieces[ix + 1] !== '' || ix + 2 === pieces.length;
    const digits = digitsAt(text, at, piece);
    if (!isEnough(digits, piece, isFollowed) || (found.get(piece) ?? digits) !== digits)
      return undefined;
    found.set(piece, digits);
    at += digits.length;
  }
  return at === text.length ? found : undefined;
}

/** All digits of the part, or fewer where the next sign ends it. */
const isEnough = (digits: string, part: Part, isFollowed: boolean): boolean =>
  digits.length === digitsMax[part] || (digits !== '' && isFollowed && mayBeShort.has(part));

const isPart = (piece: string): piece is Part => Object.hasOwn(digitsMax, piece);

function digitsAt(text: string, from: number, part: Part): string {
  let to = from;
  while (to < from + digitsMax[part] && /^\d$/.test(text.charAt(to))) to += 1;
  return text.slice(from, to);
}
