/**
 * `leeway/fairness`: how alike a model treats the groups of a named attribute. Counts merge and depend on the set of rows
 * only; rates, gaps and ratios agree with fairlearn, and have intervals that hold over all groups together.
 */
export {
  addToAttribute,
  emptyAttribute,
  MAX_GROUPS,
  mergeAttribute,
  type AttributeCounts,
  type GroupCounts,
  type GroupedRow,
} from './attribute-counts.js';
export { attributeFromJson, attributeToJson, type AttributeCountsJson } from './attribute-json.js';
export { CRITERIA, type Criterion } from './criteria.js';
export { fairness, type Fairness, type FairnessOptions, type RateOfGroup } from './fairness.js';
export type { Gap, KnownGap } from './gap.js';
export type { Interval, NoInterval } from './interval.js';
export type { RateName } from './rates.js';
export { FOUR_FIFTHS, ratioRule, type RuleVerdict } from './ratio-rule.js';
