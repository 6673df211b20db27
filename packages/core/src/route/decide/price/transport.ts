/**
 * One item: who has how much of it, and what a unit costs from there to each zone. Plain numbers, so that the
 * board, the twin and the benches can ask alike. Costs are minor units; integers in, integers out.
 */
export interface TransportTask {
  readonly nodeCount: number;
  /** `[zone * nodeCount + node]`: cost of one unit; `Infinity` where the node may not send there. */
  readonly sendMinor: Float64Array;
  /** Per zone: cost of leaving one unit unfilled; finite. */
  readonly lackMinor: Float64Array;
  /** Per node; a node with 0 takes no part. */
  readonly stockUnits: ArrayLike<number>;
}

/** What is asked for: the first `count` entries name a zone and how many units go there. Units may be fractions. */
export interface ZoneDemand {
  readonly count: number;
  readonly zone: ArrayLike<number>;
  readonly units: ArrayLike<number>;
}

/**
 * Memory of the solver, used again and again; opened once per size. Rows are entries of the demand, columns the nodes
 * with stock and, last, the place of what stays unfilled.
 */
export interface Transport {
  columns: number;
  rows: number;
  /** Column → node. */
  readonly node: Int32Array;
  readonly spare: Float64Array;
  readonly minor: Float64Array;
  readonly flow: Float64Array;
  /** `[from * columns + to]`: the least that a unit served by `from` costs more at `to`, and the row it belongs to. */
  readonly move: Float64Array;
  readonly movedRow: Int32Array;
  readonly stale: Uint8Array;
  readonly distance: Float64Array;
  readonly before: Int32Array;
}

/** Opens memory for so many nodes and entries of demand. */
export function openTransport(nodesMax: number, rowsMax: number): Transport {
  const columns = nodesMax + 1;
  return {
    columns: 0,
    rows: 0,
    node: new Int32Array(columns),
    spare: new Float64Array(columns),
    minor: new Float64Array(rowsMax * columns),
    flow: new Float64Array(rowsMax * columns),
    move: new Float64Array(columns * columns),
    movedRow: new Int32Array(columns * columns),
    stale: new Uint8Array(columns),
    distance: new Float64Array(columns),
    before: new Int32Array(columns),
  };
}

/** Below this a rest of units is rounding, not goods. */
const restUnits = 1e-9;

/**
 * Serves the whole demand at the least cost by successive shortest paths over the graph of nodes: a full node passes
 * the unit on that is cheapest to pass on. Exact; O(units · nodes²) at worst, far less while stock is plenty.
 */
export function solveTransport(work: Transport, task: TransportTask, demand: ZoneDemand): void {
  enterTask(work, task, demand);
  for (let row = 0; row < work.rows; row++) {
    let left = demand.units[row] as number;
    while (left > restUnits) left -= serve(work, row, left);
  }
}

function enterTask(work: Transport, task: TransportTask, demand: ZoneDemand): void {
  const { node, spare, minor, flow } = work;
  let columns = 0;
  for (let ix = 0; ix < task.nodeCount; ix++) {
    if ((task.stockUnits[ix] as number) <= 0) continue;
    node[columns] = ix;
    spare[columns++] = task.stockUnits[ix] as number;
  }
  spare[columns++] = Infinity;
  work.columns = columns;
  work.rows = demand.count;
  for (let row = 0; row < demand.count; row++) {
    const zone = demand.zone[row] as number;
    const from = zone * task.nodeCount;
    const to = row * columns;
    for (let column = 0; column < columns - 1; column++)
      minor[to + column] = task.sendMinor[from + (node[column] as number)] as number;
    minor[to + columns - 1] = task.lackMinor[zone] as number;
  }
  flow.fill(0, 0, demand.count * columns);
  work.stale.fill(1, 0, columns);
}

/** Serves up to `wanted` units of a row along one shortest path. @returns how many */
function serve(work: Transport, row: number, wanted: number): number {
  const { columns, minor, spare, distance, before } = work;
  const start = row * columns;
  let nearest = 0;
  for (let column = 1; column < columns; column++)
    if ((minor[start + column] as number) < (minor[start + nearest] as number)) nearest = column;
  if ((spare[nearest] as number) > 0) return put(work, row, [nearest, wanted]);
  for (let column = 0; column < columns; column++) {
    distance[column] = minor[start + column] as number;
    before[column] = -1;
  }
  walkForward(work);
  let end = columns - 1;
  for (let column = 0; column < columns - 1; column++)
    if ((spare[column] as number) > 0 && (distance[column] as number) < (distance[end] as number))
      end = column;
  return pushAlong(work, row, [end, wanted]);
}

/** Puts units of a row where there is room. */
function put(
  work: Transport,
  row: number,
  [column, wanted]: readonly [column: number, units: number],
): number {
  const { flow, spare, stale, columns } = work;
  const units = Math.min(wanted, spare[column] as number);
  flow[row * columns + column] = (flow[row * columns + column] as number) + units;
  spare[column] = (spare[column] as number) - units;
  if (stale[column] === 0) lowerMoves(work, column, row);
  return units;
}

