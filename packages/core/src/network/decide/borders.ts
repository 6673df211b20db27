import type { Network } from './network.ts';
import type { NetworkDocument } from './profile.ts';

type Borders = Pick<Network, 'crossesBorder' | 'borderOf' | 'minorPerMillion' | 'sellerOn'>;

/** Compiles what a network says of borders, currencies and companies. */
export function bordersOf(document: NetworkDocument): Borders {
  const { nodes, customsUnions = [], borders = [], exchangeRates, legalEntities = [] } = document;
  const rules = new Map(borders.map((border) => [border.country, border]));
  const rates = new Map(
    exchangeRates?.rates.map(({ currency, minorPerMillion }) => [currency, minorPerMillion]),
  );
  rates.set(document.currency, million);
  const sellers = new Map(
    legalEntities.flatMap(({ entityId, channels }) =>
      channels.map((channel) => [channel, entityId]),
    ),
  );
  const inOneUnion = (one: string, other: string): boolean =>
    customsUnions.some(({ countries }) => countries.includes(one) && countries.includes(other));
  return {
    crossesBorder: (nodeIx, toCountry) => {
      const from = nodes[nodeIx]?.place.country ?? toCountry;
      return from !== toCountry && !inOneUnion(from, toCountry);
    },
    borderOf: (country) => rules.get(country),
    minorPerMillion: (currency) =>
      rates.get(currency) ?? (exchangeRates === undefined ? million : undefined),
    sellerOn: (channel) => sellers.get(channel) ?? '',
  };
}

/** A currency in itself. */
const million = 1_000_000;
