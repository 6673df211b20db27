/**
 * JSON from outside: read strictly, written canonically, renamed between the house's names and the API's.
 *
 * @packageDocumentation
 */
export { pointerPart, readJson, readJsonText } from './strict-json.ts';
export type { JsonLimits, JsonReading } from './strict-json.ts';
export { canonicalJson, sha256Hex } from './canonical.ts';
export { camelKeys, snakeKeys, snakeName } from './names.ts';
