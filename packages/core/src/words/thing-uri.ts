import { canonicalUri } from './digital-link.ts';

/** Kinds of things that a private URI may name when the user has no GS1 keys for them. */
export type PrivateKind =
  | 'node'
  | 'sku'
  | 'parcel'
  | 'consignee'
  | 'ship-to'
  | 'vehicle'
  | 'tote'
  | 'party'
  | 'device'
  | 'order'
  | 'shipment'
  | 'return';

/**
 * What a URI names. `kind` says which sort of thing, `key` is its key without the parts below it, and
 * `qualifier` what stands below (bin, dock or bench of a node).
 */
export interface ThingName {
  readonly scheme: 'gs1' | 'private' | 'other';
  readonly kind:
    | 'item'
    | 'parcel'
    | 'node'
    | 'party'
    | 'tote'
    | 'asset'
    | 'consignee'
    | 'ship-to'
    | 'vehicle'
    | 'device'
    | 'order'
    | 'shipment'
    | 'return'
    | 'other';
  /** GTIN-14, SSCC, GLN, GRAI, GIAI or the private code; the whole URI for `other`. */
  readonly key: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly qualifier?: string;
}

const gs1Root = 'https://id.gs1.org';

/** The Digital Link of a trade item: class, lot, or (with `serial`) one instance. @see GS1 AI 01, 10, 21 */
export function itemUri(gtin: string, level: { lot?: string; serial?: string } = {}): string {
  if (level.serial !== undefined)
    return `${gs1Root}/01/${gtin}/21/${encodeURIComponent(level.serial)}`;
  if (level.lot !== undefined) return `${gs1Root}/01/${gtin}/10/${encodeURIComponent(level.lot)}`;
  return `${gs1Root}/01/${gtin}`;
}

/** The Digital Link of a parcel, pallet or other logistic unit. @see GS1 AI 00 */
export const parcelUri = (sscc: string): string => `${gs1Root}/00/${sscc}`;

/** The Digital Link of a place: a node, or with `extension` a bin, bench or dock in it. @see GS1 AI 414, 254 */
export const locationUri = (gln: string, extension?: string): string =>
  extension === undefined
    ? `${gs1Root}/414/${gln}`
    : `${gs1Root}/414/${gln}/254/${encodeURIComponent(extension)}`;

/** The Digital Link of a party (shop, carrier, consignee). @see GS1 AI 417 */
export const partyUri = (gln: string): string => `${gs1Root}/417/${gln}`;

/** The Digital Link of a returnable asset such as a tote; `grai` without the leading AI. @see GS1 AI 8003 */
export const toteUri = (grai: string): string => `${gs1Root}/8003/${grai}`;

/** The Digital Link of an individual asset such as a vehicle, scale or sensor. @see GS1 AI 8004 */
export const assetUri = (giai: string): string => `${gs1Root}/8004/${giai}`;

/**
 * The URI of a thing that has no GS1 key, under the hub's own name: `https://{hub}/id/{kind}/{key}`.
 *
 * @param hub host name (and port) of the hub, e.g. `hub.example`
 * @param key the user's own code; percent-encoded here
 */
export const privateUri = (hub: string, kind: PrivateKind, key: string): string =>
  `https://${hub}/id/${kind}/${encodeURIComponent(key)}`;

/** A bin, bench or dock of a node that has no GLN: `https://{hub}/id/node/{key}/{place}`. */
export const privatePlaceUri = (hub: string, node: string, place: string): string =>
  `${privateUri(hub, 'node', node)}/${encodeURIComponent(place)}`;

const gs1Kinds: Readonly<Record<string, ThingName['kind']>> = {
  '00': 'parcel',
  '01': 'item',
  '8006': 'item',
  '414': 'node',
  '417': 'party',
  '8003': 'tote',
  '8004': 'asset',
  '401': 'shipment',
  '402': 'shipment',
};

const privateKinds: Readonly<Record<PrivateKind, ThingName['kind']>> = {
  node: 'node',
  sku: 'item',
  parcel: 'parcel',
  consignee: 'consignee',
  'ship-to': 'ship-to',
  vehicle: 'vehicle',
  tote: 'tote',
  party: 'party',
  device: 'device',
  order: 'order',
  shipment: 'shipment',
  return: 'return',
};

const isPrivateKind = (text: string): text is PrivateKind => Object.hasOwn(privateKinds, text);

/** Reads what a URI names, in any form that `canonicalUri` knows, or privately. Never refuses: `other`. */
export function thingOf(uri: string): ThingName {
  const canonical = canonicalUri(uri);
  return (
    gs1Thing(canonical) ?? privateThing(canonical) ?? { scheme: 'other', kind: 'other', key: uri }
  );
}

const gs1Shape = /^https:\/\/id\.gs1\.org\/(\d{2,4})\/([^/]+)(?:\/(\d{2,4})\/([^/]*))?$/;

function gs1Thing(uri: string): ThingName | undefined {
  const [, primary = '', key = '', ai, value = ''] = gs1Shape.exec(uri) ?? [];
  const kind = gs1Kinds[primary];
  if (kind === undefined) return undefined;
  const name: ThingName = { scheme: 'gs1', kind, key };
  if (ai === undefined) return name;
  const level = plain(value);
  if (ai === '10') return { ...name, lot: level };
  if (ai === '21' || ai === '235') return { ...name, serial: level };
  return { ...name, qualifier: level };
}

const privateShape = /^https?:\/\/[^/]+\/id\/([a-z-]+)\/([^/?#]+)(?:\/(.+))?$/;

function privateThing(uri: string): ThingName | undefined {
  const match = privateShape.exec(uri);
  const kind = match?.[1] ?? '';
  if (!isPrivateKind(kind)) return undefined;
  const name: ThingName = {
    scheme: 'private',
    kind: privateKinds[kind],
    key: plain(match?.[2] ?? ''),
  };
  const below = match?.[3];
  return below === undefined ? name : { ...name, ...levelBelow(kind, below) };
}

function levelBelow(
  kind: PrivateKind,
  below: string,
): Pick<ThingName, 'lot' | 'serial' | 'qualifier'> {
  const [mark, value] = below.split('/');
  if (kind === 'sku' && mark === 'lot' && value !== undefined) return { lot: plain(value) };
  if (kind === 'sku' && mark === 'serial' && value !== undefined) return { serial: plain(value) };
  return { qualifier: plain(below) };
}

/** A broken percent-encoding is read as it stands: reading a name never fails. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The node of a place: drops bin, bench or dock. Undefined when the URI names no node. */
export function nodeOfUri(uri: string): string | undefined {
  const canonical = canonicalUri(uri);
  const thing = thingOf(canonical);
  if (thing.kind !== 'node') return undefined;
  if (thing.scheme === 'gs1') return locationUri(thing.key);
  return /^https?:\/\/[^/]+\/id\/node\/[^/?#]+/.exec(canonical)?.[0];
}

/** The item class of an item URI: drops lot and serial. Undefined when the URI names no item. */
export function itemClassOf(uri: string): string | undefined {
  const canonical = canonicalUri(uri);
  const thing = thingOf(canonical);
  if (thing.kind !== 'item') return undefined;
  if (thing.scheme === 'gs1') return itemUri(thing.key.slice(0, 14));
  return /^https?:\/\/[^/]+\/id\/sku\/[^/?#]+/.exec(canonical)?.[0];
}
