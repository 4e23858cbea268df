/**
 * `leeway/aggregates`: summaries of streams that merge and depend on the SET of rows only, never on their order or
 * grouping: exact sums, histograms without a range, counts of categories.
 */
export * from './category-counts.js';
export * from './exact-sum.js';
export * from './feature-counts.js';
export * from './loss-bins.js';
export * from './numeric-histogram.js';
export * from './outcome-pane.js';
export * from './outcome-scale.js';
export * from './prediction-pane.js';
export * from './reliability.js';
