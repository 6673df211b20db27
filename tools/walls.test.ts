import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tidy } from './tidy/index.ts';
import { companions, controls } from './walls/controls.ts';
import { copyHouse, plantInto } from './walls/copy.ts';
import { importPlants } from './walls/import-plants.ts';
import { lintPlants } from './walls/lint-plants.ts';
import type { Judge, Plant } from './walls/plant.ts';
import { tidyPlants } from './walls/tidy-plants.ts';

const house = process.cwd();
const plants = [...lintPlants, ...importPlants, ...tidyPlants];
const copy = copyHouse(house);
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** What each judge said, one text per finding, opening with the path it is about. */
const said: Record<Judge | 'clean-walls' | 'clean-tidy', string[]> = {
  lint: [],
  walls: [],
  tidy: [],
  'clean-walls': [],
  'clean-tidy': [],
};

beforeAll(async () => {
  plantInto(copy, controls);
  said['clean-tidy'] = tidy(copy);
  said['clean-walls'] = (await walls(copy)).findings;

  plantInto(copy, [...companions, ...plants]);
  said.tidy = tidy(copy);
  const [linted, cruised] = await Promise.all([lint(copy), walls(copy)]);
  said.lint = linted;
  said.walls = cruised.findings;
}, 300_000);

const run = async (folder: string, ...args: string[]): Promise<{ code: number; text: string }> => {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      maxBuffer: 2 ** 28,
    });
    return { code: 0, text: `${stderr}${stdout}` };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
    return { code, text: `${stderr}${stdout}` };
  }
};

/** Findings of `tools/walls.mjs`: each is a line and an indented remedy. */
async function walls(folder: string): Promise<{ code: number; findings: string[]; text: string }> {
  const { code, text } = await run(folder, 'tools/walls.mjs');
  const findings = text
    .split(/\n(?! )/)
    .filter((line) => line !== '' && !/^walls: \d+ findings/.test(line));
  return { code, findings, text };
}

type LintResult = {
  filePath: string;
  messages: { ruleId: string | null; message: string; line?: number }[];
};

async function lint(folder: string): Promise<string[]> {
  const paths = [...lintPlants, ...controls].map(({ path }) => path);
  const { text } = await run(
    folder,
    'node_modules/eslint/bin/eslint.js',
    '--format',
    'json',
    ...paths,
  );
  const results = JSON.parse(text) as LintResult[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ ruleId, message }) => `${relative(folder, filePath)}: ${String(ruleId)} ${message}`,
    ),
  );
}

describe('the walls of the house', () => {
  it.each(plants.map((plant) => [plant.title, plant] as const))('catch %s', (_, plant: Plant) => {
    const place = plant.rule === 'crowded-folder' ? plant.path.replace(/\/[^/]+$/, '') : plant.path;
    const findings = said[plant.judge].filter((text) => text.startsWith(`${place}:`));
    const named = findings.filter((text) => text.includes(plant.rule));
    expect(named.join('\n'), `said: ${findings.join('\n') || 'nothing'}`).toContain(plant.remedy);
  });

  it('find a folder that is not in the corridor', () => {
    expect(said.walls.join('\n')).toContain('planted-room: room-outside-the-corridor');
  });

  it('say nothing about honest files', () => {
    const about = [...said.lint, ...said.walls, ...said.tidy].filter((text) =>
      controls.some(({ path }) => text.startsWith(`${path}:`)),
    );
    expect(about).toEqual([]);
  });

  it('say nothing about the house as it stands', () => {
    expect([...said['clean-walls'], ...said['clean-tidy']]).toEqual([]);
  });

  it('do not pass when they guarded nothing', async () => {
    for (const folder of [
      'packages',
      'tools/tidy',
      'tools/walls',
      'bench',
      'scenarios',
      'conformance',
    ])
      rmSync(join(copy, folder), { recursive: true, force: true });
    mkdirSync(join(copy, 'packages'));
    const { code, text } = await walls(copy);
    expect(code).toBe(1);
    expect(text).toContain('no room of the corridor found');
  }, 60_000);
});
