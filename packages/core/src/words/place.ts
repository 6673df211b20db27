/** Where something is: WGS-84 degrees and, for rules and rates, the address parts that decide. */
export interface Place {
  /** Degrees north, −90 … 90. */
  readonly latitude: number;
  /** Degrees east, −180 … 180. */
  readonly longitude: number;
  /** ISO 3166-1 alpha-2, e.g. `CN`. */
  readonly country: string;
  /** ISO 3166-2 code, e.g. `CN-SH`; empty when unknown. */
  readonly subdivision: string;
  readonly postcode: string;
}

/** Mean Earth radius of IUGG, km. */
const earthRadiusKm = 6371.0088;
const radians = Math.PI / 180;

/** A place as a point of the unit sphere, so that many distances cost one dot product each. */
export interface UnitVector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The point of the unit sphere at the given degrees. */
export function unitVector(latitude: number, longitude: number): UnitVector {
  const lat = latitude * radians;
  const lon = longitude * radians;
  const ring = Math.cos(lat);
  return { x: ring * Math.cos(lon), y: ring * Math.sin(lon), z: Math.sin(lat) };
}

/** Great-circle distance between two points of the unit sphere, km; exact also for short distances. */
export function distanceKm(a: UnitVector, b: UnitVector): number {
  const chord = Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return 2 * earthRadiusKm * Math.asin(Math.min(1, chord / 2));
}
