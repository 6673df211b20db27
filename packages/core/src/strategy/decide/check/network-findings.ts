import type { NetworkDocument, NodeProfile } from '../../../network/decide/index.ts';
import type { LaneFacts } from '../compiled.ts';
import { laneTest } from '../conditions.ts';
import type { RuleCondition, RuleField, StrategyDocument } from '../document.ts';
import type { Findings } from './findings.ts';
import { didYouMean, quoted } from './faults.ts';

/** Fields that follow from the node's profile alone. */
const nodeFields: readonly RuleField[] = [
  'node.id',
  'node.kind',
  'node.tag',
  'node.country',
  'node.subdivision',
];
const serviceFields: readonly RuleField[] = ['lane.serviceId', 'lane.mode'];

/** Looks whether the strategy speaks of nodes and services that are there, and leaves any of them over. */
export function findInNetwork(
  findings: Findings,
  document: StrategyDocument,
  network: NetworkDocument,
): void {
  for (const [table, rules] of [
    ['/hard_rules', document.hardRules],
    ['/soft_rules', document.softRules],
  ] as const)
    for (const [index, rule] of rules.entries()) {
      const row = { id: rule.ruleId, field: `${table}/${index}`, when: rule.when };
      const faultsBefore = findings.faults.length;
      findUnknown(findings, row, network);
      if (findings.faults.length === faultsBefore) warnWhenUnmet(findings, row, network);
    }
  findNothingLeft(findings, document, network.nodes);
}

interface Row {
  readonly id: string;
  readonly field: string;
  readonly when: readonly RuleCondition[];
}

function findUnknown({ faults }: Findings, row: Row, network: NetworkDocument): void {
  const nodeIds = network.nodes.map(({ nodeId }): string => nodeId);
  const serviceIds = network.carrierServices.map(({ serviceId }): string => serviceId);
  for (const [index, { field, operator, value }] of row.when.entries()) {
    if ((field !== 'node.id' && field !== 'lane.serviceId') || operator === 'starts_with') continue;
    const known = field === 'node.id' ? nodeIds : serviceIds;
    const named = new Set(known);
    const reason = field === 'node.id' ? 'unknown-node' : 'unknown-service';
    for (const id of (typeof value === 'object' ? value : [value]).map((one) => String(one)))
      if (!named.has(id))
        faults.push({
          field: `${row.field}/when/${index}/value`,
          reason,
          remedy: `${quoted(id)} is not in network version ${network.version}. ${didYouMean(id, known)}`,
        });
  }
}

function warnWhenUnmet({ warnings }: Findings, row: Row, network: NetworkDocument): void {
  const ofNode = laneTest(row.when.filter(({ field }) => nodeFields.includes(field)));
  const ofService = laneTest(row.when.filter(({ field }) => serviceFields.includes(field)));
  const [someNode] = network.nodes;
  if (someNode === undefined) return;
  const services = [undefined, ...network.carrierServices];
  const nodeMeets = network.nodes.some((node) => ofNode(laneOf(node)));
  const serviceMeets = services.some((service) => ofService({ ...laneOf(someNode), service }));
  if (nodeMeets && serviceMeets) return;
  const what = nodeMeets ? 'carrier service' : 'node';
  warnings.push({
    field: row.field,
    reason: 'never-hit-in-network',
    remedy: `No ${what} of network version ${network.version} meets its conditions: mend or remove it.`,
    ruleId: row.id,
    byRuleId: undefined,
  });
}

function findNothingLeft(
  { faults }: Findings,
  { hardRules }: StrategyDocument,
  nodes: readonly NodeProfile[],
): void {
  const unconditional = hardRules.filter(({ when }) =>
    when.every(({ field }) => nodeFields.includes(field)),
  );
  const tests = unconditional.map(({ when }) => laneTest(when));
  const left = nodes.some((node) => !tests.some((holds) => holds(laneOf(node))));
  if (left || nodes.length === 0 || faults.some(({ reason }) => reason === 'excludes-every-node'))
    return;
  faults.push({
    field: '/hard_rules',
    reason: 'excludes-every-node',
    remedy: `These rules exclude every node of the network for every order: ${unconditional.map(({ ruleId }) => ruleId).join(', ')}.`,
  });
}

const laneOf = (node: NodeProfile): LaneFacts => ({
  node,
  service: undefined,
  distanceKm: 0,
  loadPercent: 0,
  leadHours: 0,
});
