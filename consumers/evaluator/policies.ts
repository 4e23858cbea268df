/** Which policy decides when: people change it while the stream runs, and each change is obeyed from a unit boundary on. */
import { decidedBy } from '../../src/config/policy-text.js';
import { withDecided, type DecidedPolicy } from '../../src/policy/from-settings.js';
import { policyId, type Policy } from '../../src/policy/policy.js';
import { DAY, firstUnitFrom } from '../../src/policy/units.js';
import type { PolicyCommand } from '../../src/records/command.js';
import type { StatusRecord } from '../../src/records/feed.js';
import { BEFORE_TIME, END_OF_TIME } from '../../src/stream/settings.js';
import type { ModelState } from './model-state.js';

/** A policy that somebody decided. */
export interface Decided {
  readonly decided: DecidedPolicy;
  /** Made for this model, as opposed to everybody. */
  readonly own: boolean;
}

export interface PolicyChange {
  /** Event time: panes that end later are judged by it. BEFORE_TIME: from the beginning. */
  readonly from: number;
  /** null: what the configuration of this process says. */
  readonly policy: Decided | null;
}

/** The policy by which panes that end at `end` are judged. */
export function policyAt(model: ModelState, configured: Policy, end: number): Policy {
  return policyOf(changeAt(model, end), configured);
}

/** What a status says of it. */
export function policyStatus(model: ModelState, configured: Policy, end: number): StatusRecord['policy'] {
  const change = changeAt(model, end);
  const policy = policyOf(change, configured);
  return {
    id: policyId(policy),
    since: change === undefined || change.from === BEFORE_TIME ? null : change.from,
    budgetDays: policy.budgetUnits * (policy.unit / DAY),
  };
}

/** A model that has just been heard of lives by what has been decided for everybody. */
export function startPolicies(model: ModelState, everybody: DecidedPolicy | null): void {
  if (everybody) model.policies.push({ from: BEFORE_TIME, policy: { decided: everybody, own: false } });
}

/** @param everybody what a model without a policy of its own lives by; null: nobody has decided anything for all */
export function takeOwnPolicy(
  model: ModelState,
  { settings }: PolicyCommand,
  everybody: DecidedPolicy | null,
  configured: Policy,
): void {
  const next: Decided | null =
    settings !== null
      ? { decided: decidedBy(settings), own: true }
      : everybody && { decided: everybody, own: false };
  change(model, next, configured);
}

/** Models with a policy of their own keep it. */
export function takeEverybodysPolicy(
  models: Iterable<ModelState>,
  everybody: DecidedPolicy | null,
  configuredOf: (model: string) => Policy,
): void {
  for (const model of models) {
    if (model.policies.at(-1)?.policy?.own) continue;
    change(model, everybody && { decided: everybody, own: false }, configuredOf(model.model));
  }
}

/** Changes that nothing which is still to be judged can reach are forgotten. */
export function forgetPolicies(model: ModelState, before: number): void {
  const inForce = model.policies.findLastIndex(({ from }) => from < before);
  if (inForce > 0) model.policies.splice(0, inForce);
}

/** From the next boundary that neither clock has passed: what is decided stays decided, and a unit has one policy. */
function change(model: ModelState, policy: Decided | null, configured: Policy): void {
  const decided = Math.max(model.closed.prediction, model.closed.outcome);
  const from =
    decided === BEFORE_TIME || decided === END_OF_TIME ? decided : firstUnitFrom(configured, decided);
  // Another one for the same boundary: nothing was ever judged by the first.
  if (model.policies.at(-1)?.from === from) model.policies.pop();
  model.policies.push({ from, policy });
}

function changeAt(model: ModelState, end: number): PolicyChange | undefined {
  return model.policies.findLast(({ from }) => from < end || from === BEFORE_TIME);
}

function policyOf(change: PolicyChange | undefined, configured: Policy): Policy {
  return change?.policy ? withDecided(configured, change.policy.decided) : configured;
}
