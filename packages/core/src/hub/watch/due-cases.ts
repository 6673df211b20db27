import { shipExchanges } from '../aftercare/exchanges/exchanges.ts';
import { expireReturns } from '../aftercare/returns/returns.ts';
import { lapseChoices } from '../changes/choice-desk.ts';
import { lookAtCounters } from '../changes/pickup-wait.ts';
import { expireSlots } from '../nodes/capacity/slot-holds.ts';
import { retryAfterCoolDown } from '../nodes/cool-down.ts';
import { endPauses } from '../nodes/outage/switch-node.ts';
import { remindNodes } from '../nodes/vendor/escalate.ts';
import type { CaseKind, CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';

type WhenDue = (parts: HubParts, due: readonly CaseRecord[]) => Promise<void>;

/** What is done with cases whose time has come, kind by kind in this order. */
const whenDue: readonly (readonly [CaseKind, WhenDue])[] = [
  ['return', expireReturns],
  ['exchange', shipExchanges],
  ['choice', lapseChoices],
  ['pickup', lookAtCounters],
  ['cool_down', retryAfterCoolDown],
  ['node_pause', endPauses],
  ['slot_hold', expireSlots],
  ['reminder', remindNodes],
];

/** How many of a kind are looked at; the rest is there at the next look. */
const dueMax = 200;

/** Looks at all cases whose time has come, with one question to the store. */
export async function lookAtDueCases(parts: HubParts): Promise<void> {
  const kinds = whenDue.map(([kind]) => kind);
  const due = await parts.store.casesDue(kinds, parts.env.now(), dueMax);
  if (due.length === 0) return;
  for (const [kind, act] of whenDue) {
    const own = due.filter((record) => record.kind === kind);
    if (own.length > 0) await act(parts, own);
  }
}
