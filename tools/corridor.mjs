/**
 * The plan of the house as two tables. The import rules (`.dependency-cruiser.mjs`), the check that
 * they found something to guard (`walls.mjs`) and the picture in `docs/ARCHITECTURE.md` come from here.
 */

/**
 * The rooms of `packages/core/src` in the order in which an order walks through them. A room may import
 * the rooms before it, never one after it. `path` is the file that walks the steps; `hub` (the store port,
 * the board, the batch runner) commits what the walk decided: it sees every room, no room sees it.
 */
export const corridor = [
  'words',
  'facts',
  'models',
  'parties',
  'network',
  'signals',
  'stock',
  'intake',
  'promise',
  'strategy',
  'route',
  'reserve',
  'release',
  'execute',
  'aftercare',
  'track',
  'settle',
  'learn',
  'path',
  'hub',
];

/** The rooms that are folders. */
export const rooms = corridor.filter((name) => name !== 'path');

/**
 * Which packages of the house the code of each package may import (its tests may also use `testkit`).
 * A package that is not a key here may not be imported, and nobody imports `app`.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const packageImports = {
  core: [],
  adapters: ['core'],
  connectors: ['core'],
  testkit: ['core'],
  twin: ['core', 'testkit'],
  edge: ['core', 'adapters'],
  sdk: ['core'],
  web: ['core', 'sdk'],
  app: ['core', 'adapters', 'connectors', 'twin', 'edge', 'sdk', 'web'],
};

/** npm packages that only one place may know: the rest of the house speaks to a port. */
export const outsideOnlyIn = [
  { modules: 'pg|pg-copy-streams|@electric-sql|@nats-io', place: 'adapters' },
  { modules: 'fastify|@fastify|pino|typebox', place: 'app' },
];
