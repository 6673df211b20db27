import type { NetworkDocument, NodeProfile } from '@ordermesh/core/network';
import { readNetworkDocument } from '@ordermesh/core/network';
import { AppFailure } from '../../errors/index.ts';
import { canonicalJson } from '../../json/index.ts';
import type { Answers } from '../answers.ts';
import { collectsAt, counterService, nodeOf, serviceOf } from '../documents.ts';
import { itemRows, stockRows } from './goods.ts';
import type { Plan, Planning, PlanRow, RowOutcome } from './plan-types.ts';
import { strategyFor } from '../strategy.ts';

/** What becomes of a thing that is there or not. */
const outcomeOf = (before: unknown, after: unknown, isReplace: boolean): RowOutcome => {
  if (before === undefined) return 'new';
  if (canonicalJson(before) === canonicalJson(after)) return 'same';
  return isReplace ? 'replaced' : 'kept';
};

/** Whether the outcome changes the store. */
export const isWritten = ({ outcome }: PlanRow): boolean =>
  outcome === 'new' || outcome === 'replaced';

/**
 * Holds the answers against what is there.
 *
 * @throws AppFailure `answer-invalid` when the network would be in another currency, or would not be sound
 */
export async function planFirstDay(answers: Answers, planning: Planning): Promise<Plan> {
  const { rows, network } = planNetwork(answers, planning);
  const items = await itemRows(answers, planning);
  const stock = await stockRows(answers, { ...planning, nodes: network.nodes });
  const strategy = planStrategy(answers, planning);
  return {
    rows: [...rows, ...items.rows, ...stock.rows, ...strategy.rows],
    network: rows.some(isWritten) ? network : undefined,
    items: items.documents,
    stock: stock.counts,
    strategy: strategy.document,
  };
}

function planNetwork(
  answers: Answers,
  { existing, isReplace, year }: Planning,
): { readonly rows: readonly PlanRow[]; readonly network: NetworkDocument } {
  const current = existing.network ?? {
    version: 0,
    currency: answers.currency,
    nodes: [],
    carrierServices: [],
    dutyRates: [],
  };
  refuseOtherCurrency(current, answers);
  const nodes = answers.nodes.map((answer) => {
    const known = current.nodes.find(({ nodeId }) => nodeId === answer.id);
    const document = nodeOf(answer, answers, { year, known });
    return { document, outcome: outcomeOf(known, document, isReplace) };
  });
  const carriers = answers.carriers.map((answer) => {
    const known = current.carrierServices.find((one) => one.serviceId === answer.id);
    const document = serviceOf(answer, answers, year);
    return { document, outcome: outcomeOf(known, document, isReplace) };
  });
  const written = <T>(all: readonly { document: T; outcome: RowOutcome }[]): T[] =>
    all.flatMap(({ document, outcome }) =>
      outcome === 'new' || outcome === 'replaced' ? [document] : [],
    );
  const merged = merge(current, { nodes: written(nodes), carrierServices: written(carriers) });
  const counter = counterFor(merged, answers);
  const network = collected(counter ? merge(merged, { carrierServices: [counter] }) : merged, {
    before: current,
  });
  return {
    rows: [
      ...nodes.map(
        ({ document: { nodeId: id }, outcome }) => ({ part: 'node', id, outcome }) as const,
      ),
      ...[...carriers, ...(counter ? [{ document: counter, outcome: 'new' as const }] : [])].map(
        ({ document: { serviceId: id }, outcome }) => ({ part: 'carrier', id, outcome }) as const,
      ),
    ],
    network: sound(network),
  };
}

function refuseOtherCurrency({ version, currency }: NetworkDocument, answers: Answers): void {
  if (version === 0 || currency === answers.currency) return;
  throw new AppFailure('answer-invalid', {
    why: `--currency: The network of this store is in ${currency}, not in ${answers.currency}.`,
    try: [
      `ordermesh init --currency ${currency}`,
      'ordermesh init --data-directory ./other begins another store.',
    ],
  });
}

/** Puts documents in, in the place of those with the same id, or behind them all. */
function merge(
  network: NetworkDocument,
  more: Partial<Pick<NetworkDocument, 'nodes' | 'carrierServices'>>,
): NetworkDocument {
  const put = <T>(all: readonly T[], added: readonly T[], idOf: (one: T) => string): T[] => {
    const byId = new Map(all.map((one) => [idOf(one), one]));
    for (const one of added) byId.set(idOf(one), one);
    return [...byId.values()];
  };
  return {
    ...network,
    nodes: put(network.nodes, more.nodes ?? [], ({ nodeId }) => nodeId),
    carrierServices: put(
      network.carrierServices,
      more.carrierServices ?? [],
      ({ serviceId }) => serviceId,
    ),
  };
}

/** Pick-up needs a service; it is added with the first node that hands over to customers. */
function counterFor({ nodes, carrierServices }: NetworkDocument, { country }: Answers) {
  const isWanted = nodes.some(({ abilities }) => abilities.includes('pickup'));
  const isThere = carrierServices.some(({ serviceLevels }) => serviceLevels.includes('pickup'));
  return isWanted && !isThere ? counterService(country) : undefined;
}

/** New services collect at every node that can use them; new nodes have every service that they can use. */
function collected(
  network: NetworkDocument,
  { before }: { readonly before: NetworkDocument },
): NetworkDocument {
  const [nodes, services] = [
    new Set(before.nodes.map(({ nodeId }) => nodeId)),
    new Set(before.carrierServices.map(({ serviceId }) => serviceId)),
  ];
  const servicesOf = (node: NodeProfile): NodeProfile['carrierServices'] => [
    ...node.carrierServices,
    ...network.carrierServices
      .filter((service) => collectsAt(service, node))
      .map(({ serviceId }) => serviceId)
      .filter((id) => !node.carrierServices.includes(id))
      .filter((id) => !nodes.has(node.nodeId) || !services.has(id)),
  ];
  return {
    ...network,
    nodes: network.nodes.map((node) => ({ ...node, carrierServices: servicesOf(node) })),
  };
}

/** The hub's own check of a network, before anything is opened or shown. */
function sound(network: NetworkDocument): NetworkDocument {
  const read = readNetworkDocument({ ...network, version: Math.max(1, network.version) });
  if (read.ok) return read.value;
  const errors = read.refusal.map(({ field, reason, remedy }) => ({
    pointer: field,
    code: reason,
    why: remedy,
  }));
  throw new AppFailure('answer-invalid', {
    errors,
    why: `${errors[0]?.pointer ?? ''}: ${errors[0]?.why ?? ''}`,
  });
}

/** On a store without nodes nothing was ever routed: the strategy it was born with is not anybody's choice yet. */
function planStrategy(
  { strategy, currency }: Answers,
  { existing, isReplace }: Planning,
): { readonly rows: readonly PlanRow[]; readonly document: Plan['strategy'] } {
  const isFirst = existing.network === undefined;
  if (strategy === undefined && !isFirst) return { rows: [], document: undefined };
  const document = strategyFor(strategy ?? 'balanced', currency);
  const before = isFirst ? undefined : existing.strategy;
  const outcome = outcomeOf(before, document, isReplace);
  const row: PlanRow = { part: 'strategy', id: 'standard', outcome };
  return { rows: [row], document: isWritten(row) ? document : undefined };
}
