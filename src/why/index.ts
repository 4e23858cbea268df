/** Why a mean loss changed: exact splits into mix and concept, the cells that explain it, and the words for it. */
export { SEARCH_LIMITS, type Cause, type SearchLimits } from './best-cell.js';
export * from './causes.js';
export * from './cell.js';
export { type BinLosses, type FeatureLosses } from './feature-losses.js';
export * from './causes-of.js';
export * from './joined-days.js';
export * from './joint-split.js';
export * from './loss-source.js';
export * from './mix-concept.js';
export * from './row-losses.js';
export * from './sentence.js';
export * from './why-pane.js';
export * from './why-reference.js';
