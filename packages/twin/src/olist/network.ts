import { nodeId, serviceId } from '@ordermesh/core/words';
import type { NetworkDocument, NodeProfile, QuantileCurve } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import { openDaily } from '../world/services.ts';
import { groupBy } from './dataset.ts';
import type { OlistDataset, OlistOrder, OlistSeller } from './dataset.ts';
import { bandGramsMax, rateCardOf, zoneKmMax, zoneOf } from './rate-card.ts';
import type { RateCard } from './rate-card.ts';

/** Orders whose times the network learns from; they come first and are not judged. */
export const trainingOrders = 4800;

/** Where 8 DCs would stand: the cities in which most sellers are, one per region. */
const dcCities = [
  'sao paulo/SP',
  'curitiba/PR',
  'belo horizonte/MG',
  'rio de janeiro/RJ',
  'brasilia/DF',
  'recife/PE',
  'salvador/BA',
  'porto alegre/RS',
];
const storeCount = 217;

/** The network of the benchmark and the card that prices it. */
export interface OlistNetwork {
  readonly document: NetworkDocument;
  readonly card: RateCard;
  readonly items: readonly ItemProfile[];
}

/**
 * 8 DCs at the centre of gravity of real sellers in 8 cities and the 217 best sellers as stores, one carrier service
 * with the rates really paid. Hours from carrier to door per zone, and from order to carrier, are those of the first
 * 4,800 orders; they hold weekends and nights, so that all calendars are open around the clock.
 */
export function olistNetwork(dataset: OlistDataset): OlistNetwork {
  const card = rateCardOf(dataset.freight);
  const training = dataset.orders.slice(0, trainingOrders);
  const handlingMinutes = curveOf(
    minutesBetween(training, ({ placedAt, carrierAt }) => [placedAt, carrierAt]),
  );
  const sites = [...dcSites(dataset.sellers), ...storeSites(dataset.sellers)];
  return {
    card,
    items: dataset.skus.map(({ itemId, name, weightGrams }) => ({
      itemId,
      name,
      unit: 'each',
      weightGrams,
      temperatureClass: 'ambient',
    })),
    document: {
      version: 1,
      currency: 'BRL',
      nodes: sites.map((site) => nodeOf(site, handlingMinutes)),
      dutyRates: [],
      carrierServices: [
        {
          serviceId: serviceId('olist_carrier'),
          name: 'Carrier as charged by Olist',
          mode: 'hgv_articulated',
          serviceLevels: ['standard'],
          countries: ['BR'],
          temperatureClasses: ['ambient'],
          zoneKmMax,
          bandWeightGramsMax: bandGramsMax,
          rateMinor: card.rateMinor,
          perExtraKgMinor: card.perExtraKgMinor,
          weightGramsMax: 1_000_000,
          collection: { kind: 'on_demand' },
          transit: transitOf(training),
          deliveryCalendar: openDaily(0, 1440),
        },
      ],
    },
  };
}

interface Site {
  readonly id: string;
  readonly kind: 'dc' | 'store';
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly state: string;
}

/** Sites at the centre of gravity of the sellers of each city. */
export function dcSites(
  sellers: readonly OlistSeller[],
  cities: readonly string[] = dcCities,
): Site[] {
  const perCity = groupBy(sellers, ({ city, state }) => `${city}/${state}`);
  return cities.map((key, ix) => {
    const here = perCity.get(key) ?? [];
    const sold = here.reduce((sum, seller) => sum + seller.sold, 0);
    const centre = (of: (seller: OlistSeller) => number): number =>
      here.reduce((sum, seller) => sum + of(seller) * seller.sold, 0) / sold;
    const [city = '', state = ''] = key.split('/');
    return {
      id: `dc_${String(ix + 1).padStart(3, '0')}`,
      kind: 'dc',
      name: `${titled(city)} DC`,
      latitude: rounded(centre(({ latitude }) => latitude)),
      longitude: rounded(centre(({ longitude }) => longitude)),
      state,
    };
  });
}

/** The best sellers as stores. */
export const storeSites = (sellers: readonly OlistSeller[]): Site[] =>
  sellers.slice(0, storeCount).map(({ city, state, latitude, longitude }, ix) => ({
    id: `st_${String(ix + 1).padStart(3, '0')}`,
    kind: 'store',
    name: `${titled(city)} seller ${String(ix + 1)}`,
    latitude,
    longitude,
    state,
  }));

const titled = (name: string): string =>
  name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
const rounded = (degrees: number): number => Math.round(degrees * 100_000) / 100_000;

function nodeOf(site: Site, handlingMinutes: QuantileCurve): NodeProfile {
  return {
    nodeId: nodeId(site.id),
    kind: site.kind,
    name: site.name,
    place: {
      latitude: site.latitude,
      longitude: site.longitude,
      country: 'BR',
      subdivision: `BR-${site.state}`,
      postcode: '',
    },
    // UTC−3 all year, as the data set is read.
    timeZone: 'America/Fortaleza',
    tags: [site.state.toLowerCase()],
    abilities: ['ship'],
    temperatureClasses: ['ambient'],
    calendar: openDaily(0, 1440),
    slots: { lengthMinutes: 1440, ordersMax: 100_000 },
    handlingMinutes,
    handlingCostPerOrderMinor: 0,
    handlingCostPerLineMinor: 0,
    carrierServices: [serviceId('olist_carrier')],
    acceptMinutesMax: 1440,
  };
}

function transitOf(
  training: readonly OlistOrder[],
): NetworkDocument['carrierServices'][number]['transit'] {
  const perZone = groupBy(
    training.filter(({ sellerKm }) => sellerKm !== undefined),
    ({ sellerKm = 0 }) => zoneOf(sellerKm),
  );
  return zoneKmMax.map((_, zone) => ({
    minutes: curveOf(
      minutesBetween(perZone.get(zone) ?? [], ({ carrierAt, deliveredAt }) => [
        carrierAt,
        deliveredAt,
      ]),
    ),
  }));
}

function minutesBetween(
  orders: readonly OlistOrder[],
  span: (order: OlistOrder) => readonly [number | undefined, number | undefined],
): number[] {
  return orders.flatMap((order) => {
    const [fromAt, toAt] = span(order);
    if (fromAt === undefined || toAt === undefined || toAt <= fromAt) return [];
    return [Math.round((toAt - fromAt) / 60_000)];
  });
}

const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98];

/** Quantiles of a sample, whole minutes; one day when nothing was measured. */
function curveOf(minutes: readonly number[]): QuantileCurve {
  const sorted = [...minutes].sort((a, b) => a - b);
  if (sorted.length === 0) return { levels: [0.5], values: [1440] };
  return {
    levels,
    values: levels.map((level) => Math.max(1, sorted[Math.floor(level * sorted.length)] ?? 1)),
  };
}
