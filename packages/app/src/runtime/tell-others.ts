import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Backend } from '../backend.ts';
import { allRoles } from '../config/index.ts';
import { keepPresence } from '../presence/index.ts';
import type { Presence, PresentSealing } from '../presence/index.ts';
import type { KeyBox } from '../webhooks/index.ts';
import { sealingOf } from './seal-trail.ts';
import type { ServerMaking } from './server-making.ts';

/** What a process tells the others of its store, and what it hears of them. */
export interface ToldOthers {
  /** Undefined where it is not kept. */
  readonly presence: Presence | undefined;
  /** Tells at once how sealing stands in this process. */
  readonly tellSealing: (sealing: PresentSealing) => void;
}

/** Names of processes are for people, and told apart when a number is used again. */
const nameHere = (): string => `${hostname()}/${String(process.pid)}/${randomUUID().slice(0, 8)}`;

/** Begins to tell other processes of the store that this one is there. */
export async function tellOthers(
  { presence: kept, settings, roles = allRoles, sealingKey, agreed, log }: ServerMaking,
  { hub, store, now }: Backend,
  box: KeyBox,
): Promise<ToldOthers> {
  if (kept === undefined) return { presence: undefined, tellSealing: () => undefined };
  let sealing = roles.has('worker') ? sealingOf(sealingKey) : undefined;
  const name = nameHere();
  const self = () => ({
    ...{ name, roles: [...roles], routing: settings.routing, secrets: box.secretNames },
    ...(agreed && { agreed }),
    ...(sealing && { sealing }),
  });
  const hasOthers = kept === 'with-others';
  const presence = await keepPresence({ hub, store, now, log, self, hasOthers });
  return {
    presence,
    tellSealing: (next) => {
      sealing = next;
      void presence.look();
    },
  };
}
