import { approvalStanding, judgeApproval } from '../decide/approval.ts';
import type { Approval, ApprovalAsk } from '../decide/approval.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import { uuidV7 } from '../ports/env.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { Telling, UnitDraft } from '../run/unit-draft.ts';
import type { ApprovalDesk, ApprovalVerdict, StandingApproval } from './desk.ts';
import { basisNow, carryOut, groundOf } from './ground.ts';
import { sameWish, tooLarge } from './wishes.ts';

/** The desk over the parts of a hub. */
export const approvalDesk = (parts: HubParts): ApprovalDesk => ({
  needsApproval: () => parts.rules.fourEyes === 'on',
  askApproval: (ask, by) => keepWish(parts, ask, by),
  judgeApproval: (approvalId, verdict) => judge(parts, approvalId, verdict),
  approval: async (approvalId) => {
    const record = await recordOf(parts, approvalId);
    return record ? { ok: true, value: standingOf(parts, record) } : missing(approvalId);
  },
  approvals: async (filter, ask) => {
    const page = await parts.store.caseList({ kind: 'approval', ...filter }, ask);
    return { ...page, rows: page.rows.map((record) => standingOf(parts, record)) };
  },
});

const missing = (id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'approval', id },
});

async function recordOf({ store }: HubParts, id: string): Promise<CaseRecord | undefined> {
  const [record] = await store.cases([id]);
  return record?.kind === 'approval' ? record : undefined;
}

function standingOf(parts: HubParts, { document }: CaseRecord): StandingApproval {
  const approval = document as Approval;
  const now = { at: parts.env.now(), basisNow: basisNow(parts, approval.ask) };
  return { ...approval, standing: approvalStanding(approval, now) };
}

const caseOf = (approval: Approval, version: number): CaseRecord => ({
  caseId: approval.approvalId,
  kind: 'approval',
  state: approval.state,
  orderId: undefined,
  nodeId: undefined,
  key: approval.resource,
  dueAt: undefined,
  openedAt: approval.askedAt,
  version,
  document: approval,
});

const tellingOf = (approval: Approval, what: 'asked' | 'approved' | 'rejected'): Telling => ({
  type: `approval.${what}`,
  id: `${approval.approvalId}.${what}`,
  subject: `approval/${approval.approvalId}`,
  body: {
    approvalId: approval.approvalId,
    kind: approval.ask.kind,
    resource: approval.resource,
    askedBy: approval.askedBy,
    judgedBy: approval.judgedBy ?? null,
    reason: approval.reason ?? '',
    expiresAt: approval.expiresAt,
  },
});

async function keepWish(
  parts: HubParts,
  ask: ApprovalAsk,
  by: string,
): Promise<HubOutcome<StandingApproval>> {
  const large = tooLarge(ask);
  if (large) return large;
  const ground = groundOf(parts, ask);
  if (!ground.ok) return ground;
  const at = parts.env.now();
  const waiting = await sameWish(parts, { ask, ...ground.value, askedBy: by });
  if (waiting) return { ok: true, value: { ...waiting, standing: 'pending' } };
  const approval: Approval = {
    approvalId: `apr_${uuidV7(at, parts.env.randomHex())}`,
    ask,
    ...ground.value,
    askedBy: by,
    askedAt: at,
    expiresAt: at + parts.rules.approvalHours * 3_600_000,
    state: 'pending',
  };
  await parts.commit(() => {
    const unit = emptyUnit(at);
    unit.casesAdded.push(caseOf(approval, 1));
    tell(unit, tellingOf(approval, 'asked'));
    return unit;
  });
  return { ok: true, value: { ...approval, standing: 'pending' } };
}

async function judge(
  parts: HubParts,
  approvalId: string,
  verdict: ApprovalVerdict,
): Promise<HubOutcome<StandingApproval>> {
  const record = await recordOf(parts, approvalId);
  if (!record) return missing(approvalId);
  const approval = record.document as Approval;
  const judged = (): ReturnType<typeof judgeApproval> =>
    judgeApproval({
      approval,
      ...verdict,
      basisNow: basisNow(parts, approval.ask),
      at: parts.env.now(),
    });
  const first = judged();
  if (!first.ok) return refused(approvalId, first.refusal);
  const writing = writingWith(parts, { record, judged });
  if (verdict.verdict === 'approved') {
    const outcome = await carryOut(writing.parts, approval.ask);
    if (!outcome.ok && writing.refusal() === undefined && !writing.isTaken()) return outcome;
  }
  await writing.rest();
  const refusal = writing.refusal();
  if (refusal) return refused(approvalId, refusal);
  if (!writing.isTaken()) return { ok: true, value: { ...first.value, standing: verdict.verdict } };
  return takenByAnother(parts, approvalId);
}

/** Tells whose verdict was written first. */
async function takenByAnother(parts: HubParts, id: string): Promise<HubOutcome<never>> {
  const other = await recordOf(parts, id);
  const state = other ? (other.document as Approval).state : 'rejected';
  return refused(id, { reason: 'approval-over', state: state === 'pending' ? 'stale' : state });
}

type Refused = Extract<ReturnType<typeof judgeApproval>, { ok: false }>['refusal'];

function refused(id: string, refusal: Refused): HubOutcome<never> {
  const told: HubRefusal =
    refusal.reason === 'own-approval'
      ? refusal
      : { reason: 'wrong-state', what: 'approval', id, state: refusal.state, allowed: ['pending'] };
  return { ok: false, refusal: told };
}

interface Judging {
  readonly record: CaseRecord;
  readonly judged: () => ReturnType<typeof judgeApproval>;
}

/**
 * Parts whose next commit also writes the verdict, all or nothing. Whether the verdict still counts is asked again on
 * the board in the moment of the commit, and the store takes one verdict only.
 */
function writingWith(parts: HubParts, { record, judged }: Judging) {
  let refusal: Refused | undefined;
  let isTaken = false;
  let isWritten = false;
  const withVerdict = (unit: CommitUnit | undefined): CommitUnit | undefined => {
    const now = judged();
    refusal = now.ok ? undefined : now.refusal;
    if (!now.ok || !unit) return undefined;
    const draft = { ...unit, events: [...unit.events] } as UnitDraft;
    draft.casesChanged = [...unit.casesChanged, caseOf(now.value, record.version + 1)];
    tell(draft, tellingOf(now.value, now.value.state === 'approved' ? 'approved' : 'rejected'));
    return draft;
  };
  const commit: HubParts['commit'] = async (decide, lane, joint) => {
    if (isWritten) return parts.commit(decide, lane, joint);
    if (refusal ?? isTaken) return undefined;
    const result = await parts.commit(() => withVerdict(decide()), lane);
    isWritten = result?.ok === true;
    const stale = result?.ok === false && result.refusal.reason === 'stale' && result.refusal;
    if (stale === false || stale.id !== record.caseId) return result;
    isTaken = true;
    return undefined;
  };
  return {
    parts: { ...parts, commit },
    refusal: () => refusal,
    /** Somebody else's verdict was written first. */
    isTaken: () => isTaken,
    /** Writes the verdict where nothing else had to be written. */
    rest: async (): Promise<void> => {
      if (!isWritten) await commit(() => emptyUnit(parts.env.now()));
    },
  };
}
