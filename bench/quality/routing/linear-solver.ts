import { createRequire } from 'node:module';

/** min c·x with rowLower ≤ A·x ≤ rowUpper and x ≥ 0; A by columns. */
export interface LinearProgramme {
  readonly columnMinor: ArrayLike<number>;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Solves linear programmes; needed for bounds and for published policies only, never by the hub. */
export interface LinearSolver {
  minimise(programme: LinearProgramme): {
    readonly minor: number;
    readonly columnValue: Float64Array;
    readonly rowDual: Float64Array;
  };
}

/** The part of the package `highs` that is used here. */
interface Highs {
  readonly infinity: number;
  createModel(): HighsModel;
}

interface HighsModel {
  readonly options: { set(option: 'output_flag', value: boolean): void };
  passModel(model: {
    readonly numCols: number;
    readonly numRows: number;
    readonly colCost: Float64Array;
    readonly colLower: Float64Array;
    readonly colUpper: Float64Array;
    readonly rowLower: Float64Array;
    readonly rowUpper: Float64Array;
    readonly matrix: {
      readonly format: 'csc';
      readonly numRows: number;
      readonly numCols: number;
      readonly starts: Int32Array;
      readonly indices: Int32Array;
      readonly values: Float64Array;
    };
  }): unknown;
  run(): unknown;
  getSolution(): { readonly colValue: Float64Array; readonly rowDual: Float64Array };
  getObjectiveValue(): number;
  dispose(): void;
}

/** HiGHS, compiled to WebAssembly. */
export async function openLinearSolver(): Promise<LinearSolver> {
  const loadHighs = createRequire(import.meta.url)('highs') as () => Promise<Highs>;
  const highs = await loadHighs();
  const endless = (bound: number): number =>
    bound === Infinity ? highs.infinity : bound === -Infinity ? -highs.infinity : bound;
  return {
    minimise: ({ columnMinor, rowLower, rowUpper, starts, indices, values }) => {
      const model = highs.createModel();
      const [numCols, numRows] = [columnMinor.length, rowLower.length];
      model.options.set('output_flag', false);
      model.passModel({
        numCols,
        numRows,
        colCost: Float64Array.from(columnMinor),
        colLower: new Float64Array(numCols),
        colUpper: new Float64Array(numCols).fill(highs.infinity),
        rowLower: rowLower.map(endless),
        rowUpper: rowUpper.map(endless),
        matrix: {
          format: 'csc',
          numRows,
          numCols,
          starts: Int32Array.from(starts),
          indices: Int32Array.from(indices),
          values: Float64Array.from(values),
        },
      });
      model.run();
      const { colValue, rowDual } = model.getSolution();
      const solved = { minor: model.getObjectiveValue(), columnValue: colValue, rowDual };
      model.dispose();
      return solved;
    },
  };
}
