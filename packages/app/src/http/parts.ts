import type { Logger } from 'pino';
import type { Backend } from '../backend.ts';
import type { KeyRing } from '../keys/index.ts';
import type { InFlight, RequestLimits } from '../limits/index.ts';
import type { Phase } from '../observe/index.ts';
import type { Presence } from '../presence/index.ts';
import type { KeyBox, WebhookTargets } from '../webhooks/index.ts';
import type { TokenReader } from '../tokens/index.ts';
import type { Caller } from './access/caller.ts';
import type { TracePosition } from './wire/trace.ts';

/** What the HTTP surface is made of. */
export interface HttpParts {
  /** Undefined while the hub starts; requests then get 503 `starting`. */
  readonly backend: () => Backend | undefined;
  readonly phase: () => Phase;
  readonly keys: KeyRing;
  /** Whom tokens of an identity provider prove; absent = none are taken. */
  readonly tokens?: TokenReader;
  readonly log: Logger;
  readonly now: () => number;
  /** Monotonic, ms. */
  readonly mono: () => number;
  readonly bodyLimitBytes: number;
  readonly batchLimitBytes: number;
  /** Under which address problems link to their pages; empty = relative. */
  readonly publicUrl: string;
  readonly version: string;
  /** Where webhooks may go. */
  readonly webhookTargets: WebhookTargets;
  /** How much one caller may ask; absent = as much as it likes. */
  readonly limits?: RequestLimits;
  /** Writes in hand; absent = any number. */
  readonly inFlight?: InFlight;
  /** How signing keys are kept. */
  readonly keyBox: KeyBox;
  /** False: only health, metrics and documentation are answered here; absent = everything. */
  readonly servesApi?: boolean;
  /** Which processes share the store; undefined = it is not kept, or not yet. */
  readonly presence?: () => Pick<Presence, 'present' | 'warnings'> | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the request stands in its trace. */
    trace: TracePosition;
    startedMono: number;
    /** Who asks; set on every operation that needs a key. */
    caller: Caller | undefined;
  }
}
