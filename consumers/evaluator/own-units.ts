/**
 * What was gathered by other units than the file now says: days of another zone cannot be held against a reference whose days
 * begin at another hour, nor weeks added to evidence of days.
 */
import type { Policy } from '../../src/policy/policy.js';
import type { Reference } from '../../src/policy/reference.js';
import type { ModelState, VersionState } from './model-state.js';
import { startWatch } from './watch.js';

/** Whether the reference's days begin when the model's do. */
export function hasDaysOf(reference: Reference, { zoneOffset = 0 }: Policy): boolean {
  return (reference.zoneOffset ?? 0) === zoneOffset;
}

/** Watches a version from `from` on, unless the reference is of another zone's days: then the version waits for one that is not. */
export function watchFrom(
  version: VersionState,
  reference: Reference,
  from: number,
  policy: Policy,
  inherited = false,
): void {
  if (hasDaysOf(reference, policy)) {
    version.watch = startWatch(reference, from, policy, inherited);
    version.refused = null;
    return;
  }
  version.watch = null;
  version.refused = { zoneOffset: reference.zoneOffset ?? 0 };
  // Its own panes are in the log: a reference can be made of them anew.
  version.asked = false;
}

/** After a start with another zone or season in the file: references of other days are put away, evidence begins anew. */
export function obeyUnits(model: ModelState, policy: Policy): void {
  for (const version of model.versions.values()) {
    const { watch } = version;
    if (!watch || (watch.unit === policy.unit && hasDaysOf(watch.reference, policy))) continue;
    const from = Math.max(watch.since, model.closed.prediction, model.closed.outcome);
    watchFrom(version, watch.reference, from, policy, watch.inherited);
  }
}

/** What a status says of a version whose reference was refused. */
export function refusalText({ refused, promoted }: VersionState, { zoneOffset = 0 }: Policy): string {
  if (!refused) return '';
  const remedy = promoted ? 'retrain it to get another' : 'it gets another from its own panes';
  return (
    `its reference is of days that begin at midnight ${zoneText(refused.zoneOffset)}, and those of the file begin at midnight ` +
    `${zoneText(zoneOffset)}: ${remedy}`
  );
}

/** `UTC+09:00`. */
function zoneText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `UTC${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
