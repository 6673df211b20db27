import { accept, refuse } from '../../words/index.ts';
import type { Outcome } from '../../words/index.ts';
import type { ExpectedLeg, Fulfilment, FulfilmentLine, FulfilmentState } from './fulfilment.ts';

/** Why a node's act changes nothing. */
export type ActRefusal =
  /** The work was taken away (or given anew) in the meantime: an older fencing number changes nothing. */
  | { readonly reason: 'fenced'; readonly epoch: number; readonly currentEpoch: number }
  | {
      readonly reason: 'wrong-state';
      readonly state: FulfilmentState;
      readonly allowed: readonly FulfilmentState[];
    }
  | { readonly reason: 'unknown-line'; readonly lineNo: number }
  /** Lines were named, but no unit of them: nothing would be given back. */
  | { readonly reason: 'nothing-given' }
  | { readonly reason: 'line-twice'; readonly lineNo: number }
  /** Units that are no whole number above 0. */
  | { readonly reason: 'not-units'; readonly lineNo: number; readonly units: number }
  | {
      readonly reason: 'too-many-units';
      readonly lineNo: number;
      readonly units: number;
      readonly unitsMax: number;
    };

/** The fulfilment as it becomes, and what must find another node. */
export interface ActOutcome {
  readonly fulfilment: Fulfilment;
  /** Units taken away from this node; they are routed again without it. */
  readonly freed: readonly FulfilmentLine[];
}

/** Units of lines that a node gives back. */
export interface GivenBack {
  readonly lineNo: number;
  readonly units: number;
}

const workable: readonly FulfilmentState[] = ['accepted', 'in_progress', 'ready'];

/** States in which the node still has the goods and the work. */
export const isActive = (state: FulfilmentState): boolean =>
  state === 'scheduled' || state === 'offered' || workable.includes(state);

/**
 * When work that a node has taken is looked at again, if no fact moves it before: at the hand-over while the node has
 * it, at the end of its window while the carrier has it.
 */
export function watchAt(state: FulfilmentState, expected: ExpectedLeg): number | undefined {
  if (workable.includes(state)) return expected.handOverAt + handOverGraceMs(expected);
  return state === 'shipped' ? expected.window.endAt : undefined;
}

/** When work is looked at again if no fact moves it before: the latest begin that was agreed counts as well. */
export const lookAt = ({ state, expected, beginUntilAt }: Fulfilment): number | undefined =>
  earlier(watchAt(state, expected), state === 'accepted' ? beginUntilAt : undefined);

/** The earlier of two moments; undefined = never. */
function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** How late a carrier may come before the hand-over counts as missed: half an hour, less where goods arrive within hours. */
const handOverGraceMs = ({ handOverAt, window }: ExpectedLeg): number =>
  Math.max(0, Math.min(30 * 60_000, Math.floor((window.endAt - handOverAt) / 8)));

/** What a timer found: the work as it becomes, and why it was taken back. */
export interface DueOutcome extends ActOutcome {
  readonly because?: 'offer-expired' | 'not-begun';
}

/**
 * When a due fulfilment is looked at: it is offered, its offer has run out, or nobody began what was taken.
 *
 * @param offerEndsAt when an offer made now would end, epoch ms
 */
export function fulfilmentDue(
  fulfilment: Fulfilment,
  at: number,
  offerEndsAt: number,
): DueOutcome | undefined {
  if (fulfilment.dueAt === undefined || fulfilment.dueAt > at) return undefined;
  const version = fulfilment.version + 1;
  if (fulfilment.state === 'scheduled')
    return {
      fulfilment: {
        ...fulfilment,
        state: 'offered',
        dueAt: offerEndsAt,
        version,
      },
      freed: [],
    };
  if (fulfilment.state === 'accepted' && (fulfilment.beginUntilAt ?? Infinity) > at)
    return undefined;
  if (fulfilment.state !== 'offered' && fulfilment.state !== 'accepted') return undefined;
  return {
    fulfilment: { ...fulfilment, state: 'expired', dueAt: undefined, version },
    freed: fulfilment.lines.filter((line) => line.quantityUnits > 0),
    because: fulfilment.state === 'offered' ? 'offer-expired' : 'not-begun',
  };
}

