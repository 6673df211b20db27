import type { HubFigures } from '../outcome.ts';

/** Keeps the last durations and answers quantiles of them; nothing is allocated per sample. */
interface Durations {
  /** In the unit of the book's entry: µs or ms. */
  add(took: number): void;
  quantile(level: number): number;
}

/** @param size how many samples are kept, the oldest is overwritten */
function durations(size = 4096): Durations {
  const ring = new Float64Array(size);
  let count = 0;
  return {
    add: (took) => {
      ring[count % size] = took;
      count += 1;
    },
    quantile: (level) => {
      const filled = Math.min(count, size);
      if (filled === 0) return 0;
      const sorted = ring.slice(0, filled).sort();
      return sorted[Math.min(filled - 1, Math.floor(level * filled))] ?? 0;
    },
  };
}

type Counter = Exclude<
  keyof HubFigures,
  | 'decisionMicrosP50'
  | 'decisionMicrosP99'
  | 'commitMillisP50'
  | 'commitMillisP99'
  | 'boardSequence'
>;

/** The hub's counters since it started, and its durations. */
export interface FigureBook {
  add(counter: Counter, by?: number): void;
  readonly decisionMicros: Durations;
  readonly commitMillis: Durations;
  read(boardSequence: number): HubFigures;
}

/** Starts counting from zero. */
export function figureBook(): FigureBook {
  const counters: Record<Counter, number> = {
    ordersAccepted: 0,
    ordersRouted: 0,
    ordersUnroutable: 0,
    parcels: 0,
    splitOrders: 0,
    costMinor: 0,
    carbonGrams: 0,
    rerouted: 0,
    factsCaptured: 0,
    delivered: 0,
    deliveredInWindow: 0,
    stockTakenRetries: 0,
    openExceptions: 0,
    decisionsPriced: 0,
    decisionsUnpriced: 0,
    priceMakings: 0,
    priceMakingMillis: 0,
    reassignmentLooks: 0,
    ordersReassigned: 0,
    reassignmentSavedMinor: 0,
    jointBatches: 0,
    jointBatchMicros: 0,
    ordersDecidedJointly: 0,
    jointSavedMinor: 0,
  };
  const decisionMicros = durations();
  const commitMillis = durations();
  return {
    add: (counter, by = 1) => {
      counters[counter] += by;
    },
    decisionMicros,
    commitMillis,
    read: (boardSequence) => ({
      ...counters,
      decisionMicrosP50: decisionMicros.quantile(0.5),
      decisionMicrosP99: decisionMicros.quantile(0.99),
      commitMillisP50: commitMillis.quantile(0.5),
      commitMillisP99: commitMillis.quantile(0.99),
      boardSequence,
    }),
  };
}
