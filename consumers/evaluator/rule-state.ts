import type { RateLimitState } from '../../detectors/rate-limit.js';
import type { Faults } from '../../src/policy/quality-rules.js';

/** What is known of one rule for a feature, of one version. Plain data. */
export interface RuleState {
  evidence: RateLimitState;
  /** The newest panes with rows, at most `CALM_PANES`. */
  recent: (Faults & { readonly start: number })[];
}

/** So many panes must keep to a rule for its alert to be over. */
export const CALM_PANES = 12;
