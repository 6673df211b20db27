import { readFileSync } from 'node:fs';

/** Version of this package; the same from source and from the build. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  }
).version;
