/**
 * The HTTP surface: `/v1`, health, metrics, documentation. Everything served is documented and the other way round.
 *
 * @packageDocumentation
 */
export { buildHttp } from './server.ts';
export type { HttpSurface } from './server.ts';
export type { HttpParts } from './parts.ts';
