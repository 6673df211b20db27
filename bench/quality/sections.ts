import { consolidationSection } from './consolidation.ts';
import { darkSection } from './dark.ts';
import { demandSection } from './demand.ts';
import { promiseSection } from './promise.ts';
import { olistSections } from './routing/olist-section.ts';
import { limitsSections } from './routing/limits/limits-section.ts';
import { batchSection } from './routing/rolling/batch-section.ts';
import { reassignSections } from './routing/rolling/reassign-section.ts';
import { referenceSection } from './routing/reference-section.ts';
import type { QualitySection } from './section.ts';

/** Every part of `npm run quality`, in the order in which they are shown. */
export const qualitySections: readonly QualitySection[] = [
  referenceSection,
  ...olistSections,
  ...limitsSections,
  ...reassignSections,
  batchSection,
  darkSection,
  consolidationSection,
  promiseSection,
  demandSection,
];
