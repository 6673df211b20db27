import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { LinearBody, ModelDocument, TreesBody } from '../../../models/decide/index.ts';
import { nodeWire, proto, tensorWire, valueWire } from './proto.ts';
import type { OnnxNode } from './proto.ts';
import { WireWriter } from './wire.ts';

/** A model that ONNX's operators of this kind cannot say. */
export interface NotInOnnx {
  readonly reason: 'category-in-linear-model';
  readonly feature: string;
}

/**
 * Writes a model as ONNX: trees as `TreeEnsembleRegressor`, a linear model as `LinearRegressor` (with `Imputer` for
 * missing numbers); then `Exp`, `Mul` and `TopK` where the model has a logarithmic scale, factors, or quantiles to keep
 * in order. Input `rows`: floats, one column per feature, categories by their place, NaN = missing; output `predicted`.
 *
 * @returns the bytes of the file
 */
export function toOnnx(model: ModelDocument): Outcome<Uint8Array, NotInOnnx> {
  const category = model.features.find(({ kind }) => kind === 'category');
  if (model.body.kind === 'linear' && category)
    return refuse({ reason: 'category-in-linear-model', feature: category.name });
  const outputs = Math.max(1, model.levels.length);
  const start =
    model.body.kind === 'trees'
      ? [treesNode(model.body, outputs)]
      : linearNodes(model.body, outputs);
  const { nodes, constants } = finishing(model, outputs, start);
  const { graph, model: top, opset } = proto;
  const inside = new WireWriter();
  for (const node of nodes) inside.message(graph.node, nodeWire(node));
  inside.text(graph.name, `${model.modelId}.${String(model.version)}`);
  for (const constant of constants) inside.message(graph.initializer, constant);
  inside.message(graph.input, valueWire('rows', model.features.length));
  inside.message(graph.output, valueWire('predicted', outputs));
  const versions = [
    { domain: 'ai.onnx.ml', version: 3 },
    { domain: '', version: 15 },
  ];
  const file = new WireWriter().int(top.irVersion, 8).text(top.producer, 'ordermesh');
  file.message(top.graph, inside);
  for (const { domain, version } of versions)
    file.message(
      top.opset,
      new WireWriter().text(opset.domain, domain).int(opset.version, version),
    );
  return accept(file.done());
}

const ml = 'ai.onnx.ml';

function treesNode(body: TreesBody, outputs: number): OnnxNode {
  const branch = {
    tree: [] as number[],
    node: [] as number[],
    yes: [] as number[],
    no: [] as number[],
  };
  const [modes, missing, featureIds, values] = [
    [] as string[],
    [] as number[],
    [] as number[],
    [] as number[],
  ];
  const target = {
    tree: [] as number[],
    node: [] as number[],
    output: [] as number[],
    weight: [] as number[],
  };
  body.feature.forEach((column, node) => {
    const tree = body.roots.findLastIndex((root) => root <= node);
    const first = body.roots[tree] ?? 0;
    const isLeaf = column < 0;
    branch.tree.push(tree);
    branch.node.push(node - first);
    branch.yes.push(isLeaf ? 0 : node + 1 - first);
    branch.no.push(isLeaf ? 0 : (body.no[node] ?? 0) - first);
    modes.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
    missing.push(body.missing[node] ?? 0);
    featureIds.push(Math.max(0, column));
    values.push(body.threshold[node] ?? 0);
    for (let output = 0; isLeaf && output < outputs; output += 1) {
      target.tree.push(tree);
      target.node.push(node - first);
      target.output.push(output);
      target.weight.push(body.leaves[(body.no[node] ?? 0) * outputs + output] ?? 0);
    }
  });
  return {
    opType: 'TreeEnsembleRegressor',
    domain: ml,
    input: ['rows'],
    output: ['sum'],
    attributes: {
      nodes_treeids: { ints: branch.tree },
      nodes_nodeids: { ints: branch.node },
      nodes_featureids: { ints: featureIds },
      nodes_values: { floats: values },
      nodes_modes: { texts: modes },
      nodes_truenodeids: { ints: branch.yes },
      nodes_falsenodeids: { ints: branch.no },
      nodes_missing_value_tracks_true: { ints: missing },
      target_treeids: { ints: target.tree },
      target_nodeids: { ints: target.node },
      target_ids: { ints: target.output },
      target_weights: { floats: target.weight },
      base_values: { floats: body.base },
      n_targets: { int: outputs },
      aggregate_function: { text: 'SUM' },
      post_transform: { text: 'NONE' },
    },
  };
}

const linearNodes = ({ base, weights, fill }: LinearBody, outputs: number): readonly OnnxNode[] => [
  {
    opType: 'Imputer',
    domain: ml,
    input: ['rows'],
    output: ['filled'],
    attributes: {
      imputed_value_floats: { floats: fill },
      replaced_value_float: { float: Number.NaN },
    },
  },
  {
    opType: 'LinearRegressor',
    domain: ml,
    input: ['filled'],
    output: ['sum'],
    attributes: {
      coefficients: { floats: weights },
      intercepts: { floats: base },
      targets: { int: outputs },
      post_transform: { text: 'NONE' },
    },
  },
];

/** The operators after the sum; the last one's output is called `predicted`. */
function finishing(
  model: ModelDocument,
  outputs: number,
  start: readonly OnnxNode[],
): { readonly nodes: readonly OnnxNode[]; readonly constants: readonly WireWriter[] } {
  const nodes = [...start];
  const constants: WireWriter[] = [];
  const append = (opType: string, more: Partial<OnnxNode> = {}): void => {
    const from = nodes[nodes.length - 1]?.output[0] ?? '';
    const { input = [], output = [], attributes = {} } = more;
    nodes.push({
      opType,
      domain: '',
      input: [from, ...input],
      output: [`step${String(nodes.length)}`, ...output],
      attributes,
    });
  };
  if (model.scale === 'log') append('Exp');
  if (model.factors.some((factor) => factor !== 1)) {
    constants.push(tensorWire('factors', { floats: model.factors }));
    append('Mul', { input: ['factors'] });
  }
  if (outputs > 1) {
    constants.push(tensorWire('outputs', { int: outputs }));
    append('TopK', {
      input: ['outputs'],
      output: ['places'],
      attributes: { axis: { int: 1 }, largest: { int: 0 }, sorted: { int: 1 } },
    });
  }
  const last = nodes.pop();
  if (last) nodes.push({ ...last, output: ['predicted', ...last.output.slice(1)] });
  return { nodes, constants };
}
