import type { Approval } from '../wires/approval-types.ts';
import { jsonLines } from './json-lines.ts';
import type { Transport } from '../transport.ts';

/** What a file may be of. */
export type FileKind =
  'nodes' | 'items' | 'stock' | 'inbound' | 'orders' | 'promotions' | 'holidays' | 'weather';

/** What became of a batch of an import. */
export interface Imported {
  readonly dry_run: boolean;
  readonly new: number;
  readonly changed: number;
  /** Rows that say what is known already: they change nothing. */
  readonly same: number;
  readonly refused: number;
  /** Every row that is not same. */
  readonly results: readonly {
    /** Line of the batch, from 1. */
    readonly line: number;
    readonly outcome: 'new' | 'changed' | 'refused';
    readonly changes?: readonly {
      readonly field: string;
      readonly before: unknown;
      readonly after: unknown;
    }[];
    readonly errors?: readonly {
      readonly pointer: string;
      readonly code: string;
      readonly why: string;
    }[];
  }[];
  /** Set when another key has to agree first: nothing was changed yet, and the counts say what would be. */
  readonly approval?: Approval;
}

/** The network as published; with `approval` its version is still that of before. */
export type NetworkPublished = Readonly<Record<string, unknown>> & { readonly approval?: Approval };

/** Calls about the network as a whole. */
export interface NetworkCalls {
  /** The live version. */
  get(): Promise<Readonly<Record<string, unknown>>>;
  /** Publishes a document as the next version; with `approval` in the answer nothing yet: another key has to agree first. */
  publish(document: object, note: string): Promise<NetworkPublished>;
}

/** @see NetworkCalls */
export const networkCalls = (transport: Transport): NetworkCalls => ({
  get: () => transport.send({ method: 'GET', path: 'v1/network' }),
  publish: (document, note) =>
    transport.send({ method: 'PUT', path: 'v1/network', query: { note }, body: document }),
});

/** Whole files, in and out. */
export interface FileCalls {
  /**
   * At most 10,000 rows. Rows that are known already change nothing, so a batch may be sent again after a break. With
   * `approval` in the answer (nodes, where the hub asks for four eyes) nothing was written yet.
   */
  importRows(
    kind: FileKind,
    rows: readonly object[],
    how?: { readonly dryRun?: boolean },
  ): Promise<Imported>;
  /** Everything of a kind, row by row as it arrives. */
  exportRows(kind: FileKind): AsyncGenerator<Readonly<Record<string, unknown>>, void, undefined>;
}

/** @see FileCalls */
export const fileCalls = (transport: Transport): FileCalls => ({
  importRows: (kind, rows, how) =>
    transport.send({
      method: 'POST',
      path: `v1/imports/${kind}`,
      query: { dry_run: how?.dryRun },
      body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      repeatable: true,
    }),
  exportRows: (kind) => jsonLines(transport, `v1/exports/${kind}`),
});
