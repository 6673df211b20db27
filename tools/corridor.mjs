/**
 * The plan of the house as two tables. The import rules (`.dependency-cruiser.mjs`), the check that
 * they found something to guard (`walls.mjs`) and the picture in `docs/ARCHITECTURE.md` come from here.
 */

/**
 * The rooms of `packages/core/src` in the order in which an order walks through them. A room may import
 * the rooms before it, never one after it. `hub` is where the walk happens: the store port, the board and
 * the batch runner see every room, no room sees them. `path` is the file that lists the stages.
 */
export const corridor = [
  'words',
  'facts',
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
  'track',
  'settle',
  'learn',
  'hub',
  'path',
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
