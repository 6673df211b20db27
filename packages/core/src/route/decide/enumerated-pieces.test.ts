import { expect, it } from 'vitest';

import type { RuleCondition } from '../../strategy/decide/index.ts';
import type { RouteContext, RouteLine, RouteQuestion } from './question.ts';
import { question, world } from './route-world.test.ts';

/** What the naive enumeration places: whole items, units of scarce ones, what travels together. */
export interface Piece {
  readonly item: string;
  readonly units: number;
  readonly grams: number;
  readonly value: number;
  readonly lines: readonly RouteLine[];
  /** Part of its lines that it is, 0 … 1. */
  readonly part: number;
  /** Units of every item in it. */
  readonly goods: readonly (readonly [item: string, units: number])[];
}

export const sumOf = <T>(all: readonly T[], read: (one: T) => number): number =>
  all.reduce((sum, one) => sum + read(one), 0);

/** Node and service pairs that pass the tests before stock, weight and time. */
export function lanesOf(asked: RouteQuestion, { network, strategy }: RouteContext) {
  const lanes: { nodeIx: number; serviceIx: number }[] = [];
  network.nodes.forEach((node, nodeIx) => {
    if (asked.slice.nodeState[nodeIx] !== 0 || asked.slice.startAt[nodeIx] === 0) return;
    const km = network.distancesKm(asked.shipTo)[nodeIx]!;
    const ruled = strategy.document.hardRules.some((rule) =>
      rule.when.every(
        (cell) => cell.field.startsWith('node.') && holds(cell, { id: node.nodeId, km, hours: 0 }),
      ),
    );
    if (ruled) return;
    for (const id of node.carrierServices) {
      const serviceIx = network.serviceIxOf(id)!;
      const service = network.services[serviceIx]!;
      if (!service.serviceLevels.includes(asked.serviceLevel)) continue;
      if (service.zoneKmMax.some((kmMax) => km <= kmMax)) lanes.push({ nodeIx, serviceIx });
    }
  });
  return lanes;
}

export interface LaneView {
  readonly id: string;
  readonly km: number;
  readonly hours: number;
  readonly service?: string;
}

export function holds({ field, operator, value }: RuleCondition, lane: LaneView): boolean {
  const actual = {
    'node.id': lane.id,
    'node.distanceKm': lane.km,
    'lane.leadHours': lane.hours,
    'lane.serviceId': lane.service ?? '',
  }[field as 'node.id'];
  return operator === 'eq' ? actual === value : Number(actual) >= Number(value);
}

export function piecesOf(asked: RouteQuestion, context: RouteContext): Piece[] {
  const lanes = lanesOf(asked, context);
  const { lineSplit } = context.strategy.document.split;
  const groups = new Map<string, RouteLine[]>();
  for (const line of asked.lines)
    groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return [...groups].flatMap(([item, lines]): Piece[] => {
    const whole = pieceOf(item, lines, 1);
    const classes = lines.map(({ temperatureClass }) => temperatureClass);
    const sets = lines[0]!.together === undefined ? undefined : (lines[0]!.sets ?? 1);
    const fits = lanes.some(({ nodeIx, serviceIx }) => {
      const node = context.network.nodes[nodeIx]!;
      const service = context.network.services[serviceIx]!;
      return (
        classes.every((one) => node.temperatureClasses.includes(one)) &&
        classes.every((one) => service.temperatureClasses.includes(one)) &&
        whole.grams <= service.weightGramsMax &&
        whole.goods.every(([of, units]) => atp(asked, nodeIx, of) >= units)
      );
    });
    if (fits || sets === 1) return [whole];
    if (sets !== undefined)
      return lineSplit === 'never'
        ? [whole]
        : Array.from({ length: sets }, () => pieceOf(item, lines, 1 / sets));
    if (lineSplit === 'never') return lines.map((line) => pieceOf(item, [line], 1));
    return Array.from({ length: whole.units }, () => pieceOf(item, lines, 1 / whole.units));
  });
}

const pieceOf = (item: string, lines: readonly RouteLine[], part: number): Piece => ({
  item,
  lines,
  part,
  units: sumOf(lines, (line) => line.quantityUnits) * part,
  grams: sumOf(lines, (line) => line.weightGrams) * part,
  value: sumOf(lines, (line) => line.valueMinor) * part,
  goods: [...new Set(lines.map(({ itemId }) => itemId))].map((of) => [
    of,
    sumOf(
      lines.filter(({ itemId }) => itemId === of),
      ({ quantityUnits }) => quantityUnits * part,
    ),
  ]),
});

const keyOf = ({ together, itemId }: RouteLine): string => together ?? itemId;

export const atp = (asked: RouteQuestion, nodeIx: number, item: string): number =>
  asked.slice.atpUnits[
    nodeIx * asked.lines.length + asked.lines.findIndex(({ itemId }) => itemId === item)
  ]!;

/** Units of the whole of which a piece is a part: sets of what stays together, else units of the item. */
export const wholeUnits = ({ lines }: Piece): number =>
  lines[0]?.together === undefined
    ? sumOf(lines, ({ quantityUnits }) => quantityUnits)
    : (lines[0].sets ?? 1);

/** What the node has of it, in the same units. */
export function leftAt(asked: RouteQuestion, nodeIx: number, piece: Piece): number {
  if (piece.lines[0]?.together === undefined) return atp(asked, nodeIx, piece.item);
  const perUnit = (units: number): number => units / piece.part / wholeUnits(piece);
  return Math.min(
    ...piece.goods.map(([of, units]) => Math.floor(atp(asked, nodeIx, of) / perUnit(units))),
  );
}

it('what travels together is one piece, and sets are one piece each', () => {
  const known = world({ nodes: [{ id: 'a', km: 10 }] });
  const asked = question(known, {
    lines: [{ item: 'pot', units: 2 }, { item: 'cup', units: 4 }, { item: 'tea' }],
    stock: { a: { pot: 1, cup: 9, tea: 1 } },
  });
  const kit = { together: 'kit 1', sets: 2 };
  const together = {
    ...asked,
    lines: asked.lines.map((one, at) => (at < 2 ? { ...one, ...kit } : one)),
  };
  const short = world({
    nodes: [{ id: 'a', km: 10 }],
    strategy: { split: { parcelsMax: 3, partValueMinMinor: 0, lineSplit: 'when_short' } },
  });
  expect(piecesOf(together, short).map(({ goods }) => goods)).toEqual([
    [
      ['pot', 1],
      ['cup', 2],
    ],
    [
      ['pot', 1],
      ['cup', 2],
    ],
    [['tea', 1]],
  ]);
});
