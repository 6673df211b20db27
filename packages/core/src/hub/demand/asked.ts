import type { Place } from '../../words/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';

/**
 * Where demand is counted: its zone, and a point of it. The zone is the subdivision, or the country where none is
 * known; the point is blurred to a tenth of a degree, so that the log tells no address.
 */
export type AskedPlace = readonly [zone: string, latitude: number, longitude: number];

/** Where the demand of an order is counted. */
export const askedPlace = ({
  subdivision,
  country,
  latitude,
  longitude,
}: Pick<Place, 'subdivision' | 'country' | 'latitude' | 'longitude'>): AskedPlace => [
  subdivision === '' ? country : subdivision,
  blurred(latitude),
  blurred(longitude),
];

const blurred = (degrees: number): number => Math.round(degrees * 10) / 10;

/** Units of an item. */
export type AskedUnits = readonly [itemId: string, units: number];

/** What lines of an order ask for, as far as they are known. */
export const askedUnits = (
  { lines }: Pick<CustomerOrder, 'lines'>,
  units: readonly { readonly lineNo: number; readonly units: number }[],
): readonly AskedUnits[] =>
  units.flatMap((one): AskedUnits[] => {
    const line = lines.find(({ lineNo }) => lineNo === one.lineNo);
    return line === undefined || one.units <= 0 ? [] : [[line.itemId, one.units]];
  });
