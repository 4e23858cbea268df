/** Rules of people about single features: judged on the finest panes, from the first one on, without any reference. */
import {
  createRateLimit,
  observeRateLimit,
  rateLimitVerdict,
  type RateLimitVerdict,
} from '../../detectors/rate-limit.js';
import type { PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { designEffect } from '../../src/aggregates/sample.js';
import type { Policy } from '../../src/policy/policy.js';
import {
  checksOf,
  faultsOf,
  strangestOf,
  type Faults,
  type QualityCheck,
} from '../../src/policy/quality-rules.js';
import { isQuiet } from '../../src/policy/quiet.js';
import type { AlertRecord, MetricsRecord } from '../../src/records/feed.js';
import { isOpen, moveAlert, openAt } from './alerts.js';
import { ruleSentence } from './explain-rule.js';
import { replace } from './judge.js';
import { isInService } from './lives.js';
import type { ModelState, VersionState } from './model-state.js';
import { ownAlert } from './own-alert.js';
import { CALM_PANES, type RuleState } from './rule-state.js';
import { inSilence } from './silences.js';
import { RULES_PART } from './watch.js';

const DETECTOR = 'rule';

/** One closed base pane of the predictions of a version, all rows. */
export interface RuleMoment {
  readonly model: ModelState;
  readonly version: VersionState;
  readonly pane: PredictionPane;
  readonly start: number;
  readonly end: number;
  readonly policy: Policy;
}

/** @returns alerts that are new or over; a version that another has replaced is not judged */
export function judgeRules(moment: RuleMoment): AlertRecord[] {
  const { model, version, start, end, policy } = moment;
  const checks = checksFor(policy);
  const open = openAt(model.alerts, version.version, 'data', end).filter(isOfRule);
  if (checks.length === 0 && open.length === 0 && version.rules.size === 0) return [];
  forget(version, checks);
  if (!isInService(model, version, end, policy) || isQuiet(policy.quiet, start, end)) return [];
  const changed = checks.flatMap((check) => judgeOne(moment, check, open, checks.length));
  // Nobody asks for it any more.
  const asked = new Set(checks.map(metricOfCheck));
  for (const alert of open) if (!asked.has(alert.metric)) changed.push(...resolve(model, alert, end));
  return changed;
}

/** Shares by feature, for the metrics of a pane; null where there is no rule. */
export function ruleMetrics(pane: PredictionPane, policy: Policy): MetricsRecord['features'] | null {
  const shares: Record<string, Record<string, number>> = {};
  for (const check of checksFor(policy)) {
    const { n, errors } = faultsOf(pane, check);
    if (n > 0) shares[check.feature] = { ...shares[check.feature], [check.fault]: errors / n };
  }
  return Object.keys(shares).length === 0 ? null : shares;
}

function judgeOne(
  moment: RuleMoment,
  check: QualityCheck,
  open: readonly AlertRecord[],
  checks: number,
): AlertRecord[] {
  const { model, version, pane, start, end, policy } = moment;
  const state = stateOf(version, check);
  const faults = effective(faultsOf(pane, check), pane);
  if (faults.n > 0) {
    state.recent.push({ start, ...faults });
    if (state.recent.length > CALM_PANES) state.recent.shift();
  }
  const own = open.find(({ metric }) => metric === metricOfCheck(check));
  if (own) return isCalm(state, check, own.firedAt) ? resolve(model, own, end) : [];
  const limit = { limit: check.allowed, unitMs: policy.unit };
  observeRateLimit(limit, state.evidence, { ...faults, start, scale: end - start });
  const threshold = (checks * policy.budgetUnits) / RULES_PART;
  const verdict = rateLimitVerdict(state.evidence);
  if (verdict.statistic < threshold || verdict.n === 0 || verdict.errors <= check.allowed * verdict.n)
    return [];
  state.evidence = createRateLimit();
  const alert = inSilence(model, fireRule(moment, check, verdict, threshold), end);
  model.alerts.push(alert);
  return [alert];
}

function fireRule(
  { model, version, pane, start, end, policy }: RuleMoment,
  check: QualityCheck,
  { statistic, onset, n, errors }: RateLimitVerdict,
  threshold: number,
): AlertRecord {
  const share = errors / n;
  const { allowed } = check;
  return ownAlert(
    { model, version, end, policy },
    {
      detector: DETECTOR,
      metric: metricOfCheck(check),
      change: 'quality',
      severe: share >= Math.max(2 * allowed, allowed + policy.effect.pointsSevere / 100),
      onset: onset ?? start,
      onsetWithin: end - start,
      effect: { name: 'share', value: share, floor: allowed, reference: null, now: share },
      evidence: { statistic, threshold },
      why: ruleSentence(check, share, onset ?? start, strangestOf(pane, check)),
      reference: '',
    },
  );
}

function isCalm({ recent }: RuleState, { allowed }: QualityCheck, firedAt: number): boolean {
  if (recent.length < CALM_PANES || (recent[0]?.start ?? 0) < firedAt) return false;
  const [n, errors] = recent.reduce(([rows, faults], one) => [rows + one.n, faults + one.errors], [0, 0]);
  return errors <= allowed * n;
}

function resolve(model: ModelState, alert: AlertRecord, end: number): AlertRecord[] {
  const resolved = isOpen(alert) ? moveAlert(alert, 'resolved', { at: end }) : null;
  return resolved ? [replace(model, resolved)] : [];
}

function metricOfCheck({ feature, fault }: QualityCheck): string {
  return `${fault === 'missing' ? 'missing' : 'quality'}:${feature}`;
}

function isOfRule({ detectors }: AlertRecord): boolean {
  return detectors[0] === DETECTOR;
}

/** Another rule is another question. */
function keyOf({ feature, fault, rule, allowed }: QualityCheck): string {
  const asked = fault === 'missing' ? [] : [rule.min, rule.max, rule.values];
  return JSON.stringify([feature, fault, allowed, ...asked]);
}

function stateOf(version: VersionState, check: QualityCheck): RuleState {
  const key = keyOf(check);
  let state = version.rules.get(key);
  if (!state) version.rules.set(key, (state = { evidence: createRateLimit(), recent: [] }));
  return state;
}

function forget({ rules }: VersionState, checks: readonly QualityCheck[]): void {
  if (rules.size === 0) return;
  const kept = new Set(checks.map(keyOf));
  for (const key of rules.keys()) if (!kept.has(key)) rules.delete(key);
}

function checksFor({ quality, effect }: Policy): QualityCheck[] {
  return quality ? checksOf(quality, effect.points / 100) : [];
}

/** Of a sample, the rows that it is worth. */
function effective({ n, errors }: Faults, { sample, n: rows }: PredictionPane): Faults {
  const effect = designEffect(sample, rows);
  return effect === 1 ? { n, errors } : { n: Math.round(n / effect), errors: Math.round(errors / effect) };
}
