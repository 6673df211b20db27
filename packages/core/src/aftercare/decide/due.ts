import type { ItemId } from '../../words/index.ts';
import { coveredUnits, unitsBack } from './covered-units.ts';
import type { GoodsBack } from './custody.ts';
import { grades } from './policy.ts';
import type { Refund, RefundWish } from './refund.ts';
import type { ReturnFile } from './return.ts';

/**
 * What the facts make due and no refund has paid yet, by the trigger of the policy. The same facts make nothing due
 * twice; units beyond what was agreed, and goods handed in too late, are left to people. Goods that were sent as parts
 * are due when all parts of a unit are back, at the grade of the worst of them.
 *
 * @param refunds the refunds of this return
 */
export function dueWishes(file: ReturnFile, refunds: readonly Refund[]): readonly RefundWish[] {
  const { custody } = file;
  if (file.refundAt === 'manual' || file.isReshipped || file.refundDenied !== undefined) return [];
  if (custody.handedInAt === undefined || custody.handedInAt > file.validUntilAt) return [];
  const paid = file.lines.map(({ lineNo }) => paidOf(refunds, lineNo));
  const supplies = supplyOf(file);
  const all = covered(file, supplies, paid);
  const wishes: RefundWish[] = [];
  let before: readonly number[] = [];
  supplies.forEach(({ grade }, level) => {
    const now = covered(file, supplies.slice(0, level + 1), paid);
    file.lines.forEach((line, ix) => {
      const wished = sum(wishes.filter(({ lineNo }) => lineNo === line.lineNo).map(unitsIn));
      const openUnits = (all[ix] ?? 0) - sum((paid[ix] ?? []).map(unitsIn)) - wished;
      const done = (paid[ix] ?? []).filter((one) => one.grade === grade);
      const own = (now[ix] ?? 0) - (before[ix] ?? 0) - sum(done.map(unitsIn));
      const basisPoints = grade === 'unseen' ? 10_000 : file.refundBasisPoints[grade];
      const units = Math.min(openUnits, own);
      // Worth nothing by the policy: people decide.
      if (units > 0 && basisPoints > 0)
        wishes.push({ lineNo: line.lineNo, units, grade, basisPoints });
    });
    before = now;
  });
  return wishes;
}

/** Units of each line that the supplies cover together; what is paid already keeps its goods. */
const covered = (
  { lines }: ReturnFile,
  supplies: readonly Supply[],
  paid: readonly (readonly PaidLine[])[],
): readonly number[] => {
  const kept = paid.map((of) => sum(of.map(unitsIn)));
  return coveredUnits(lines, unitsBack(supplies.flatMap(({ units }) => units)), kept).perLine;
};

const unitsIn = ({ units }: { readonly units: number }): number => units;

type PaidLine = Refund['lines'][number];

const paidOf = (refunds: readonly Refund[], lineNo: number): readonly PaidLine[] =>
  refunds
    .filter(({ state }) => state !== 'withdrawn')
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineNo === lineNo);

/** Units that have reached the trigger at one grade. */
interface Supply {
  readonly grade: RefundWish['grade'];
  readonly units: readonly (readonly [ItemId, number])[];
}

/** What has reached the trigger, by grade, best first. */
function supplyOf({ custody, refundAt }: ReturnFile): readonly Supply[] {
  if (refundAt === 'inspected')
    return grades.map((grade) => ({
      grade,
      units: custody.back.map((one) => [one.itemId, gradedUnits(one, grade)] as const),
    }));
  return [
    {
      grade: 'unseen',
      units:
        refundAt === 'handed_in'
          ? custody.handedIn.map(({ itemId, units }) => [itemId, units] as const)
          : custody.back.map(({ itemId, receivedUnits }) => [itemId, receivedUnits] as const),
    },
  ];
}

function gradedUnits(back: GoodsBack, grade: (typeof grades)[number]): number {
  if (grade === 'sellable') return sum(back.sellable.map(({ units }) => units));
  return grade === 'quarantine' ? back.quarantineUnits : back.scrapUnits;
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
