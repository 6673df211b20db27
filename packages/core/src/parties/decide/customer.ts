/** How much a customer matters to the retailer: orders stock, lateness cost and rules look at it. */
export type CustomerTier = 'standard' | 'plus' | 'vip' | 'enterprise';

/** All customer tiers, least first. */
export const customerTiers = ['standard', 'plus', 'vip', 'enterprise'] as const;

/** How much of an order's inside a reader may see. */
export type TransparencyTier = 'basic' | 'advanced' | 'high';

/** All transparency tiers; each sees what the one before it sees, and more. */
export const transparencyTiers = ['basic', 'advanced', 'high'] as const;
