import { epcisDocument } from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { Chance } from '../../chance.ts';
import { insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

/** The scanner of a place: tells each scan until the hub has taken it; some late, some twice. */
export interface Scanner {
  /** `mayBeLost`: scans that no book depends on may never have happened. `taken`: called when the hub has it. */
  tell(event: EpcisEvent, mayBeLost: boolean, taken?: () => void): void;
}

/** Scans that are not taken yet, over all scanners. */
export interface OpenScans {
  count: number;
}

/** A scanner whose messages come from `from`. */
export function scannerAt(
  mesh: Mesh,
  chance: Chance,
  at: { readonly from: string; readonly open: OpenScans },
): Scanner {
  const { mix, clock } = mesh;
  const send = (event: EpcisEvent, told: () => void): void => {
    insist(mesh, {
      from: at.from,
      chance,
      handle: (hub) => hub.captureFacts(epcisDocument([event], clock.now())),
      answered: ([result]) => {
        if (result?.ok) told();
        else mesh.broken('a scan that is right is taken', JSON.stringify(result));
      },
    });
  };
  return {
    tell: (event, mayBeLost, taken) => {
      if (mayBeLost && chance.unit() < mix.scanLost && !mesh.isHealed()) return;
      at.open.count += 1;
      const lateMs = mesh.isHealed() ? 0 : chance.unit() ** 2 * mix.scanLateMsMax;
      clock.after(lateMs, () => {
        send(event, () => {
          at.open.count -= 1;
          taken?.();
        });
      });
      if (chance.unit() < mix.scanTwice)
        clock.after(lateMs + chance.unit() * 600_000, () => {
          send(event, () => undefined);
        });
    },
  };
}
