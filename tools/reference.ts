// Writes docs/reference from the code; --check only says whether it is fresh. `npm run reference`.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import { commandsPage, errorsPage, settingsPage } from './reference/app-pages.ts';
import { conformancePage } from './reference/conformance-page.ts';
import { factsPage, refusalsPage } from './reference/core-pages.ts';
import { complaintsPage, featuresPage } from './reference/feature-pages.ts';

const folder = 'docs/reference';

const pages: Readonly<Record<string, () => string>> = {
  'commands.md': commandsPage,
  'conformance.md': conformancePage,
  'errors.md': errorsPage,
  'facts.md': factsPage,
  'features.md': featuresPage,
  'refusals.md': refusalsPage,
  'settings.md': settingsPage,
  'what-goes-wrong-elsewhere.md': complaintsPage,
};

/** Every page of the reference with its text as the code is now. */
export async function referencePages(): Promise<readonly { path: string; text: string }[]> {
  return Promise.all(
    Object.entries(pages).map(async ([name, page]) => {
      const path = `${folder}/${name}`;
      const style = await resolveConfig(path);
      return { path, text: await format(page(), { ...style, filepath: path }) };
    }),
  );
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const stale = (await referencePages()).filter(
    ({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  if (argv.includes('--check')) {
    for (const { path } of stale)
      console.error(`${path} is not what the code says. Write it anew: npm run reference`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    mkdirSync(folder, { recursive: true });
    for (const { path, text } of stale) writeFileSync(path, text);
  }
}