/**
 * The node takes the offer. A node may also accept ahead of the offer (`scheduled`): it has seen its plan.
 *
 * @param beginUntilAt when the work must have begun, epoch ms; absent = no limit
 */
export function acceptOffer(
  fulfilment: Fulfilment,
  epoch: number,
  beginUntilAt?: number,
): Outcome<ActOutcome, ActRefusal> {
  const refused = actRefused(fulfilment, epoch, ['scheduled', 'offered']);
  if (refused) return refuse(refused);
  return accept({
    fulfilment: {
      ...fulfilment,
      state: 'accepted',
      dueAt: earlier(watchAt('accepted', fulfilment.expected), beginUntilAt),
      ...(beginUntilAt !== undefined && { beginUntilAt }),
      version: fulfilment.version + 1,
    },
    freed: [],
  });
}

/**
 * The node gives back all of it, or some units, before or after accepting, until it has shipped.
 *
 * @param given the units given back; undefined = everything
 */
export function giveBack(
  fulfilment: Fulfilment,
  epoch: number,
  given: readonly GivenBack[] | undefined,
): Outcome<ActOutcome, ActRefusal> {
  const refused = actRefused(fulfilment, epoch, ['scheduled', 'offered', ...workable]);
  if (refused) return refuse(refused);
  const fault = given && faultOfGiven(given);
  if (fault) return refuse(fault);
  const freed =
    given ??
    fulfilment.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  return withoutUnits(fulfilment, freed, 'rejected');
}

/** Each line is named once, with at least one unit of it. */
function faultOfGiven(given: readonly GivenBack[]): ActRefusal | undefined {
  if (given.length === 0) return { reason: 'nothing-given' };
  const seen = new Set<number>();
  for (const { lineNo, units } of given) {
    if (seen.has(lineNo)) return { reason: 'line-twice', lineNo };
    if (!Number.isSafeInteger(units) || units <= 0) return { reason: 'not-units', lineNo, units };
    seen.add(lineNo);
  }
  return undefined;
}

/**
 * Takes units out of a fulfilment: for a cancel, a rejection or a short pick.
 *
 * @param whenEmpty the state it gets when nothing is left in it
 */
export function withoutUnits(
  fulfilment: Fulfilment,
  given: readonly GivenBack[],
  whenEmpty: FulfilmentState,
): Outcome<ActOutcome, ActRefusal> {
  const freed: FulfilmentLine[] = [];
  const lines = [...fulfilment.lines];
  for (const { lineNo, units } of given) {
    const ix = lines.findIndex((line) => line.lineNo === lineNo);
    const line = lines[ix];
    if (!line) return refuse({ reason: 'unknown-line', lineNo });
    if (units > line.quantityUnits)
      return refuse({ reason: 'too-many-units', lineNo, units, unitsMax: line.quantityUnits });
    if (units <= 0) continue;
    lines[ix] = { ...line, quantityUnits: line.quantityUnits - units };
    freed.push({ ...line, quantityUnits: units });
  }
  const empty = lines.every((line) => line.quantityUnits === 0);
  return accept({
    fulfilment: {
      ...fulfilment,
      lines,
      state: empty ? whenEmpty : fulfilment.state,
      dueAt: empty ? undefined : fulfilment.dueAt,
      version: fulfilment.version + 1,
    },
    freed,
  });
}

function actRefused(
  fulfilment: Fulfilment,
  epoch: number,
  allowed: readonly FulfilmentState[],
): ActRefusal | undefined {
  if (epoch !== fulfilment.epoch)
    return { reason: 'fenced', epoch, currentEpoch: fulfilment.epoch };
  if (fulfilment.state === 'expired' || fulfilment.state === 'cancelled')
    return { reason: 'fenced', epoch, currentEpoch: fulfilment.epoch + 1 };
  if (!allowed.includes(fulfilment.state))
    return { reason: 'wrong-state', state: fulfilment.state, allowed };
  return undefined;
}
