import type { Chance } from '../../chance.ts';
import { busName } from '../faults/work-bus.ts';
import { ask } from '../mesh.ts';
import type { HubProcess } from '../faults/hub-process.ts';
import type { Mesh } from '../mesh.ts';

const minuteMs = 60_000;

/** Whom it strikes; those that tell subscribers have troubles of their own. */
const struck = ({ processes, routers }: Mesh): readonly HubProcess[] => [...processes, ...routers];

/** What strikes a mesh from outside, minute by minute: cuts, clocks, nodes declared dead that go on working. */
export function misfortune(mesh: Mesh, chance: Chance): void {
  mesh.clock.after(minuteMs, () => {
    if (mesh.isHealed()) return;
    const { mix } = mesh;
    if (chance.unit() < mix.partition) cutSome(mesh, chance);
    if (chance.unit() < mix.jump) chance.pick(struck(mesh)).jumpClock();
    if (chance.unit() < mix.falseDeath) switchNode(mesh, chance, 'stricken');
    if (chance.unit() < mix.drain) switchNode(mesh, chance, 'draining');
    if (mesh.bus && chance.unit() < mix.busForgets) mesh.bus.forget();
    misfortune(mesh, chance);
  });
}

/** Somebody and a process do not hear each other for a while, in one direction or both. */
function cutSome(mesh: Mesh, chance: Chance): void {
  const nodes = mesh.furniture.network.nodes.map(({ nodeId }) => nodeId);
  const places = [...nodes, 'shop', ...(mesh.bus ? [busName] : [])];
  const [place, process] = [chance.pick(places), chance.pick(struck(mesh)).name];
  const untilAt = mesh.clock.now() + chance.between(1, 20) * minuteMs;
  const mood = chance.unit();
  if (mood < 0.7) mesh.post.cut(place, process, untilAt);
  if (mood > 0.3) mesh.post.cut(process, place, untilAt);
}

function switchNode(mesh: Mesh, chance: Chance, state: 'stricken' | 'draining'): void {
  const { nodeId } = chance.pick(mesh.furniture.network.nodes);
  ask(mesh, {
    from: 'staff',
    chance,
    handle: (hub) => hub.setNodeState(nodeId, state, 'thought to be down'),
    answered: () => undefined,
    silence: () => undefined,
  });
  mesh.clock.after(chance.between(3, 40) * minuteMs, () => {
    ask(mesh, {
      from: 'staff',
      chance,
      handle: (hub) => hub.setNodeState(nodeId, 'open', 'is back'),
      answered: () => undefined,
      silence: () => undefined,
    });
  });
}

/** After the last fault every node is open again. */
export async function openAll(mesh: Mesh): Promise<void> {
  const hub = mesh.processes[0]?.hub();
  if (!hub) return;
  for (const { nodeId } of mesh.furniture.network.nodes)
    if (hub.nodeState(nodeId)?.state !== 'open') await hub.setNodeState(nodeId, 'open', 'healed');
}
