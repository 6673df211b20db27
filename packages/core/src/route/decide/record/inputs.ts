import type { RouteContext, RouteQuestion } from '../question.ts';

/** One thing that two questions about the same lines see otherwise. */
export interface InputDifference {
  readonly input:
    | 'time'
    | 'network-version'
    | 'strategy'
    | 'prices'
    | 'stock'
    | 'node-state'
    | 'start'
    | 'load'
    | 'order';
  /** Where: a node, with the item where stock is meant; empty for what concerns all. */
  readonly at: string;
  readonly before: string;
  readonly now: string;
}

/**
 * What two questions see otherwise, kind by kind; of each kind of column the first node that differs, and how many do.
 * For the question of why the same order would be decided otherwise today.
 */
export function inputDifferences(
  before: RouteQuestion,
  now: RouteQuestion,
  { network }: RouteContext,
): readonly InputDifference[] {
  const whole = [
    plain('time', instant(before.at), instant(now.at)),
    plain('network-version', String(before.networkVersion), String(now.networkVersion)),
    plain('strategy', strategyText(before), strategyText(now)),
    plain('prices', pricesText(before), pricesText(now)),
    plain('order', wishText(before), wishText(now)),
  ].flatMap((one) => one ?? []);
  // Node indices of two network versions do not name the same nodes.
  if (before.networkVersion !== now.networkVersion) return whole;
  const node = (nodeIx: number): string => network.nodes[nodeIx]?.nodeId ?? '';
  const width = before.lines.length;
  const [was, is] = [before.slice, now.slice];
  return [
    ...whole,
    ...column('stock', [was.atpUnits, is.atpUnits], (cell) => {
      const item = before.lines[cell % width]?.itemId ?? '';
      return `${node(Math.floor(cell / width))} ${item}`;
    }),
    ...column('node-state', [was.nodeState, is.nodeState], node),
    ...column('load', [was.loadPercent, is.loadPercent], node),
    ...column('start', [since(was.startAt, before.at), since(is.startAt, now.at)], node),
  ];
}

type Numbers = Readonly<ArrayLike<number>>;

const instant = (at: number): string => new Date(at).toISOString();

/** Minutes from the question until the node could start; −1 = not within its horizon. */
const since = (startAt: Float64Array, at: number): Numbers =>
  Array.from(startAt, (start) => (start === 0 ? -1 : Math.round((start - at) / 60_000)));

const strategyText = ({ strategy }: RouteQuestion): string =>
  `${strategy.strategyId} ${String(strategy.version)}`;

const pricesText = ({ prices }: RouteQuestion): string =>
  prices === undefined ? 'none' : `sheet ${String(prices.version)}`;

/** Everything that the order itself says, besides its lines. */
const wishText = ({
  shipTo,
  serviceLevel,
  tier,
  excluded,
  promisedWindow,
}: RouteQuestion): string =>
  JSON.stringify({ shipTo, serviceLevel, tier, excluded, promisedWindow });

const plain = (
  input: InputDifference['input'],
  before: string,
  now: string,
): InputDifference | undefined => (before === now ? undefined : { input, at: '', before, now });

function column(
  input: InputDifference['input'],
  [before, now]: readonly [Numbers, Numbers],
  name: (cell: number) => string,
): readonly InputDifference[] {
  const cells = Array.from(before, (_, cell) => cell).filter((cell) => before[cell] !== now[cell]);
  const [first] = cells;
  if (first === undefined) return [];
  const more = cells.length > 1 ? ` (and ${String(cells.length - 1)} more)` : '';
  return [
    { input, at: `${name(first)}${more}`, before: String(before[first]), now: String(now[first]) },
  ];
}
