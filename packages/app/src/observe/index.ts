/**
 * What operators see: metrics and health.
 *
 * @packageDocumentation
 */
export { createMetrics } from './metrics.ts';
export type { FinishedRequest, Metrics, MetricsAsk } from './metrics.ts';
export { eventsLookedAt } from './seal-lines.ts';
export { readinessOf } from './health.ts';
export type { Phase, PartHealth, Readiness, ReadinessCheck, Watched } from './health.ts';
