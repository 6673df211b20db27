import type { ModelDocument } from '../../models/index.ts';
import { compileNetwork } from '../../network/index.ts';
import type { ModelReference, Network, NetworkDocument } from '../../network/index.ts';
import { laneClock } from '../../promise/index.ts';
import type { LaneClock } from '../../promise/index.ts';
import type { DocumentRecord } from '../ports/records.ts';

/** A network version and its clock, with the models that serve in it. */
interface KnownNetwork {
  readonly network: Network;
  readonly clock: LaneClock;
}

/** Models of handling and transit. */
interface ServingModels {
  readonly handling?: ModelDocument;
  readonly transit?: ModelDocument;
}

/** Network versions seen by this process, and every model that was published: a network names those that serve in it. */
export class KnownNetworks {
  readonly #networks = new Map<number, KnownNetwork>();
  readonly #models = new Map<string, DocumentRecord>();

  /** Compiles a version, once. */
  put(document: NetworkDocument): KnownNetwork {
    const known = this.#networks.get(document.version);
    if (known) return known;
    const network = compileNetwork(document);
    const made = { network, clock: this.#clockOf(network) };
    this.#networks.set(document.version, made);
    return made;
  }

  at(version: number): KnownNetwork | undefined {
    return this.#networks.get(version);
  }

  /** A network may have come before the model that serves in it: its clock is made anew. */
  putModel(record: DocumentRecord): void {
    const reference = { modelId: record.documentId, version: record.version };
    if (this.#models.has(keyOf(reference))) return;
    this.#models.set(keyOf(reference), record);
    for (const [version, { network }] of this.#networks)
      if (servesIn(network.document, reference))
        this.#networks.set(version, { network, clock: this.#clockOf(network) });
  }

  /** All models, by id and version. */
  models(): readonly DocumentRecord[] {
    return [...this.#models.values()].sort(byIdAndVersion);
  }

  model(reference: ModelReference | undefined): ModelDocument | undefined {
    return reference && (this.#models.get(keyOf(reference))?.document as ModelDocument | undefined);
  }

  /** The models that serve in a network, as far as they are known; one that is not leaves the curves. */
  serving({ promiseModels }: NetworkDocument): ServingModels {
    const handling = this.model(promiseModels?.handling);
    const transit = this.model(promiseModels?.transit);
    return { ...(handling && { handling }), ...(transit && { transit }) };
  }

  #clockOf(network: Network): LaneClock {
    return laneClock(network, this.serving(network.document));
  }
}

/** Whether a version of a model serves in a network, for handling or for transit. */
export const servesIn = ({ promiseModels }: NetworkDocument, of: ModelReference): boolean =>
  [promiseModels?.handling, promiseModels?.transit].some(
    (one) => one !== undefined && keyOf(one) === keyOf(of),
  );

const keyOf = ({ modelId, version }: ModelReference): string => `${modelId}@${String(version)}`;

const byIdAndVersion = (a: DocumentRecord, b: DocumentRecord): number =>
  a.documentId === b.documentId ? a.version - b.version : a.documentId < b.documentId ? -1 : 1;
