/**
 * The composition root: configuration, HTTP surface, command line. It brings the hub of core, the stores of adapters
 * and the outside world together; nobody imports it.
 *
 * @packageDocumentation
 */
export type { Backend } from './backend.ts';
export { loadConfiguration } from './config/index.ts';
export type { ConfigSources, Configuration, Settings } from './config/index.ts';
export { buildHttp } from './http/index.ts';
export type { HttpParts, HttpSurface } from './http/index.ts';
export { demoKey, keyRing } from './keys/index.ts';
export type { ApiKey, KeyRing } from './keys/index.ts';
export { nodeEnv, openStore, startServer, version } from './runtime/index.ts';
export type { RunningServer, ServerMaking } from './runtime/index.ts';
export { commands, main } from './cli/index.ts';
export type { Command } from './cli/index.ts';
