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
  const trees = treeNumbers(body);
  const at = (node: number): number => node - (body.roots[trees[node] ?? 0] ?? 0);
  const nodes = body.feature.map((_, node) => node);
  const isLeaf = (node: number): boolean => (body.feature[node] ?? -1) < 0;
  const leaves = nodes.filter(isLeaf);
  const perOutput = leaves.flatMap((node) => Array.from({ length: outputs }, () => node));
  return {
    opType: 'TreeEnsembleRegressor',
    domain: ml,
    input: ['rows'],
    output: ['sum'],
    attributes: {
      nodes_treeids: { ints: trees },
      nodes_nodeids: { ints: nodes.map(at) },
      nodes_featureids: { ints: body.feature.map((column) => Math.max(0, column)) },
      nodes_values: { floats: body.threshold },
      nodes_modes: { texts: nodes.map((node) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LEQ')) },
      nodes_truenodeids: { ints: nodes.map((node) => (isLeaf(node) ? 0 : at(node) + 1)) },
      nodes_falsenodeids: {
        ints: body.no.map((no, node) => (isLeaf(node) ? 0 : at(node) + no - node)),
      },
      nodes_missing_value_tracks_true: { ints: body.missing },
      target_treeids: { ints: perOutput.map((node) => trees[node] ?? 0) },
      target_nodeids: { ints: perOutput.map(at) },
      target_ids: { ints: perOutput.map((_, place) => place % outputs) },
      target_weights: {
        floats: perOutput.map(
          (node, place) => body.leaves[(body.no[node] ?? 0) * outputs + (place % outputs)] ?? 0,
        ),
      },
      base_values: { floats: body.base },
      n_targets: { int: outputs },
      aggregate_function: { text: 'SUM' },
      post_transform: { text: 'NONE' },
    },
  };
}

/** Which tree each node stands in. */
function treeNumbers({ feature, roots }: TreesBody): readonly number[] {
  let tree = -1;
  return feature.map((_, node) => {
    if (roots[tree + 1] === node) tree += 1;
    return tree;
  });
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
