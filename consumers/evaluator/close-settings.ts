import type { CohortSettings } from '../../src/estimates/revisions.js';
import type { Policy } from '../../src/policy/policy.js';
import type { FairnessSettings } from './fairness.js';

export interface CloseSettings {
  readonly pane: number;
  readonly policy: Policy;
  readonly cohorts: CohortSettings;
  readonly fairness?: FairnessSettings;
}
