import { readdirSync } from 'node:fs';
import type { Scenario } from '@ordermesh/twin';

const folder = new URL('../', import.meta.url);

/** Every scenario by the name of its file, in order of names. */
export async function readScenarios(): Promise<ReadonlyMap<string, Scenario>> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => name.slice(0, -'.ts'.length));
  const read = names.map(async (name) => {
    const path = new URL(`${name}.ts`, folder).href;
    const { scenario } = (await import(/* @vite-ignore */ path)) as { readonly scenario: Scenario };
    return [name, scenario] as const;
  });
  return new Map(await Promise.all(read));
}

/** The scenarios that are told on whatever store is given. */
export async function readStories(): Promise<readonly Scenario[]> {
  return [...(await readScenarios()).values()].filter(({ onAnyStore }) => onAnyStore === true);
}
