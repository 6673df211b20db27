import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import { dueWishes } from './due.ts';
import { standardPolicy } from './policy.ts';
import type { Grade } from './policy.ts';
import { grades } from './policy.ts';
import type { Refund } from './refund.ts';
import { custodyStage, unitsOfReturn } from './return.ts';
import type { ReturnFile, ReturnLine } from './return.ts';

const [teaSet, pot, cup, tray] = ['TEASET', 'POT', 'CUP', 'TRAY'].map(itemId) as [
  ReturnType<typeof itemId>,
  ReturnType<typeof itemId>,
  ReturnType<typeof itemId>,
  ReturnType<typeof itemId>,
];
const line = (lineNo: number, of: Partial<ReturnLine>): ReturnLine => ({
  lineNo,
  itemId: teaSet,
  units: 1,
  reason: 'too big',
  condition: 'unopened',
  ...of,
});
const potAndCups = [
  { itemId: pot, unitsPer: 1 },
  { itemId: cup, unitsPer: 2 },
];
const cupsOnTray = [
  { itemId: cup, unitsPer: 2 },
  { itemId: tray, unitsPer: 1 },
];
type Found = readonly (readonly [item: string, grade: Grade, units: number])[];

/** A return of which so much was found at one node. */
function returned(lines: readonly ReturnLine[], found: Found): ReturnFile {
  const items = [...new Set(found.map(([item]) => item))];
  const units = (item: string, grade: Grade): number =>
    found.filter(([of, at]) => of === item && at === grade).reduce((sum, [, , n]) => sum + n, 0);
  return {
    cause: 'customer',
    method: 'send',
    lines,
    authorisedAt: 0,
    validUntilAt: 1_000,
    expectedAt: undefined,
    plannedNodeId: undefined,
    route: undefined,
    fulfilmentId: undefined,
    exchangeId: undefined,
    refundAt: 'inspected',
    refundBasisPoints: { sellable: 10_000, quarantine: 8_000, scrap: 1_000 },
    refundShipping: standardPolicy.refundShipping,
    factHashes: [],
    custody: {
      handedIn: [],
      handedInAt: 10,
      back: items.map((item) => ({
        nodeId: nodeId('dc'),
        itemId: itemId(item),
        receivedUnits: grades.reduce((sum, grade) => sum + units(item, grade), 0),
        uninspectedUnits: 0,
        quarantineUnits: units(item, 'quarantine'),
        scrapUnits: units(item, 'scrap'),
        sellable: [{ lot: '', units: units(item, 'sellable') }],
      })),
    },
    restocked: [],
    refundDenied: undefined,
    isReshipped: false,
  };
}
const due = (file: ReturnFile, refunds: readonly Refund[] = []) =>
  dueWishes(file, refunds).map(({ lineNo, units, grade }) => [lineNo, units, grade]);
const aRefund = (wishes: ReturnType<typeof dueWishes>): Refund => ({
  refundId: 'rfd',
  caseId: 'ret',
  state: 'approved',
  creditedMinor: 0,
  lines: wishes.map((wish) => ({ ...wish, goodsMinor: 0, taxMinor: 0 })),
  shippingMinor: 0,
  because: 'facts',
  approvedAt: 0,
  issuedAt: undefined,
  reference: undefined,
});

describe('what facts make due of a return', () => {
  it('pays units of a line at the grade at which they were found', () => {
    const file = returned(
      [line(1, { units: 3 })],
      [
        ['TEASET', 'sellable', 1],
        ['TEASET', 'scrap', 1],
      ],
    );
    expect(due(file)).toEqual([
      [1, 1, 'sellable'],
      [1, 1, 'scrap'],
    ]);
    expect(due(file, [aRefund(dueWishes(file, []))])).toEqual([]);
  });

  it('leaves to a second line of the item what the first one does not need, whatever the grades', () => {
    const found: Found = [
      ['TEASET', 'sellable', 2],
      ['TEASET', 'quarantine', 2],
    ];
    expect(due(returned([line(1, { units: 2 }), line(2, { units: 2 })], found))).toEqual([
      [1, 2, 'sellable'],
      [2, 2, 'quarantine'],
    ]);
  });

  it('pays a kit that came as parts when a set is whole, at the grade of its worst part', () => {
    const kit = [line(1, { units: 2, sets: [potAndCups] })];
    const cups: Found = [['CUP', 'sellable', 3]];
    expect(due(returned(kit, cups))).toEqual([]);
    expect(custodyStage(returned(kit, cups))).toBe('received');
    const one = returned(kit, [...cups, ['POT', 'quarantine', 1]]);
    expect(due(one)).toEqual([[1, 1, 'quarantine']]);
    expect(unitsOfReturn(one)).toEqual({ agreed: 2, handedIn: 0, received: 1 });
    const both = returned(kit, [...cups, ['POT', 'quarantine', 2], ['CUP', 'scrap', 1]]);
    expect(due(both)).toEqual([
      [1, 1, 'quarantine'],
      [1, 1, 'scrap'],
    ]);
    expect(custodyStage(both)).toBe('settled');
  });

  it('takes a kit that came whole as one, and parts that are a line of their own for that line first', () => {
    const lines = [line(1, { sets: [potAndCups] }), line(2, { itemId: cup, units: 2 })];
    expect(due(returned(lines, [['TEASET', 'sellable', 1]]))).toEqual([[1, 1, 'sellable']]);
    const parts: Found = [
      ['POT', 'sellable', 1],
      ['CUP', 'sellable', 2],
    ];
    expect(due(returned(lines, parts))).toEqual([[2, 2, 'sellable']]);
  });

  it('never pays a part for two kits, in whatever order parts are found', () => {
    const found = fc.array(
      fc.tuple(
        fc.constantFrom('POT', 'CUP', 'TRAY', 'TEASET'),
        fc.constantFrom(...grades),
        fc.nat(2),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), found, (tea, coffee, facts) => {
        const lines = [
          line(1, { units: tea, sets: [potAndCups] }),
          line(2, { itemId: itemId('COFFEE'), units: coffee, sets: [cupsOnTray] }),
        ];
        const refunds: Refund[] = [];
        facts.forEach((_, ix) => {
          const wishes = dueWishes(returned(lines, facts.slice(0, ix + 1)), refunds);
          if (wishes.length > 0) refunds.push(aRefund(wishes));
        });
        const paid = (no: number): number =>
          refunds
            .flatMap((refund) => refund.lines)
            .filter(({ lineNo }) => lineNo === no)
            .reduce((sum, { units }) => sum + units, 0);
        const came = (item: string): number =>
          facts.filter(([of]) => of === item).reduce((sum, [, , units]) => sum + units, 0);
        const teaAsParts = Math.max(0, paid(1) - came('TEASET'));
        expect(teaAsParts).toBeLessThanOrEqual(came('POT'));
        expect(paid(2)).toBeLessThanOrEqual(came('TRAY'));
        expect(2 * (teaAsParts + paid(2))).toBeLessThanOrEqual(came('CUP'));
        expect([paid(1) <= tea, paid(2) <= coffee]).toEqual([true, true]);
      }),
    );
  });
});
