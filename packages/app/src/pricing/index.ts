/**
 * Opportunity prices of stock and slots, made anew now and then in a thread of their own, so that decisions never wait
 * for them.
 *
 * @packageDocumentation
 */
export { runPricing } from './run-pricing.ts';
export type { PricingSettings, PricingWorker } from './run-pricing.ts';
