import { wantedUnits } from '@ordermesh/core/execute';
import type { PackScan, ScanRefusal, WantedUnits } from '@ordermesh/core/execute';
import type { EdgeEntry, PackedGoods } from '../entry.ts';
import type { PackTask, ScanCode } from './pack-task.ts';

/** A pack under way, as the log tells it. */
export interface PackState {
  readonly task: PackTask;
  readonly packed: readonly PackedGoods[];
  /** A wrong thing lies on the bench: nothing goes on until it was put back. */
  readonly stopped: { readonly scan: PackScan; readonly refusal: ScanRefusal } | undefined;
  readonly parcelUri: string | undefined;
}

/** Packs by task: a fold of the log, entry by entry. */
export function foldPack(packs: Map<string, PackState>, entry: EdgeEntry): void {
  if (entry.kind === 'task') {
    if (!packs.has(entry.task.taskId))
      packs.set(entry.task.taskId, {
        task: entry.task,
        packed: [],
        stopped: undefined,
        parcelUri: undefined,
      });
    return;
  }
  if (!('taskId' in entry)) return;
  const state = packs.get(entry.taskId);
  if (state) packs.set(entry.taskId, { ...state, ...changeOf(state, entry) });
}

function changeOf(
  state: PackState,
  entry: Extract<EdgeEntry, { readonly taskId: string }>,
): Partial<PackState> {
  switch (entry.kind) {
    case 'packed':
      return { packed: [...state.packed, ...entry.packed] };
    case 'stopped':
      return { stopped: { scan: entry.scan, refusal: entry.refusal } };
    case 'put_back':
      return { stopped: undefined };
    case 'closed':
      return { parcelUri: entry.parcelUri };
  }
}

/** The code of the task that was scanned. */
export const codeOf = ({ codes }: PackTask, scanned: string): ScanCode | undefined =>
  codes.find(({ code }) => code === scanned);

/** What still belongs into the parcel. */
export const missingOf = ({ task, packed }: PackState): readonly WantedUnits[] =>
  wantedUnits(task, packed);
