import { checkDigitOf } from './gs1.ts';

/** Every canonical GS1 Digital Link starts with this. @see GS1 Digital Link URI Syntax 1.3 §4.12 */
const canonicalRoot = 'https://id.gs1.org';

/** Names of GS1 application identifiers that older Digital Links spell out. */
const aliases: Readonly<Record<string, string>> = {
  gtin: '01',
  itip: '8006',
  cpid: '8010',
  gln: '414',
  party: '417',
  gsrnp: '8017',
  gsrn: '8018',
  gcn: '255',
  sscc: '00',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  grai: '8003',
  giai: '8004',
  cpv: '22',
  lot: '10',
  ser: '21',
};

/** Primary keys with the shape of their value. */
const primaryKeys: Readonly<Record<string, RegExp>> = {
  '00': /^\d{18}$/,
  '01': /^\d{14}$/,
  '253': /^\d{13}["'\-.0-9;-?A-Z_a-z]{0,17}$/,
  '255': /^\d{13,25}$/,
  '401': /^["'\-.0-9;-?A-Z_a-z]{0,30}$/,
  '402': /^\d{17}$/,
  '414': /^\d{13}$/,
  '417': /^\d{13}$/,
  '8003': /^\d{14}["'\-.0-9;-?A-Z_a-z]{0,16}$/,
  '8004': /^["'\-.0-9;-?A-Z_a-z]{0,30}$/,
  '8006': /^\d{18}$/,
  '8010': /^[#\-/0-9A-Z]{0,30}$/,
  '8017': /^\d{18}$/,
  '8018': /^\d{18}$/,
};

/** Key qualifiers, finest first: only the finest that is present stays. */
const qualifiers: Readonly<Record<string, readonly string[]>> = {
  '01': ['21', '235', '10'],
  '8006': ['21', '10'],
  '414': ['254'],
  '8010': ['8011'],
};

const qualifierShape = /^["'\-.0-9;-?A-Z_a-z]{0,28}$/;

/**
 * Writes any identifier of a thing in its one canonical form: EPC, EPC class and EPC pattern URNs and GS1
 * Digital Links of any domain become `https://id.gs1.org/…` with only the finest level of identification
 * (a serial number drops the lot; variant and query are dropped). Everything else comes back unchanged.
 *
 * The check digit of a Digital Link is not verified here, so that an event's hash does not depend on it.
 * @see CBV 2.0 §8.9, GS1 Digital Link URI Syntax 1.3, EPC Tag Data Standard 2.0 §6
 */
export function canonicalUri(uri: string): string {
  if (uri.startsWith('urn:epc:')) return fromUrn(uri) ?? uri;
  if (!uri.startsWith('http')) return uri;
  return isCanonical.test(uri) || !mayHoldKey.test(uri) ? uri : (fromLink(uri) ?? uri);
}

/** The usual canonical links, told apart at once because every event holds several. */
const isCanonical =
  /^https:\/\/id\.gs1\.org\/(?:00\/\d{18}|01\/\d{14}(?:\/(?:10|21)\/[^/?]*)?|414\/\d{13}(?:\/254\/[^/?]*)?|417\/\d{13})$/;
/** A web address in which some path segment may be a GS1 key: four digits after a name or number. */
const mayHoldKey = /^https?:\/\/.*\/(?:[a-z]{2,5}|\d{2,4})\/\d{4}[^/]/;

function fromLink(uri: string): string | undefined {
  const path = (uri.split('?', 1)[0] ?? uri).split('/').slice(3);
  const names = path.map((part) => aliases[part] ?? part);
  const start = names.findIndex(
    (name, at) => primaryKeys[name] !== undefined && /^\d{4}./.test(path[at + 1] ?? ''),
  );
  const key = names[start];
  const value = path[start + 1];
  if (start < 0 || key === undefined || value === undefined) return undefined;
  const padded =
    key === '01' && /^\d{8}$|^\d{12,13}$/.test(value) ? value.padStart(14, '0') : value;
  if (!primaryKeys[key]?.test(padded)) return undefined;
  const qualifier = finestQualifier(key, names.slice(start + 2));
  return qualifier === undefined ? undefined : `${canonicalRoot}/${key}/${padded}${qualifier}`;
}

/** The finest qualifier as a path, empty when there is none, undefined when the path is not a known one. */
function finestQualifier(key: string, rest: readonly string[]): string | undefined {
  const known = qualifiers[key] ?? [];
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) given.set(rest[at] ?? '', rest[at + 1] ?? '#');
  given.delete('22');
  const isKnown = [...given].every(
    ([name, value]) => known.includes(name) && qualifierShape.test(value),
  );
  if (!isKnown) return undefined;
  const finest = known.find((name) => given.has(name));
  return finest === undefined ? '' : `/${finest}/${given.get(finest) ?? ''}`;
}

/** Digits of company prefix and reference together, and how the scheme becomes a Digital Link. */
interface UrnScheme {
  readonly digits: number;
  readonly link: (key: string, rest: string) => string;
}

const checked = (digits: string): string => digits + checkDigitOf(digits);
/** In trade items and parcels the first digit of the reference stands before the company prefix. */
const leading = (prefix: string, reference: string): string =>
  reference.slice(0, 1) + prefix + reference.slice(1);

const schemes: Readonly<Record<string, UrnScheme & { readonly leads?: true }>> = {
  sgtin: {
    digits: 13,
    leads: true,
    link: (key, rest) => `/01/${checked(key)}${tail('/21/', rest)}`,
  },
  lgtin: {
    digits: 13,
    leads: true,
    link: (key, rest) => `/01/${checked(key)}${tail('/10/', rest)}`,
  },
  upui: {
    digits: 13,
    leads: true,
    link: (key, rest) => `/01/${checked(key)}${tail('/235/', rest)}`,
  },
  itip: { digits: 13, leads: true, link: itipLink },
  sscc: { digits: 17, leads: true, link: (key) => `/00/${checked(key)}` },
  sgln: {
    digits: 12,
    link: (key, rest) => `/414/${checked(key)}${rest === '0' ? '' : tail('/254/', rest)}`,
  },
  pgln: { digits: 12, link: (key) => `/417/${checked(key)}` },
  grai: { digits: 12, link: (key, rest) => `/8003/${checked(`0${key}`)}${tail('', rest)}` },
  gdti: { digits: 12, link: (key, rest) => `/253/${checked(key)}${tail('', rest)}` },
  sgcn: { digits: 12, link: (key, rest) => `/255/${checked(key)}${tail('', rest)}` },
  gsrn: { digits: 17, link: (key) => `/8018/${checked(key)}` },
  gsrnp: { digits: 17, link: (key) => `/8017/${checked(key)}` },
  gsin: { digits: 16, link: (key) => `/402/${checked(key)}` },
};

/** Percent-encodes what EPC URNs may write plainly but Digital Links may not. @see Digital Link Table 7-1 */
const webSafe = (text: string): string =>
  text.replace(/[!()*+,:]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const tail = (name: string, rest: string): string =>
  rest === '' || rest === '*' ? '' : name + webSafe(rest);

function itipLink(key: string, rest: string): string {
  const [piece = '', total = '', ...serial] = rest.split('.');
  return `/8006/${checked(key)}${piece}${total}${tail('/21/', serial.join('.'))}`;
}

const urnShape = /^urn:epc:(?:id|class|idpat):([a-z]+):(\d{6,12})\.([^.]*)(?:\.(.+))?$/;
const urnSerial = /^(?:\*|(?:%[2-7][0-9A-Fa-f]|[!')(*+,.0-9:;=A-Za-z_-]){1,30})$/;

function fromUrn(uri: string): string | undefined {
  const match = urnShape.exec(uri);
  if (match === null) return undefined;
  const part = (at: number): string => match[at] ?? '';
  if (part(4) !== '' && !urnSerial.test(part(4))) return undefined;
  const link =
    freeLink(part(1), [part(2), part(3), part(4)]) ??
    digitLink(part(1), [part(2), part(3), part(4)]);
  return link === undefined ? undefined : canonicalRoot + link;
}

type UrnParts = readonly [prefix: string, reference: string, rest: string];

/** Schemes whose reference is free text. */
function freeLink(scheme: string, [prefix, reference, rest]: UrnParts): string | undefined {
  if (scheme === 'giai') return `/8004/${prefix}${webSafe(joined(reference, rest))}`;
  if (scheme === 'ginc') return `/401/${prefix}${webSafe(joined(reference, rest))}`;
  if (scheme === 'cpi') return `/8010/${prefix}${webSafe(reference)}${tail('/8011/', rest)}`;
  return undefined;
}

/** Schemes of digits, whose Digital Link carries the check digit. */
function digitLink(scheme: string, [prefix, reference, rest]: UrnParts): string | undefined {
  const form = schemes[scheme];
  if (form === undefined || !/^\d*$/.test(reference)) return undefined;
  if (prefix.length + reference.length !== form.digits) return undefined;
  return form.link(form.leads ? leading(prefix, reference) : prefix + reference, rest);
}

/** GIAI and GINC references may hold dots themselves. */
const joined = (reference: string, rest: string): string =>
  rest === '' ? reference : `${reference}.${rest}`;
