/**
 * Tracking links: whoever has one sees one order at one tier until it ends; the token is kept as a hash only.
 *
 * @packageDocumentation
 */
export { createLink, isToken, linkDays, linkOfToken, linksOf, revokeLink } from './link.ts';
export type { TrackingLink } from './link.ts';
export { languageOf, refusedPage, trackingPage } from './page.ts';
export { networkOf, throttle } from './throttle.ts';
