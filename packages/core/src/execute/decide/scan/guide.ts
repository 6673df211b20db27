import type { Sentence } from '../../../route/decide/index.ts';
import { instantText } from '../../../words/index.ts';
import type { ScanRefusal, WantedUnits } from './judge-scan.ts';

/** What a worker is told when a scan stops the pack: why, what to put back, what to take instead. */
export interface PackGuide {
  readonly why: Sentence;
  readonly putBack: Sentence;
  /** One sentence for each thing to take; empty = the parcel is complete. */
  readonly take: readonly Sentence[];
}

/** @param name of the scanned item for people; its code where nobody knows it */
export const guideFor = (refusal: ScanRefusal, name: string): PackGuide => ({
  why: whyText(refusal, name),
  putBack: putBackText(refusal, name),
  take: refusal.take.map(takeText),
});

function whyText(refusal: ScanRefusal, name: string): Sentence {
  switch (refusal.reason) {
    case 'unknown-code':
      return { en: `${name} is not known here`, zh: `无法识别 ${name}` };
    case 'wrong-item':
      return { en: `${name} does not belong to this order`, zh: `${name} 不属于此订单` };
    case 'wrong-lot':
      return refusal.isBlocked
        ? {
            en: `Lot ${refusal.lot} of ${name} is blocked`,
            zh: `${name} 批次 ${refusal.lot} 已冻结`,
          }
        : {
            en: `${name}: lot ${lotName(refusal.lot)} is not asked for`,
            zh: `${name}：批次 ${lotName(refusal.lot)} 不符`,
          };
    case 'expired':
      return {
        en: `${name} is good until ${dayText(refusal.expiresAt)}, it must be until ${dayText(refusal.goodUntilAt)}`,
        zh: `${name} 保质期至 ${dayText(refusal.expiresAt)}，要求至少 ${dayText(refusal.goodUntilAt)}`,
      };
    case 'wrong-quantity':
      return refusal.wantedUnits === 0
        ? { en: `All of ${name} is in the parcel already`, zh: `${name} 已装齐` }
        : {
            en: `${name}: ${refusal.units} scanned, ${refusal.wantedUnits} wanted`,
            zh: `${name}：扫描 ${refusal.units}，应装 ${refusal.wantedUnits}`,
          };
  }
}

const lotName = (lot: string): string => (lot === '' ? '?' : lot);

/** Of the right goods only what is too many goes back; of wrong ones all of it. */
function putBackText(refusal: ScanRefusal, name: string): Sentence {
  if (refusal.reason === 'expired' || (refusal.reason === 'wrong-lot' && refusal.isBlocked))
    return { en: `Set ${name} aside, not on the shelf`, zh: `将 ${name} 单独存放，勿回货架` };
  if (refusal.reason === 'wrong-quantity' && refusal.units > refusal.wantedUnits)
    return {
      en: `Put ${refusal.units - refusal.wantedUnits} of ${name} back`,
      zh: `放回 ${refusal.units - refusal.wantedUnits} 个单位的 ${name}`,
    };
  return { en: `Put ${name} back`, zh: `放回 ${name}` };
}

function takeText({ name, unit, units, lots, shelf }: WantedUnits): Sentence {
  const count = unit === 'gram' ? `${units} g` : String(units);
  const lot =
    lots.length > 0 ? [` (lot ${lots.join(', ')})`, `（批次 ${lots.join('、')}）`] : ['', ''];
  const from = shelf === undefined ? ['', ''] : [` from ${shelf}`, `，货位 ${shelf}`];
  return {
    en: `Take ${count} × ${name}${lot[0] ?? ''}${from[0] ?? ''}`,
    zh: `取 ${count} × ${name}${lot[1] ?? ''}${from[1] ?? ''}`,
  };
}

const dayText = (at: number): string => instantText(at).slice(0, 10);
