/**
 * Opportunity prices of stock and slots, and the demand forecast that they follow from, made anew now and then in threads
 * of their own, so that decisions never wait for them.
 *
 * @packageDocumentation
 */
export { runForecasts } from './run-forecasts.ts';
export type { ForecastSettings } from './run-forecasts.ts';
export { runPricing } from './run-pricing.ts';
export type { PricingSettings } from './run-pricing.ts';
export { again } from './again.ts';
export type { AgainWorker } from './again.ts';
export { settleInThread } from './settle-in-thread.ts';
