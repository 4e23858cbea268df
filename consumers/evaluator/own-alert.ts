import { ALGORITHM, policyId, type Policy } from '../../src/policy/policy.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { AlertChange, AlertRecord } from '../../src/records/feed.js';
import { openAt } from './alerts.js';
import type { ModelState, VersionState } from './model-state.js';

/** What a detector beside the two speeds has found on the data track. */
export interface Finding extends Pick<
  AlertRecord,
  'metric' | 'onset' | 'onsetWithin' | 'evidence' | 'why' | 'reference'
> {
  readonly detector: string;
  readonly change: AlertChange;
  readonly severe: boolean;
  readonly effect: AlertRecord['effect'];
}

/** Its alert: no cause is split, no track latches. Its id depends on the decision alone. */
export function ownAlert(
  at: {
    readonly model: ModelState;
    readonly version: VersionState;
    readonly end: number;
    readonly policy: Policy;
  },
  { detector, severe, effect: { name, value, floor, reference, now }, ...found }: Finding,
): AlertRecord {
  const { model, version, end } = at;
  const policy = policyId(at.policy);
  const id = stableId(
    model.model,
    version.version,
    found.metric,
    detector,
    found.reference,
    policy,
    ALGORITHM,
    end,
  );
  return {
    v: 1,
    kind: 'alert',
    id,
    model: model.model,
    version: version.version,
    state: 'firing',
    track: 'data',
    segment: '',
    incident: openAt(model.alerts, version.version, 'data', end)[0]?.incident ?? id,
    severity: severe ? 'severe' : 'warning',
    detectors: [detector],
    firedAt: end,
    resolvedAt: null,
    acknowledgedBy: null,
    causes: [],
    policy,
    ...found,
    effect: { name, value, floor, reference, now },
  };
}
