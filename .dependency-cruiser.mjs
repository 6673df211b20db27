import { corridor, outsideOnlyIn, packageImports, rooms } from './tools/corridor.mjs';

const core = '^packages/core/src';
const room = (name) => (name === 'path' ? `${core}/path[.]ts$` : `${core}/${name}/`);
const isTest = '[.]test[.]ts$';

/** Each rule says why; its comment ends with the remedy and is read by the person who broke it. */
const rule = (name, comment, { from, to }) => ({ name, comment, severity: 'error', from, to });

const corridorRules = corridor.map((name, i) =>
  rule(
    `${name}-does-not-look-ahead`,
    'The corridor runs one way (tools/corridor.mjs). What flows back (weights, forecasts, health) flows as facts: ' +
      'declare the fact in the most upstream room that speaks of it and listen to it here.',
    {
      from: { path: room(name), pathNot: isTest },
      to: { path: [...corridor.slice(i + 1).map(room), `${core}/index[.]ts$`] },
    },
  ),
);

const packageRules = Object.entries(packageImports).map(([name, allowed]) =>
  rule(
    `${name}-knows-its-place`,
    `packages/${name} may import ${allowed.length ? allowed.join(', ') : 'no other package'} of the house ` +
      '(tools/corridor.mjs). Name what you need as a port in core and let app bring it together.',
    {
      from: { path: `^packages/${name}/`, pathNot: isTest },
      to: { path: '^packages/', pathNot: [name, ...allowed].map((other) => `^packages/${other}/`) },
    },
  ),
);

const outsideRules = outsideOnlyIn.map(({ modules, place }) =>
  rule(
    `${modules.split('|')[0]}-lives-in-${place}`,
    `Only packages/${place} knows this dependency. Speak to the port in core; ${place} implements it.`,
    {
      from: {
        path: '^(packages|scenarios|conformance|tools)/',
        pathNot: [`^packages/${place}/`, '[.](pg|nats)[.]test[.]ts$'],
      },
      to: { path: `(^|/)node_modules/(${modules})(/|$)` },
    },
  ),
);

export default {
  forbidden: [
    rule(
      'no-cycles',
      'Two modules that need each other are one module, or hide a third. Move the shared part down.',
      { from: {}, to: { circular: true } },
    ),
    ...corridorRules,
    rule(
      'every-room-is-in-the-corridor',
      'A folder outside the corridor cannot be imported. Give it its place in tools/corridor.mjs, or put the file in a room.',
      { from: {}, to: { path: `${core}/[^/]+/`, pathNot: rooms.map(room) } },
    ),
    rule(
      'decisions-are-pure',
      'A decision runs in the hub, the edge, the twin and the browser: it sees words and the decisions of other rooms. ' +
        'Load what it needs in the stage and pass it in with the question.',
      {
        from: { path: `${core}/([^/]+)/decide/`, pathNot: isTest },
        to: {
          pathNot: [
            `${core}/$1/decide/`,
            `${core}/[^/]+/decide/index[.]ts$`,
            `${core}/words/index[.]ts$`,
          ],
        },
      },
    ),
    rule(
      'rooms-have-doors',
      "Enter another room through its index.ts (a decision: through decide/index.ts), so that its inside can be rearranged. Export the name from that room's door.",
      {
        from: { path: `${core}/([^/]+)/`, pathNot: isTest },
        to: { path: `${core}/[^/]+/`, pathNot: [`${core}/$1/`, '/index[.]ts$'] },
      },
    ),
    rule(
      'only-the-path-sees-the-whole-corridor',
      'Only path.ts and index.ts stand outside the rooms of core. Move this file into the room whose step it serves.',
      {
        from: { path: `${core}/[^/]+[.]ts$`, pathNot: [`${core}/(path|index)[.]ts$`, isTest] },
        to: {},
      },
    ),
    rule(
      'core-depends-on-nothing',
      'core has no npm dependency and no Node module. Name the need as a port (needs.ts); adapters or app bring it.',
      { from: { path: core, pathNot: isTest }, to: { pathNot: core, couldNotResolve: false } },
    ),
    ...packageRules,
    rule(
      'nobody-imports-app',
      'app is the composition root: it knows everybody, nobody knows it. Move the shared part into core or testkit.',
      { from: { path: '^packages/(?!app/)' }, to: { path: '^packages/app/' } },
    ),
    rule(
      'testkit-stays-in-tests',
      'Only tests, scenarios, benches and the twin use the in-memory ports. Use the adapter, or take the port as an argument.',
      {
        from: { path: '^packages/(?!testkit/|twin/)', pathNot: isTest },
        to: { path: '^packages/testkit/' },
      },
    ),
    rule(
      'packages-have-front-doors',
      "Import '@ordermesh/<package>' or '@ordermesh/core/<room>', never a relative path into another package.",
      {
        from: { path: '^packages/([^/]+)/' },
        to: { path: '^packages/([^/]+)/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
      },
    ),
    rule(
      'sdk-borrows-words-only',
      'The client library may borrow the types of core/words and nothing that runs: use `import type` from @ordermesh/core/words.',
      {
        from: { path: '^packages/sdk/', pathNot: isTest },
        to: { path: '^packages/core/', pathNot: `${core}/words/index[.]ts$` },
      },
    ),
    rule(
      'sdk-borrows-types-only',
      'The client library ships without dependencies: write `import type`, or write the few lines yourself.',
      {
        from: { path: '^packages/sdk/', pathNot: isTest },
        to: { path: '(^packages/(?!sdk/)|node_modules)', dependencyTypesNot: ['type-only'] },
      },
    ),
    ...outsideRules,
    rule(
      'imports-resolve',
      'This import leads nowhere. Mend the path, or add the package to the package.json of the package that needs it.',
      {
        from: { path: '^(packages|bench|scenarios|conformance|tools)/' },
        to: { couldNotResolve: true },
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|^tools/[.]docs/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['ordermesh-src', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
