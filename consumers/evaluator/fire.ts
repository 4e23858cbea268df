import { ALGORITHM, policyId } from '../../src/policy/policy.js';
import { stableId } from '../../src/policy/stable-id.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { DETECTOR, metricOf } from './alert-stream.js';
import { openAt } from './alerts.js';
import { causesOfLoss, namedCauses } from './causes-of-loss.js';
import { costSince } from './cost-since.js';
import { changeOf } from './change.js';
import type { Effect } from './effect.js';
import { explain } from './explain.js';
import type { Moment } from './moment.js';
import { shownSince, type Began } from './since-when.js';
import type { Latched } from '../../detectors/latch.js';

/** The alert of one stream whose evidence and effect are both there. Its id depends on the decision alone. */
export function fire(moment: Moment, latched: Latched & Began, effect: Effect): AlertRecord {
  const { model, version, watch, track, speed, end, policy } = moment;
  const metric = metricOf(latched.stream);
  const subject = subjectOf(latched.stream);
  const segment = subject.about === 'performance' ? subject.segment : '';
  const policyHash = policyId(policy);
  const id = stableId(
    model.model,
    version.version,
    metric,
    segment,
    speed,
    watch.reference.id,
    policyHash,
    ALGORITHM,
    end,
  );
  const shown = shownSince(latched);
  const causes = causesOfLoss(moment, latched.stream, shown);
  const cost = costSince(moment, latched.stream, shown);
  const annotated =
    track === 'performance' && subject.about !== 'fairness' && (version.adwinAt ?? -Infinity) >= shown;
  return {
    v: 1,
    kind: 'alert',
    id,
    model: model.model,
    version: version.version,
    state: 'firing',
    metric,
    track,
    change: changeOf(moment, { stream: latched.stream, onset: shown }, causes),
    segment,
    incident: openAt(model.alerts, version.version, track, end)[0]?.incident ?? id,
    severity: effect.value >= effect.severe ? 'severe' : 'warning',
    detectors: [DETECTOR[speed], ...(annotated ? ['adwin'] : [])],
    onset: latched.onset,
    onsetWithin: latched.onsetWithin,
    ...(latched.shownSince !== undefined && { shownSince: latched.shownSince }),
    firedAt: end,
    resolvedAt: null,
    acknowledgedBy: null,
    effect: {
      name: effect.name,
      value: effect.value,
      floor: effect.floor,
      reference: effect.reference,
      now: effect.now,
    },
    evidence: { statistic: latched.statistic, threshold: latched.threshold },
    ...(cost && { cost }),
    why: explain(moment, latched.stream, latched, effect, { causes, cost }),
    causes: namedCauses(causes),
    reference: watch.reference.id,
    policy: policyHash,
  };
}
