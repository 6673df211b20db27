import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { LinearBody, ModelDocument } from '../../../models/decide/index.ts';
import { readGraph } from './read-graph.ts';
import type { OnnxGraph, ReadNode } from './read-graph.ts';

/** What an ONNX file says of a model; names of features, levels and the card are given by whoever imports it. */
export type OnnxBody = Pick<ModelDocument, 'body' | 'scale' | 'factors'> & {
  /** Columns that a row has at least. */
  readonly columns: number;
  readonly outputs: number;
};

/** Why a file is not taken. */
export type OnnxRefusal =
  | { readonly reason: 'not-onnx' }
  | { readonly reason: 'unknown-operator'; readonly operator: string }
  | { readonly reason: 'unknown-setting'; readonly operator: string; readonly setting: string }
  | { readonly reason: 'no-model' };

const first = ['TreeEnsembleRegressor', 'Imputer', 'LinearRegressor'];
const after = ['Exp', 'Mul', 'TopK'];

/**
 * Takes a model that was trained elsewhere, as far as it uses the operators that `toOnnx` writes, one after the other.
 * Anything else is refused by its name.
 */
export function fromOnnx(bytes: Uint8Array): Outcome<OnnxBody, OnnxRefusal> {
  const graph = readGraph(bytes);
  if (!graph) return refuse({ reason: 'not-onnx' });
  const stranger = graph.nodes.find(({ opType }) => ![...first, ...after].includes(opType));
  if (stranger) return refuse({ reason: 'unknown-operator', operator: stranger.opType });
  const setting = graph.nodes.map(strangeSetting).find((one) => one !== undefined);
  if (setting) return refuse({ reason: 'unknown-setting', ...setting });
  const body = bodyOf(graph);
  if (!body) return refuse({ reason: 'no-model' });
  const finishing = graph.nodes.filter(({ opType }) => after.includes(opType));
  return accept({
    ...body,
    scale: finishing.some(({ opType }) => opType === 'Exp') ? 'log' : 'plain',
    factors: finishing.some(({ opType }) => opType === 'Mul') ? factorsOf(graph) : [],
  });
}

const factorsOf = ({ nodes, constants }: OnnxGraph): readonly number[] =>
  constants.get(nodes.find(({ opType }) => opType === 'Mul')?.input[1] ?? '') ?? [];

const knownModes = ['BRANCH_LEQ', 'LEAF'];

/** A setting that would change the numbers and is not understood. */
function strangeSetting(
  node: ReadNode,
): { readonly operator: string; readonly setting: string } | undefined {
  const said = (name: string, plain: string): string | undefined => {
    const text = node.text(name);
    return text === '' || text === plain ? undefined : `${name} ${text}`;
  };
  const mode = node.texts('nodes_modes').find((one) => !knownModes.includes(one));
  const setting =
    said('post_transform', 'NONE') ??
    said('aggregate_function', 'SUM') ??
    (mode === undefined ? undefined : `nodes_modes ${mode}`);
  return setting === undefined ? undefined : { operator: node.opType, setting };
}

type Body = Pick<OnnxBody, 'body' | 'columns' | 'outputs'>;

function bodyOf({ nodes }: OnnxGraph): Body | undefined {
  const trees = nodes.find(({ opType }) => opType === 'TreeEnsembleRegressor');
  if (trees) return treesOf(trees);
  const linear = nodes.find(({ opType }) => opType === 'LinearRegressor');
  return (
    linear &&
    linearOf(
      linear,
      nodes.find(({ opType }) => opType === 'Imputer'),
    )
  );
}

function linearOf(node: ReadNode, imputer: ReadNode | undefined): Body | undefined {
  const outputs = node.int('targets') || 1;
  const weights = node.floats('coefficients');
  const columns = weights.length / outputs;
  if (!Number.isInteger(columns) || columns === 0) return undefined;
  const fill = imputer?.floats('imputed_value_floats') ?? [];
  const body: LinearBody = {
    kind: 'linear',
    base: Array.from({ length: outputs }, (_, out) => node.floats('intercepts')[out] ?? 0),
    weights,
    fill: Array.from({ length: columns }, (_, column) => fill[column] ?? fill[0] ?? 0),
  };
  return { body, columns, outputs };
}

function treesOf(node: ReadNode): Body | undefined {
  const outputs = node.int('n_targets') || 1;
  const writer = new TreesReader(node, outputs);
  if (!writer.copyAll()) return undefined;
  const base = Array.from({ length: outputs }, (_, out) => node.floats('base_values')[out] ?? 0);
  return { body: { kind: 'trees', base, ...writer.written }, columns: writer.columns, outputs };
}

