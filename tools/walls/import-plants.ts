import { caughtBy, core } from './plant.ts';
import type { Plant } from './plant.ts';

const cruise = (rule: string, remedy: string) => caughtBy('walls', rule, remedy);

/** What the import rules must catch. */
export const importPlants: readonly Plant[] = [
  cruise('stock-does-not-look-ahead', 'declare the fact in the most upstream room')(
    'an import against the corridor',
    `${core}/stock/planted-look-ahead.ts`,
    "export type { RouteQuestion } from '../route/index.ts';",
  ),
  cruise('words-does-not-look-ahead', 'The corridor runs one way')(
    'a word that knows a room',
    `${core}/words/planted-look-ahead.ts`,
    "export type { StockPosition } from '../stock/decide/index.ts';",
  ),
  cruise('rooms-have-doors', "Export the name from that room's door")(
    'an import past a door',
    `${core}/route/planted-past-door.ts`,
    "export { plantedInside } from '../stock/decide/planted-inside.ts';",
  ),
  cruise('decisions-are-pure', 'pass it in with the question')(
    'a decision that enters a room by its front door',
    `${core}/route/decide/planted-impure.ts`,
    "export { availableToPromise } from '../../stock/index.ts';",
  ),
  cruise('core-depends-on-nothing', 'adapters or app bring it')(
    'a Node module in core',
    `${core}/facts/decide/planted-node-module.ts`,
    "export { createHash } from 'node:crypto';",
  ),
  cruise('core-depends-on-nothing', 'adapters or app bring it')(
    'an npm package in core',
    `${core}/facts/planted-npm-package.ts`,
    "export { Client } from 'pg';",
  ),
  cruise('every-room-is-in-the-corridor', 'tools/corridor.mjs')(
    'a way into a folder that is not a room',
    `${core}/planted-room/planted-way.ts`,
    "export { plantedStranger } from './planted-stranger.ts';",
  ),
  cruise('only-the-path-sees-the-whole-corridor', 'Move this file into the room')(
    'a file outside the rooms of core',
    `${core}/planted-outside.ts`,
    "export { nodeId } from './words/index.ts';",
  ),
  cruise('no-cycles', 'Move the shared part down')(
    'two modules that need each other',
    `${core}/settle/decide/planted-egg.ts`,
    "import { hen } from './planted-hen.ts';\n\nexport const egg = (): unknown => hen;",
  ),
  cruise('testkit-stays-in-tests', 'Use the adapter')(
    'app built on the in-memory store',
    'packages/app/src/planted-testkit.ts',
    "export * as kit from '@ordermesh/testkit';",
  ),
  cruise('nobody-imports-app', 'Move the shared part into core or testkit')(
    'a package that imports app',
    'packages/twin/src/planted-app.ts',
    "export * as app from '@ordermesh/app';",
  ),
  cruise('adapters-knows-its-place', 'let app bring it together')(
    'an adapter that imports the client library',
    'packages/adapters/src/planted-sdk.ts',
    "export * as sdk from '@ordermesh/sdk';",
  ),
  cruise('packages-have-front-doors', 'never a relative path')(
    'a relative path into another package',
    'packages/adapters/src/planted-relative.ts',
    "export { nodeId } from '../../core/src/words/index.ts';",
  ),
  cruise('pg-lives-in-adapters', 'adapters implements it')(
    'a database driver in app',
    'packages/app/src/planted-driver.ts',
    "export { Client } from 'pg';",
  ),
  cruise('fastify-lives-in-app', 'app implements it')(
    'an HTTP server in an adapter',
    'packages/adapters/src/planted-server.ts',
    "export { fastify } from 'fastify';",
  ),
  cruise('sdk-borrows-types-only', 'write `import type`')(
    'a client library that runs code of core',
    'packages/sdk/src/planted-value.ts',
    "export { nodeId } from '@ordermesh/core/words';",
  ),
  cruise('sdk-borrows-words-only', 'nothing that runs')(
    'a client library that knows a room',
    'packages/sdk/src/planted-room.ts',
    "export type { StockPosition } from '@ordermesh/core/stock';",
  ),
  cruise('imports-resolve', 'Mend the path')(
    'an import that leads nowhere',
    'packages/adapters/src/planted-nowhere.ts',
    "export { gone } from './planted-gone.ts';",
  ),
];
