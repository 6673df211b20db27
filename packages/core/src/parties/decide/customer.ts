/** How much a customer matters to the retailer: orders stock, lateness cost and rules look at it. */
export type CustomerTier = 'standard' | 'plus' | 'vip' | 'enterprise';

/** How much of an order's inside a reader may see. */
export type TransparencyTier = 'basic' | 'advanced' | 'high';
