import type { BoardSlice, RouteLine, RouteQuestion } from '../question.ts';
import { runReader, runWriter } from './bytes.ts';
import type { RunReader } from './bytes.ts';

/** A question as plain JSON: the slice is one text, everything else as it is. */
interface RecordedQuestion extends Omit<RouteQuestion, 'slice'> {
  readonly nodes: number;
  readonly slice: string;
  /** The slice prices crews; absent = it does not. */
  readonly crews?: true;
  readonly carriers?: BoardSlice['carriers'];
}

const minuteMs = 60_000;

/**
 * Writes a question down, to be stored with its decision and asked again.
 *
 * @returns JSON text; for 225 nodes and two lines about 1 kB
 */
export function encodeQuestion(question: RouteQuestion): string {
  const recorded: RecordedQuestion = {
    ...question,
    nodes: question.slice.nodeState.length,
    slice: encodeSlice(question),
    ...(question.slice.crewMilli !== undefined && { crews: true }),
    ...(question.slice.carriers !== undefined && { carriers: question.slice.carriers }),
  };
  return JSON.stringify(recorded);
}

/** Reads a recorded question. @throws Error when the text is not one */
export function decodeQuestion(text: string): RouteQuestion {
  const { nodes, slice, crews, carriers, ...plain } = JSON.parse(text) as RecordedQuestion;
  const { pickupNodeId, promisedWindow, onlyNodeIds } = plain;
  return {
    ...plain,
    pickupNodeId,
    promisedWindow,
    onlyNodeIds,
    lines: plain.lines.map(completeLine),
    slice: {
      ...decodeSlice(slice, {
        nodes,
        lines: plain.lines.length,
        at: plain.at,
        hasPrices: plain.prices !== undefined,
        hasCrews: crews === true,
      }),
      ...(carriers !== undefined && { carriers }),
    },
  };
}

/** JSON drops what is undefined; a line has it. */
const completeLine = (line: RouteLine): RouteLine => ({
  ...line,
  hsCode: line.hsCode,
  originCountry: line.originCountry,
});

function encodeSlice({ slice, at, lines }: RouteQuestion): string {
  const { atpUnits, nodeState, startAt, slotAt, loadPercent } = slice;
  const writer = runWriter(nodeState.length);
  const baseAt = Math.floor(at / minuteMs) * minuteMs;
  const stepMs = wholeMinutes(startAt) && wholeMinutes(slotAt) ? minuteMs : 1;
  writer.number(stepMs);
  writer.column((rows) => {
    rows.set(nodeState);
  });
  writer.column((rows) => {
    rows.set(loadPercent);
  });
  writer.column((rows) => {
    for (let node = 0; node < rows.length; node++) rows[node] = startAt[node] === 0 ? 0 : 1;
  });
  writer.column((rows) => {
    for (let node = 0; node < rows.length; node++) {
      const start = startAt[node] as number;
      rows[node] = start === 0 ? 0 : (start - baseAt) / stepMs;
    }
  });
  writer.column((rows) => {
    for (let node = 0; node < rows.length; node++) {
      const start = startAt[node] as number;
      rows[node] = start === 0 ? 0 : (start - (slotAt[node] as number)) / stepMs;
    }
  });
  for (let line = 0; line < lines.length; line++)
    writer.column((rows) => {
      for (let node = 0; node < rows.length; node++)
        rows[node] = atpUnits[node * lines.length + line] as number;
    });
  const { priceMilli, slotMilli, crewMilli } = slice;
  if (priceMilli === undefined || slotMilli === undefined) return writer.text();
  writer.column((rows) => {
    rows.set(slotMilli);
  });
  for (let line = 0; line < lines.length; line++)
    writer.column((rows) => {
      for (let node = 0; node < rows.length; node++)
        rows[node] = priceMilli[node * lines.length + line] as number;
    });
  if (crewMilli !== undefined)
    writer.column((rows) => {
      rows.set(crewMilli);
    });
  return writer.text();
}

/** Dividing is several times faster than the remainder of large numbers. */
function wholeMinutes(instants: Float64Array): boolean {
  for (let at = 0; at < instants.length; at++)
    if (!Number.isInteger((instants[at] as number) / minuteMs)) return false;
  return true;
}

function decodeSlice(
  text: string,
  size: {
    readonly nodes: number;
    readonly lines: number;
    readonly at: number;
    readonly hasPrices: boolean;
    readonly hasCrews: boolean;
  },
): BoardSlice {
  const { nodes, lines } = size;
  const reader = runReader(text);
  const baseAt = Math.floor(size.at / minuteMs) * minuteMs;
  const slice: BoardSlice = {
    atpUnits: new Int32Array(nodes * lines),
    nodeState: new Uint8Array(nodes),
    startAt: new Float64Array(nodes),
    slotAt: new Float64Array(nodes),
    loadPercent: new Uint8Array(nodes),
  };
  const { atpUnits, nodeState, startAt, slotAt, loadPercent } = slice;
  const stepMs = reader.number();
  const starts = new Uint8Array(nodes);
  reader.column(nodes, (node, state) => (nodeState[node] = state));
  reader.column(nodes, (node, load) => (loadPercent[node] = load));
  reader.column(nodes, (node, does) => (starts[node] = does));
  reader.column(nodes, (node, steps) => {
    startAt[node] = starts[node] === 1 ? baseAt + steps * stepMs : 0;
  });
  reader.column(nodes, (node, steps) => {
    slotAt[node] = starts[node] === 1 ? (startAt[node] as number) - steps * stepMs : 0;
  });
  for (let line = 0; line < lines; line++)
    reader.column(nodes, (node, units) => (atpUnits[node * lines + line] = units));
  if (!size.hasPrices) return slice;
  const priced = { ...slice, ...readPrices(reader, nodes, lines) };
  if (!size.hasCrews) return priced;
  const crewMilli = new Float64Array(nodes);
  reader.column(nodes, (node, milli) => (crewMilli[node] = milli));
  return { ...priced, crewMilli };
}

function readPrices(
  reader: RunReader,
  nodes: number,
  lines: number,
): Pick<BoardSlice, 'priceMilli' | 'slotMilli'> {
  const [priceMilli, slotMilli] = [new Float64Array(nodes * lines), new Float64Array(nodes)];
  reader.column(nodes, (node, milli) => (slotMilli[node] = milli));
  for (let line = 0; line < lines; line++)
    reader.column(nodes, (node, milli) => (priceMilli[node * lines + line] = milli));
  return { priceMilli, slotMilli };
}
