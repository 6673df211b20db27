import type { NodeId, OrderId, ServiceId } from '../../../words/index.ts';
import { suspect } from '../../../aftercare/index.ts';
import type {
  ClaimFile,
  ClaimKind,
  ClaimLine,
  Responsible,
  ReturnableLine,
} from '../../../aftercare/index.ts';
import { foldLifecycle } from '../../../facts/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import { recalled } from '../../capture/arriving.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { tellState } from '../../orders/change-order.ts';
import type { HubOutcome, HubRefusal, RequestMeta } from '../../outcome.ts';
import type { CaseRecord, ParcelRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import type { ClaimAsk, ClaimDecision } from '../asks.ts';
import { changeMatter, openMatter, wrongState } from '../change-matter.ts';
import type { KnownMatter } from '../change-matter.ts';
import { claimFileOf, putMatter, tellMatter } from '../matters.ts';
import { giveBack } from '../money/refunds.ts';
import { sendAgain } from '../send-again.ts';
import { matterId } from '../returns/returns.ts';
import { returnableLines } from '../returns/returnable.ts';
import { loggedReason } from '../../orders/said.ts';

/** Opens a claim about goods that are lost, broken, wrong or missing. Nothing has to come back for it. */
export async function openClaim(
  parts: HubParts,
  names: FactNames,
  asked: { readonly orderId: OrderId; readonly ask: ClaimAsk; readonly meta: RequestMeta },
): Promise<HubOutcome<KnownMatter>> {
  const { orderId, ask, meta } = asked;
  const caseId = matterId(parts, 'clm');
  return openMatter(parts, { orderId, kind: 'claim', caseId, meta }, (change) => {
    const lines = claimLines(names, change, ask);
    if (!lines.ok) return lines.refusal;
    const work = workOfClaim(change, ask.claim, lines.value);
    const file: ClaimFile = {
      claim: ask.claim,
      lines: lines.value,
      fulfilmentId: work?.fulfilmentId,
      evidence: ask.evidence.map((one) => ({ ...one, at: change.unit.at })),
      suspected: suspect(ask.claim, work && claimedWork(change, work)),
      decided: undefined,
    };
    const record: CaseRecord = {
      caseId,
      kind: 'claim',
      state: 'open',
      orderId,
      nodeId: work?.nodeId,
      key: work?.fulfilmentId,
      dueAt: undefined,
      openedAt: change.unit.at,
      version: 1,
      document: file,
    };
    putMatter(change, record);
    tellMatter(change, record, {
      verb: 'opened',
      body: { claim: ask.claim, suspected: file.suspected },
    });
    return undefined;
  });
}

/** Lost units have left a node; others have arrived. None may be in a return or another claim. */
function claimLines(
  names: FactNames,
  change: OrderChange,
  ask: ClaimAsk,
): HubOutcome<readonly ClaimLine[]> {
  const known = returnableLines(names, {
    record: change.record,
    facts: change.before.facts,
    works: change.before.fulfilments,
    cases: change.before.cases,
  });
  const lines: ClaimLine[] = [];
  for (const [ix, { lineNo, units }] of ask.lines.entries()) {
    // Claims are about whole units of lines: what is sent again or paid back is told of the line.
    const line = known.find((one) => one.lineNo === lineNo && one.part === undefined);
    const asked = lines.reduce((sum, one) => sum + (one.lineNo === lineNo ? one.units : 0), 0);
    const left = claimable(ask.claim, line) - asked;
    if (!line || !Number.isInteger(units) || units < 1 || units > left)
      return notClaimable({ ix, lineNo, units, left });
    lines.push({ lineNo, itemId: line.itemId, units });
  }
  return lines.length > 0
    ? { ok: true, value: lines }
    : notClaimable({ ix: 0, lineNo: 0, units: 0, left: 0 });
}

const claimable = (claim: ClaimKind, line: ReturnableLine | undefined): number =>
  line ? line.deliveredUnits + (claim === 'lost' ? line.leftUnits : 0) - line.takenUnits : 0;

const notClaimable = (at: {
  readonly ix: number;
  readonly lineNo: number;
  readonly units: number;
  readonly left: number;
}): { readonly ok: false; readonly refusal: HubRefusal } => ({
  ok: false,
  refusal: {
    reason: 'invalid',
    faults: [
      {
        field: `/lines/${String(at.ix)}`,
        reason: 'not-claimable',
        remedy: `Line ${String(at.lineNo)}: ${String(at.units)} units asked, ${String(Math.max(0, at.left))} can be claimed: lost units must have left a node, others must have arrived, and none may be in a return or claim.`,
      },
    ],
  },
});

/** The work that sent the goods: of lost ones it is still on the way. */
function workOfClaim(
  change: OrderChange,
  claim: ClaimKind,
  lines: readonly ClaimLine[],
): Fulfilment | undefined {
  const states = claim === 'lost' ? ['shipped', 'delivered'] : ['delivered', 'shipped'];
  const wanted = new Set(lines.map(({ lineNo }) => lineNo));
  return states
    .flatMap((state) => change.before.fulfilments.filter((work) => work.state === state))
    .find((work) => work.lines.some((line) => wanted.has(line.lineNo)));
}

function claimedWork(change: OrderChange, work: Fulfilment): Parameters<typeof suspect>[1] {
  const wasBroken = change.before.facts.some(({ kind }) => kind === 'damaged');
  const hasLeft = work.state === 'shipped' || work.state === 'delivered';
  return { nodeId: work.nodeId, serviceId: work.serviceId, hasLeft, wasBroken };
}

/** People decide a claim: the goods are sent again without payment, the money goes back, or neither. */
export async function decideClaim(
  parts: HubParts,
  names: FactNames,
  asked: { readonly caseId: string; readonly decision: ClaimDecision },
): Promise<HubOutcome<KnownMatter>> {
  const parcels = await parcelsOfClaim(parts, names, asked.caseId);
  return changeMatter(parts, { kind: 'claim', caseId: asked.caseId }, (change, record) => {
    const state = endStates[asked.decision.outcome];
    if (record.state === state) return false;
    if (record.state !== 'open') return wrongState(record, record.state, ['open']);
    const file = claimFileOf(record);
    if (asked.decision.outcome === 'refund') {
      const refusal = giveBack(change, record, asked.decision.refund ?? wholeRefund(file));
      if (refusal) return refusal;
    }
    if (asked.decision.outcome !== 'reject') writeOff(change, file);
    if (asked.decision.outcome === 'reship') reship(parts, change, { file, parcels });
    const decided = {
      outcome: asked.decision.outcome,
      at: change.unit.at,
      because: asked.decision.because,
      responsible: responsibleOf(asked.decision, file),
    };
    const after = { ...record, state, document: { ...file, decided } };
    putMatter(change, after);
    const body = { ...decided, because: loggedReason(decided.because) };
    tellMatter(change, after, { verb: 'decided', body });
    return undefined;
  });
}

const endStates = { reship: 'reshipped', refund: 'refunded', reject: 'rejected' } as const;

const wholeRefund = ({ claim, lines }: ClaimFile) => ({
  lines: lines.map(({ lineNo, units }) => ({ lineNo, units })),
  because: `claim: ${claim}`,
});

const responsibleOf = ({ responsible }: ClaimDecision, { suspected }: ClaimFile): Responsible =>
  responsible
    ? {
        party: responsible.party,
        id: responsible.id as NodeId | ServiceId | undefined,
        because: 'people',
      }
    : suspected;

/** Parcels of the order with their work, as packing told them. */
async function parcelsOfClaim(
  parts: HubParts,
  names: FactNames,
  caseId: string,
): Promise<readonly ParcelRecord[]> {
  const [record] = await parts.store.cases([caseId]);
  const state = record?.orderId && (await parts.states.load(record.orderId));
  if (!state) return [];
  const facts = state.facts.map(recalled);
  const order = names.lifecycleOrder(state.record, facts, state.fulfilments);
  const { parcelUris } = foldLifecycle(order, facts);
  return parcelUris.length > 0 ? parts.store.parcels(parcelUris) : [];
}

/** Lost goods will not arrive any more: their work ends when all of it is lost. */
function writeOff(change: OrderChange, file: ClaimFile): void {
  const work = lostWork(change, file);
  if (!work) return;
  const ended = {
    ...work,
    state: 'undelivered',
    dueAt: undefined,
    version: work.version + 1,
  } as const;
  tellState(change, ended, 'node.work_moved');
}

function lostWork(change: OrderChange, file: ClaimFile): Fulfilment | undefined {
  if (file.claim !== 'lost') return undefined;
  return change.before.fulfilments.find(
    (work) =>
      work.fulfilmentId === file.fulfilmentId &&
      work.state === 'shipped' &&
      work.lines.every(({ lineNo, quantityUnits }) =>
        file.lines.some((line) => line.lineNo === lineNo && line.units >= quantityUnits),
      ),
  );
}

function reship(
  parts: HubParts,
  change: OrderChange,
  told: { readonly file: ClaimFile; readonly parcels: readonly ParcelRecord[] },
): void {
  const lost = lostWork(change, told.file);
  const parcelUris = told.parcels
    .filter(({ fulfilmentId }) => lost !== undefined && fulfilmentId === lost.fulfilmentId)
    .map(({ parcelUri }) => parcelUri);
  sendAgain(change, parts.pathBoard, { lines: told.file.lines, parcelUris });
}
