import { AppFailure, didYouMean } from '../errors/index.ts';
import { readJson } from '../json/index.ts';
import { environmentNameOf, flagOf, settingDefinitions, settingNames } from './definitions.ts';
import type { SettingName, Settings } from './definitions.ts';
import { checkTogether } from './together.ts';

/** Where values may come from; all outside access is passed in, so that loading is a pure function. */
export interface ConfigSources {
  /** Flag values by setting name. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file, or undefined when it does not exist. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** `--config`, when given. */
  readonly configPath?: string | undefined;
}

/** A value and where it came from, e.g. `env OM_PORT`. */
export interface OriginatedValue {
  readonly name: SettingName;
  readonly value: string | number;
  readonly origin: string;
}

/** Settings plus the origin of each. */
export interface Configuration {
  readonly settings: Settings;
  readonly origins: readonly OriginatedValue[];
}

const defaultPath = 'ordermesh.config.json';
/** Names in the environment that are not settings of the hub; those of the test suites begin with `OM_TEST_`. */
const otherNames = /^OM_(CONFIG|KEY|URL|SUITE|TEST_\w+)$/;

interface Candidate {
  readonly raw: unknown;
  readonly origin: string;
}

/**
 * Brings flags, `OM_*` (and `OM_*_FILE`), the config file and the defaults together, in this order of strength.
 *
 * @throws AppFailure `config-unknown-key`, `config-invalid-value` or `config-unreadable`
 */
export function loadConfiguration(sources: ConfigSources): Configuration {
  const file = fileValues(sources);
  const environment = environmentValues(sources);
  const origins = settingNames.map((name): OriginatedValue => {
    const flag = sources.flags[name];
    const candidate =
      (flag === undefined ? undefined : { raw: flag, origin: `flag ${flagOf(name)}` }) ??
      environment.get(name) ??
      file.get(name);
    return candidate === undefined
      ? { name, value: settingDefinitions[name].fallback, origin: 'default' }
      : { name, value: valueOf(name, candidate), origin: candidate.origin };
  });
  const settings = Object.fromEntries(
    origins.map(({ name, value }) => [name, value]),
  ) as unknown as Settings;
  checkTogether(
    settings,
    (sought) => origins.find(({ name }) => name === sought)?.origin ?? 'default',
  );
  return { settings, origins };
}

function valueOf(name: SettingName, { raw, origin }: Candidate): string | number {
  const reading = settingDefinitions[name].read(raw);
  if (reading.ok) return reading.value;
  const shown = settingDefinitions[name].secret ? 'The value' : JSON.stringify(raw);
  throw new AppFailure('config-invalid-value', {
    why: `${name}: ${shown} came from ${origin}; it ${reading.why}.`,
  });
}

function environmentValues(sources: ConfigSources): Map<SettingName, Candidate> {
  const found = new Map<SettingName, Candidate>();
  const byName = new Map(settingNames.map((name) => [environmentNameOf(name), name]));
  for (const [key, raw] of Object.entries(sources.environment)) {
    if (!key.startsWith('OM_') || raw === undefined || otherNames.test(key)) continue;
    const name = byName.get(key);
    const fileName = key.endsWith('_FILE') ? byName.get(key.slice(0, -5)) : undefined;
    if (name !== undefined) found.set(name, { raw, origin: `env ${key}` });
    else if (fileName !== undefined)
      found.set(fileName, { raw: secretFrom(sources, key, raw), origin: `env ${key} (${raw})` });
    else
      throw new AppFailure('config-unknown-key', {
        why: `The environment sets ${key}, which is no setting. ${didYouMean(key, [...byName.keys()])}`.trim(),
      });
  }
  return found;
}

function secretFrom(sources: ConfigSources, key: string, path: string): string {
  const bytes = sources.readFile(path);
  if (bytes === undefined)
    throw new AppFailure('config-unreadable', {
      why: `${key} names ${path}, which does not exist.`,
    });
  return new TextDecoder().decode(bytes).trim();
}

function fileValues(sources: ConfigSources): Map<SettingName, Candidate> {
  const asked = sources.configPath ?? sources.environment['OM_CONFIG'];
  const path = asked ?? defaultPath;
  const bytes = sources.readFile(path);
  if (bytes === undefined && asked !== undefined)
    throw new AppFailure('config-unreadable', { why: `${path} does not exist.` });
  const found = new Map<SettingName, Candidate>();
  if (bytes === undefined) return found;
  for (const [key, raw] of Object.entries(objectIn(bytes, path))) {
    if (key === '$schema') continue;
    const name = settingNames.find((known) => known === key);
    if (name === undefined)
      throw new AppFailure('config-unknown-key', {
        why: `${path} sets "${key}", which is no setting. ${didYouMean(key, settingNames)}`.trim(),
      });
    found.set(name, { raw, origin: `file ${path}` });
  }
  return found;
}

function objectIn(bytes: Uint8Array, path: string): object {
  const reading = readJson(bytes);
  if (!reading.ok)
    throw new AppFailure('config-unreadable', { why: `${path}: ${reading.fault.remedy}` });
  if (typeof reading.value !== 'object' || reading.value === null || Array.isArray(reading.value))
    throw new AppFailure('config-unreadable', { why: `${path} must hold one JSON object.` });
  return reading.value;
}
