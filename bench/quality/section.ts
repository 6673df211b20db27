/** What every part of `npm run quality` is asked with. */
export interface QualityAsk {
  /** All chance comes from here; printed with the results. */
  readonly seed: number;
  /** Small counts: shows that the part works, its figures mean little. */
  readonly isSmoke: boolean;
  /** Seeds of stock placement where real orders are routed; default 3. */
  readonly placements?: number;
  /** The folder of the real data sets. */
  readonly dataFolder: string;
  /** `share` 0 … 1 of the work that is done. */
  readonly onProgress: (share: number, what: string) => void;
}

/** One cell of a table: text, or a number with its 95 % interval. */
export type QualityCell = string | Measured;

/** A measured number. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
  /** Half width of the 95 % confidence interval, in the same unit; absent where nothing is random or n = 1. */
  readonly plusMinus?: number;
  /** What the house wants, e.g. `≤ 0.4`; absent = for comparison. */
  readonly target?: string;
}

/** Rows are policies or methods, columns are instances or figures. */
export interface QualityTable {
  readonly title: string;
  /** How to read it: the bound, what counts, how many instances. */
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly QualityCell[] }[];
}

/** Lines over one axis; each point is [x, y]. */
export interface QualityPlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

/** What a part found. */
export interface QualityReport {
  readonly tables: readonly QualityTable[];
  readonly plots: readonly QualityPlot[];
  /** One sentence each: limits, what helped, what did not. */
  readonly notes: readonly string[];
}

/** One part of the comparison; `run` throws {@link DataAbsent} where its data set is not there. */
export interface QualitySection {
  /** Asked for by this word on the command line. */
  readonly name: string;
  readonly title: string;
  run(ask: QualityAsk): QualityReport | Promise<QualityReport>;
}

/** The data set of a section is not on this machine: it is skipped, and says so. */
export class DataAbsent extends Error {
  override readonly name = 'DataAbsent';
}
