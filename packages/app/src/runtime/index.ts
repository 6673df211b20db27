/**
 * A running process: its environment, its store, its server.
 *
 * @packageDocumentation
 */
export { startBackend } from './start-backend.ts';
export type { BackendStart } from './start-backend.ts';
export { nodeEnv } from './node-env.ts';
export { noteHost } from './note-host.ts';
export type { HostNoting } from './note-host.ts';
export { openStore } from './open-store.ts';
export type { StoreOpening } from './open-store.ts';
export { startServer } from './start-server.ts';
export type { RunningServer } from './start-server.ts';
export type { ServerMaking } from './server-making.ts';
export { version } from './version.ts';
