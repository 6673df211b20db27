import type { Store } from '@ordermesh/core/hub';
import type { Chance } from '../../chance.ts';
import { insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import { overlapHours } from './keys.ts';
import type { Subscriber, Subscribers } from './open-subscribers.ts';
import type { SubscriberDesk } from './role.ts';

interface Office {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly told: Subscribers;
}

const minuteMs = 60_000;

/** Everybody subscribes in the first minutes, and from then on looks after the subscription; their endpoints fail. */
export function subscribe(mesh: Mesh, chance: Chance): void {
  const { subscribers: told, tellers } = mesh;
  if (told === undefined) return;
  // Asked are those that tell, over the net between them: what all others draw from chance stays as it is.
  const office = { chance, told, mesh: { ...mesh, post: told.net, processes: tellers } };
  for (const one of told.all)
    mesh.clock.after(chance.unit() * 15 * minuteMs, () => {
      begin(office, one);
    });
  trouble(office);
}

/** Asks until somebody says yes: the same id is the same subscription, however often it is asked for. */
function begin(office: Office, one: Subscriber): void {
  const { mesh } = office;
  one.hearing.asks(mesh.database.events.length);
  request(office, one, {
    what: (desk) => desk.subscribe(one.subscriptionId, one.wish),
    done: (key) => {
      one.keys.told(key);
      one.hearing.begins(mesh.database.events.length);
      care(office, one);
      changeKeys(office, one);
    },
  });
}

/** Every few minutes: is it still told? Sometimes it wants a rest, or all of the last hours again. */
function care(office: Office, one: Subscriber): void {
  const { mesh, chance } = office;
  mesh.clock.after(chance.between(5, 20) * minuteMs, () => {
    const mood = chance.unit();
    if (mesh.isHealed())
      // What was asked for before is over by then.
      mesh.clock.after(5 * minuteMs, () => {
        resumeAfter(office, one, mood < 0.5);
      });
    else {
      if (mood < 0.1) stop(office, one);
      else if (mood < 0.2) again(office, one);
      else resumeAfter(office, one, mood < 0.3);
      care(office, one);
    }
  });
}

/** Now and then it wants another key; who is not answered asks again for the same. */
function changeKeys(office: Office, one: Subscriber): void {
  const { mesh } = office;
  const askedAs = `keys of ${one.subscriptionId} ${String(mesh.clock.now())}`;
  const chance = office.chance.fork(askedAs);
  mesh.clock.after(chance.between(20, 90) * minuteMs, () => {
    if (mesh.isHealed()) return;
    one.keys.asks();
    request({ ...office, chance }, one, {
      what: (desk) => desk.rotate(one.subscriptionId, { overlapHours, askedAs }),
      done: (key) => {
        one.keys.told(key);
        changeKeys(office, one);
      },
    });
  });
}

/** Goes on where it was stopped; who is impatient also has what waits sent at once. */
function resumeAfter(office: Office, one: Subscriber, isImpatient: boolean): void {
  const { mesh, chance } = office;
  insist(mesh, {
    ...{ from: one.endpoint.name, chance },
    ...(!mesh.isHealed() && { triesMax: 3 }),
    handle: (_hub, store: Store) => store.cases([one.subscriptionId]),
    answered: ([record]) => {
      if (isImpatient || record?.state !== 'active')
        request(office, one, { what: (desk) => desk.resume(one.subscriptionId) });
    },
  });
}

function stop(office: Office, one: Subscriber): void {
  request(office, one, { what: (desk) => desk.pause(one.subscriptionId), triesMax: 3 });
}

/** Wants to be told again what came since a place in the log; never from before it subscribed. */
function again(office: Office, one: Subscriber): void {
  const after = one.hearing.replayFrom(office.chance.unit());
  request(office, one, {
    what: (desk) => desk.replay(one.subscriptionId, after),
    triesMax: 3,
    sent: () => {
      one.hearing.replays();
    },
  });
}

/** Asks for something until it is done. */
function request<T extends string | boolean | undefined>(
  office: Office,
  one: Subscriber,
  {
    what,
    done,
    triesMax,
    sent,
  }: {
    readonly what: (desk: SubscriberDesk) => Promise<T>;
    readonly done?: (answer: NonNullable<T>) => void;
    readonly triesMax?: number;
    readonly sent?: () => void;
  },
): void {
  const { mesh, chance, told } = office;
  insist(mesh, {
    ...{ from: one.endpoint.name, chance },
    ...(triesMax !== undefined && { triesMax }),
    handle: (hub, store) => {
      sent?.();
      return what(told.role.desk({ hub, store, now: mesh.clock.now }));
    },
    answered: (answer) => {
      if (answer) done?.(answer);
      else if (triesMax === undefined)
        mesh.clock.after(minuteMs, () => {
          request(office, one, { what, ...(done && { done }) });
        });
    },
  });
}

/** Per minute: an endpoint is dead for up to an hour, says that it is gone, or does not hear a process. */
function trouble(office: Office): void {
  const { mesh, chance, told } = office;
  mesh.clock.after(minuteMs, () => {
    if (mesh.isHealed()) return;
    const [{ endpoint }, mood, minutes] = [chance.pick(told.all), chance.unit(), chance.unit()];
    if (chance.unit() < mesh.mix.endpointDead) {
      const untilAt = mesh.clock.now() + (5 + minutes * 55) * minuteMs;
      if (mood < 0.5) endpoint.die(untilAt);
      else if (mood < 0.7) endpoint.leave(mesh.clock.now() + minutes * 10 * minuteMs);
      else {
        const process = chance.pick(mesh.processes).name;
        told.net.cut(process, endpoint.name, untilAt);
      }
    }
    trouble(office);
  });
}
