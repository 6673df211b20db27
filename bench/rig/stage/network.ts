import { execFileSync, spawnSync } from 'node:child_process';

/** Processes in network namespaces of their own, each with one cable to this machine. */
export interface Network {
  /** This machine's address on the first cable: servers listen there, every process reaches it. */
  readonly address: string;
  /** The address of a process. */
  readonly hostOf: (name: string) => string;
  /** Put before the start of a process: it then runs in its namespace. */
  readonly before: (name: string) => readonly string[];
  /** Drops packets of a process from or to a port of the servers; of all, or by chance. */
  readonly drop: (name: string, drop: Drop) => void;
  /** Ends all drops of a process. @returns how many packets were dropped */
  readonly undrop: (name: string) => number;
  readonly close: () => void;
}

/** What is dropped. */
export interface Drop {
  /** As the process sees it: what comes in, what goes out, or both. */
  readonly way: 'in' | 'out' | 'both';
  /** 0 … 100. */
  readonly percent: number;
  readonly port: number;
}

/** Why there can be no network of the rig's own. */
export function noNetwork(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces can only be made by root';
  const name = `omrig${String(process.pid)}probe`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0)
    return 'network namespaces cannot be made here (ip netns; package iproute2)';
  const table = spawnSync('ip', ['netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'probe']);
  spawnSync('ip', ['netns', 'delete', name]);
  return table.status === 0 ? undefined : 'packets cannot be dropped here (nft; package nftables)';
}

const run = (...typed: readonly [string, ...string[]]): string => {
  const [program, ...args] = typed;
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

/** Lays the cables. Addresses are of 10.213.0.0/16, and nothing is forwarded: nobody gets out. */
export function openNetwork(names: readonly string[]): Network {
  const prefix = `om${String(process.pid % 100_000)}`;
  const space = (name: string): string => `${prefix}${name}`;
  const subnet = (name: string): string => `10.213.${String(names.indexOf(name) + 1)}`;
  const close = (): void => {
    for (const name of names) spawnSync('ip', ['netns', 'delete', space(name)]);
  };
  process.once('exit', close);
  const inside = (name: string, ...typed: readonly string[]): string =>
    run('ip', 'netns', 'exec', space(name), ...typed);
  for (const [at, name] of names.entries()) {
    const [here, there] = [`${prefix}h${String(at)}`, `${prefix}a${String(at)}`];
    run('ip', 'netns', 'add', space(name));
    run('ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', there);
    run('ip', 'link', 'set', there, 'netns', space(name));
    run('ip', 'address', 'add', `${subnet(name)}.1/24`, 'dev', here);
    run('ip', 'link', 'set', here, 'up');
    inside(name, 'ip', 'address', 'add', `${subnet(name)}.2/24`, 'dev', there);
    inside(name, 'ip', 'link', 'set', there, 'up');
    inside(name, 'ip', 'link', 'set', 'lo', 'up');
    inside(name, 'ip', 'route', 'add', 'default', 'via', `${subnet(name)}.1`);
    inside(name, 'nft', 'add table inet rig');
    inside(name, 'nft', 'add chain inet rig in { type filter hook input priority 0; }');
    inside(name, 'nft', 'add chain inet rig out { type filter hook output priority 0; }');
  }
  return {
    address: '10.213.1.1',
    hostOf: (name) => `${subnet(name)}.2`,
    before: (name) => ['ip', 'netns', 'exec', space(name)],
    drop: (name, { way, percent, port }) => {
      const chance = percent >= 100 ? '' : `numgen random mod 100 < ${String(percent)} `;
      const rule = (chain: string, side: string): string =>
        `add rule inet rig ${chain} tcp ${side} ${String(port)} ${chance}counter drop`;
      if (way !== 'out') inside(name, 'nft', rule('in', 'sport'));
      if (way !== 'in') inside(name, 'nft', rule('out', 'dport'));
    },
    undrop: (name) => {
      const rules = inside(name, 'nft', 'list table inet rig');
      inside(name, 'nft', 'flush table inet rig');
      const dropped = [...rules.matchAll(/counter packets (\d+)/g)];
      return dropped.reduce((sum, [, packets]) => sum + Number(packets), 0);
    },
    close,
  };
}