/** Shortest ways from a row to every column; only full columns pass on. No way costs less the longer round. */
function walkForward(work: Transport): void {
  const { columns, spare, stale, distance } = work;
  for (let changed = true; changed;) {
    changed = false;
    for (let from = 0; from < columns; from++) {
      if ((spare[from] as number) > 0 || distance[from] === Infinity) continue;
      if (stale[from] === 1) freshMoves(work, from);
      if (passOn(work, from)) changed = true;
    }
  }
}

/** Tries every way that goes on from a column. @returns whether any became shorter */
function passOn({ columns, distance, before, move }: Transport, from: number): boolean {
  const so = distance[from] as number;
  let shorter = false;
  for (let to = 0, at = from * columns; to < columns; to++, at++) {
    if (so + (move[at] as number) >= (distance[to] as number) - tooClose) continue;
    distance[to] = so + (move[at] as number);
    before[to] = from;
    shorter = true;
  }
  return shorter;
}

/** Fractions of a minor unit that are no gain; integers are never this close. */
const tooClose = 1e-7;

function pushAlong(
  work: Transport,
  row: number,
  [end, wanted]: readonly [end: number, wanted: number],
): number {
  const { columns, spare, before, movedRow, flow, stale } = work;
  let units = Math.min(wanted, spare[end] as number);
  for (let to = end; before[to] !== -1; to = before[to] as number) {
    const from = before[to] as number;
    const moved = movedRow[from * columns + to] as number;
    units = Math.min(units, flow[moved * columns + from] as number);
  }
  spare[end] = (spare[end] as number) - units;
  let to = end;
  for (; before[to] !== -1; to = before[to] as number) {
    const from = before[to] as number;
    const moved = (movedRow[from * columns + to] as number) * columns;
    const rest = (flow[moved + from] as number) - units;
    flow[moved + from] = rest > restUnits ? rest : 0;
    flow[moved + to] = (flow[moved + to] as number) + units;
    stale[from] = stale[to] = 1;
  }
  flow[row * columns + to] = (flow[row * columns + to] as number) + units;
  stale[to] = 1;
  return units;
}

/** The moves out of a column, anew from all that it serves. */
function freshMoves(work: Transport, from: number): void {
  const { columns, rows, flow, move, stale } = work;
  move.fill(Infinity, from * columns, (from + 1) * columns);
  for (let row = 0; row < rows; row++)
    if ((flow[row * columns + from] as number) > 0) lowerMoves(work, from, row);
  stale[from] = 0;
}

/** One more row can be moved out of a column. */
function lowerMoves(
  { columns, minor, move, movedRow }: Transport,
  from: number,
  row: number,
): void {
  const start = row * columns;
  const here = minor[start + from] as number;
  for (let to = 0, at = from * columns; to < columns; to++, at++) {
    const more = (minor[start + to] as number) - here;
    if (more < (move[at] as number)) {
      move[at] = more;
      movedRow[at] = row;
    }
  }
}

/**
 * After {@link solveTransport}: what it costs when one unit less lies at each node, the exact marginal value of the
 * last unit there; 0 where some is left over. Added to `sumMinor` by node.
 */
export function addRemovalMinor(work: Transport, sumMinor: Float64Array): void {
  const { columns, node, spare, stale, distance } = work;
  for (let column = 0; column < columns; column++) {
    const isFull = (spare[column] as number) <= 0;
    distance[column] = isFull ? Infinity : 0;
    if (isFull && stale[column] === 1) freshMoves(work, column);
  }
  for (let changed = true; changed;) {
    changed = false;
    for (let from = 0; from < columns; from++) if (comeCloser(work, from)) changed = true;
  }
  for (let column = 0; column < columns - 1; column++) {
    const ix = node[column] as number;
    sumMinor[ix] = (sumMinor[ix] as number) + Math.max(0, distance[column] as number);
  }
}

/** Shortens the way from a full column to any that has room. @returns whether it became shorter */
function comeCloser({ columns, spare, distance, move }: Transport, from: number): boolean {
  if ((spare[from] as number) > 0) return false;
  let least = distance[from] as number;
  for (let to = 0, at = from * columns; to < columns; to++, at++)
    least = Math.min(least, (move[at] as number) + (distance[to] as number));
  if (least >= (distance[from] as number) - tooClose) return false;
  distance[from] = least;
  return true;
}

/** After {@link solveTransport}: what the whole demand costs. */
export function transportMinor({ columns, rows, flow, minor }: Transport): number {
  let sum = 0;
  for (let at = 0; at < rows * columns; at++)
    if ((flow[at] as number) > 0) sum += (flow[at] as number) * (minor[at] as number);
  return sum;
}
