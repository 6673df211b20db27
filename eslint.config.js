import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** A forbidden piece of syntax and what to do instead. */
const instead = (selector, message) => ({ selector, message });

const everywhere = [
  instead(
    'TSEnumDeclaration',
    "No enum: write a closed union of strings, type Kind = 'store' | 'dc'.",
  ),
  instead(
    "ClassDeclaration[superClass]:not([superClass.name='Error'])",
    'No inheritance (only a Failure extends Error): compose functions, or use a closed union.',
  ),
  instead(
    'ExportDefaultDeclaration',
    'No default export: name what leaves the file, one name everywhere.',
  ),
  instead(
    'CatchClause[body.body.length=0]',
    'No empty catch: handle the failure, or let it rise to the stage runner.',
  ),
  instead(
    'Decorator',
    'No decorator: call the function, so that a reader sees what runs and when.',
  ),
  instead('TSModuleDeclaration[kind="namespace"]', 'No namespace: a file is the namespace.'),
];

const seeded = [
  instead(
    "MemberExpression[object.name='Math'][property.name='random']",
    'No randomness of its own: take a seeded generator as an argument.',
  ),
];

const environment = [
  instead(
    "MemberExpression[object.name='process'][property.name='env']",
    'Only app reads the environment: take the setting as an argument.',
  ),
];

const clockless = [
  instead(
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    'No clock here: take `at` (epoch ms UTC) as an argument.',
  ),
  instead(
    "NewExpression[callee.name='Date'][arguments.length=0]",
    'No clock here: take `at` (epoch ms UTC) as an argument.',
  ),
  instead(
    "CallExpression[callee.name='Date']",
    'No clock here: take `at` (epoch ms UTC) as an argument.',
  ),
];

const pure = [
  instead(
    'AwaitExpression',
    'A decision does not wait. Load what it needs in the stage, pass it in.',
  ),
  instead(
    'ForOfStatement[await=true]',
    'A decision does not wait. Load what it needs in the stage, pass it in.',
  ),
  instead(
    ':function[async=true]',
    'A decision is not async. Load what it needs in the stage, pass it in.',
  ),
  instead(
    'MemberExpression[property.name=/^(localeCompare|toLocale(String|DateString|TimeString|LowerCase|UpperCase))$/]',
    "The answer would depend on the machine's language: compare with < and format in app.",
  ),
];

const outsideGlobals = [
  'process',
  'globalThis',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'console',
  'crypto',
  'fetch',
  'Buffer',
  'require',
].map((name) => ({
  name,
  message: 'core has no outside world: name the need as a port (needs.ts), or pass it in as data.',
}));

const vagueWords = ['data', 'info', 'util', 'utils', 'manager', 'helper', 'tmp', 'temp'];
const wireWords = new Set(['data', 'info']);

const restrict = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

export default tseslint.config(
  { ignores: ['**/dist/**', 'tools/.docs/**', '.ordermesh/**', 'coverage/**'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          './packages/*/tsconfig.json',
          './packages/core/tsconfig.pure.json',
          './tools/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    rules: {
      ...restrict(everywhere, seeded, environment),
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        // A name with a leading underscore says: left out on purpose.
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `type` and `interface` are both fine; what matters is that the fields are readonly.
      '@typescript-eslint/consistent-type-definitions': 'off',
      eqeqeq: 'error',
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'id-denylist': ['error', ...vagueWords],
    },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...restrict(everywhere, seeded, environment, clockless),
      'no-restricted-globals': ['error', ...outsideGlobals],
    },
  },
  {
    files: ['packages/core/src/words/**/*.ts', 'packages/core/src/*/decide/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restrict(everywhere, seeded, environment, clockless, pure),
  },
  {
    files: ['packages/app/**'],
    rules: restrict(everywhere),
  },
  {
    // Words of the wire that others have chosen: CloudEvents', a page's and a loader's `data`, OpenAPI's `info`.
    files: [
      'packages/core/src/words/envelope.ts',
      'bench/bugs/try-bug.ts',
      'packages/app/src/http/**',
      'packages/sdk/src/**',
    ],
    rules: { 'id-denylist': ['error', ...vagueWords.filter((word) => !wireWords.has(word))] },
  },
  {
    files: [
      '**/*.test.ts',
      'packages/testkit/**',
      'tools/**',
      'bench/**',
      'scenarios/**',
      'conformance/**',
      '*.config.{ts,js}',
      '.*.mjs',
    ],
    rules: {
      ...restrict(everywhere, seeded),
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // A story is told in one go; every `?.` and `&&` of what must hold would count as a branch.
    files: ['scenarios/**'],
    rules: { complexity: 'off' },
  },
  {
    // The tools that read these files ask for a default export.
    files: ['*.config.{ts,js}', '.*.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