/** Copies trees whose nodes stand in any order into preorder. */
class TreesReader {
  readonly written = {
    roots: [] as number[],
    feature: [] as number[],
    threshold: [] as number[],
    no: [] as number[],
    missing: [] as number[],
    leaves: [] as number[],
  };
  columns = 0;
  readonly #outputs: number;
  readonly #at = new Map<string, number>();
  readonly #weights = new Map<string, { readonly output: number; readonly value: number }[]>();
  readonly #columnsOf: Readonly<
    Record<'tree' | 'node' | 'feature' | 'yes' | 'no' | 'missing', readonly number[]>
  >;
  readonly #values: readonly number[];
  readonly #modes: readonly string[];

  constructor(node: ReadNode, outputs: number) {
    this.#outputs = outputs;
    this.#columnsOf = {
      tree: node.ints('nodes_treeids'),
      node: node.ints('nodes_nodeids'),
      feature: node.ints('nodes_featureids'),
      yes: node.ints('nodes_truenodeids'),
      no: node.ints('nodes_falsenodeids'),
      missing: node.ints('nodes_missing_value_tracks_true'),
    };
    this.#values = node.floats('nodes_values');
    this.#modes = node.texts('nodes_modes');
    this.#columnsOf.tree.forEach((tree, at) => {
      this.#at.set(keyOf(tree, this.#columnsOf.node[at] ?? -1), at);
    });
    const trees = node.ints('target_treeids');
    trees.forEach((tree, at) => {
      const key = keyOf(tree, node.ints('target_nodeids')[at] ?? -1);
      const of = this.#weights.get(key) ?? [];
      of.push({
        output: node.ints('target_ids')[at] ?? 0,
        value: node.floats('target_weights')[at] ?? 0,
      });
      this.#weights.set(key, of);
    });
  }

  /** @returns false when a tree does not hang together */
  copyAll(): boolean {
    const { tree, node, yes, no } = this.#columnsOf;
    const children = new Set<string>();
    tree.forEach((of, at) => {
      if (this.#modes[at] === 'LEAF') return;
      children.add(keyOf(of, yes[at] ?? -1)).add(keyOf(of, no[at] ?? -1));
    });
    const roots = tree.flatMap((of, at) => (children.has(keyOf(of, node[at] ?? -1)) ? [] : [at]));
    if (roots.length !== new Set(tree).size) return false;
    return roots.every((at) => {
      this.written.roots.push(this.written.feature.length);
      return this.#copy(at, tree.length);
    });
  }

  #copy(at: number | undefined, depthLeft: number): boolean {
    if (at === undefined || depthLeft < 0) return false;
    const here = this.written.feature.length;
    if (this.#modes[at] === 'LEAF') {
      this.#write({
        column: -1,
        threshold: 0,
        missing: 0,
        no: this.written.leaves.length / this.#outputs,
      });
      this.#writeLeaf(at);
      return true;
    }
    const { feature, missing } = this.#columnsOf;
    const column = feature[at] ?? 0;
    this.columns = Math.max(this.columns, column + 1);
    this.#write({ column, threshold: this.#values[at] ?? 0, missing: missing[at] ?? 0, no: 0 });
    if (!this.#copy(this.#child(at, 'yes'), depthLeft - 1)) return false;
    this.written.no[here] = this.written.feature.length;
    return this.#copy(this.#child(at, 'no'), depthLeft - 1);
  }

  #child(at: number, side: 'yes' | 'no'): number | undefined {
    const { tree, [side]: of } = this.#columnsOf;
    return this.#at.get(keyOf(tree[at] ?? -1, of[at] ?? -1));
  }

  #write(of: {
    readonly column: number;
    readonly threshold: number;
    readonly missing: number;
    readonly no: number;
  }): void {
    this.written.feature.push(of.column);
    this.written.threshold.push(of.threshold);
    this.written.missing.push(of.missing);
    this.written.no.push(of.no);
  }

  #writeLeaf(at: number): void {
    const { tree, node } = this.#columnsOf;
    const weights = this.#weights.get(keyOf(tree[at] ?? -1, node[at] ?? -1)) ?? [];
    for (let output = 0; output < this.#outputs; output += 1)
      this.written.leaves.push(weights.find((one) => one.output === output)?.value ?? 0);
  }
}

const keyOf = (tree: number, node: number): string => `${String(tree)}/${String(node)}`;
