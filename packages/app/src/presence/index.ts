/**
 * Which processes share the store now, and what is wrong with them together: each tells the others every fifteen seconds
 * that it is there, with its roles and the settings that must be the same.
 *
 * @packageDocumentation
 */
export { keepPresence } from './keep-presence.ts';
export type { Presence } from './keep-presence.ts';
export { readRoster } from './keep-presence.ts';
export type { PresenceWarning, PresentProcess, PresentSealing } from './process.ts';
