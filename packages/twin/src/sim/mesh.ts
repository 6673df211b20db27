import type { Hub, Store } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { WorldNames } from '../actors/names.ts';
import type { Chance } from '../chance.ts';
import type { Furniture } from '../run/furnish.ts';
import type { FaultMix } from './faults/fault-mix.ts';
import type { HubProcess } from './faults/hub-process.ts';
import type { Kernel } from './faults/kernel.ts';
import type { Post } from './faults/post.ts';
import type { WorkBus } from './faults/work-bus.ts';
import type { Truth } from './judge/truth.ts';
import type { Subscribers } from './webhooks/open-subscribers.ts';

/** Everything that actors of a schedule share. */
export interface Mesh {
  readonly clock: Kernel;
  readonly post: Post;
  readonly mix: FaultMix;
  readonly truth: Truth;
  /** What is stored, for checkers only. */
  readonly database: MemoryDatabase;
  readonly furniture: Furniture;
  readonly names: WorldNames;
  /** Who is asked. */
  readonly processes: readonly HubProcess[];
  /** Who places what the processes accept; none = they place it themselves. */
  readonly routers: readonly HubProcess[];
  /** Brings accepted orders to the routers; absent = they look in the store. */
  readonly bus: WorkBus | undefined;
  /** Who tells subscribers what happens; none = nobody subscribed. */
  readonly tellers: readonly HubProcess[];
  readonly subscribers: Subscribers | undefined;
  /** True once all faults are over: everybody works quickly and well. */
  readonly isHealed: () => boolean;
  readonly broken: (invariant: string, numbers: string) => void;
}

/** All that run, whatever they are for. */
export const everyProcess = ({ processes, routers, tellers }: Mesh): readonly HubProcess[] => [
  ...processes,
  ...routers,
  ...tellers,
];

/** What somebody asks a process of the hub. */
export interface Request<T> {
  readonly from: string;
  readonly chance: Chance;
  readonly handle: (hub: Hub, store: Store) => Promise<T>;
  readonly answered: (answer: T) => void;
  /** Nobody answered in time: it may have happened, or not. */
  readonly silence: () => void;
}

const patienceMs = 30_000;

/** Asks one of the processes over the net; exactly one of `answered` and `silence` is called, once. */
export function ask<T>(mesh: Mesh, request: Request<T>): void {
  const { clock, post } = mesh;
  const process = request.chance.pick(mesh.processes);
  let isOver = false;
  const end = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    tell();
  };
  post.send(request.from, process.name, () => {
    const hub = process.hub();
    if (!hub) return;
    request.handle(hub, process.store()).then(
      (answer) => {
        if (process.hub() !== hub || !process.answers()) return;
        post.send(process.name, request.from, () => {
          end(() => {
            request.answered(answer);
          });
        });
      },
      // The process could not do it: to the one who asked that is silence.
      () => undefined,
    );
  });
  clock.after(patienceMs, () => {
    end(request.silence);
  });
}

/** Asks again until somebody answers, with growing pauses. */
export function insist<T>(
  mesh: Mesh,
  request: Omit<Request<T>, 'silence'> & {
    /** Gives up after so many tries; absent = never. */
    readonly triesMax?: number;
    readonly givenUp?: () => void;
  },
): void {
  let tries = 0;
  const again = (): void => {
    tries += 1;
    ask(mesh, {
      ...request,
      silence: () => {
        if (tries >= (request.triesMax ?? Infinity) && !mesh.isHealed()) {
          request.givenUp?.();
          return;
        }
        mesh.clock.after(mesh.isHealed() ? 1000 : request.chance.between(1000, 20_000), again);
      },
    });
  };
  again();
}
