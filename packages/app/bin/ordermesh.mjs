#!/usr/bin/env node
// Starts the command line: from the build when it is there, else from the sources through tsx.
import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`✖ ordermesh needs Node.js 20.19 or later; this is ${process.versions.node}.`);
  process.exit(64);
}

const built = new URL('../dist/cli/run.js', import.meta.url);
const source = new URL('../src/cli/run.ts', import.meta.url);

if (existsSync(source) || !existsSync(built)) {
  // Conditions of the resolver can only be set when a process starts, so the sources run in a child.
  const child = spawn(
    process.execPath,
    [
      '--conditions=ordermesh-src',
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(source),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  // Signals that reach only this process are handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 75);
  });
} else {
  await import(built.href);
}
