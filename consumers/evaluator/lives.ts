/** Which versions are in service, decided in event time alone: one clock may be ahead of the other. */
import { periodOf } from '../../src/policy/batches.js';
import type { Policy } from '../../src/policy/policy.js';
import { DAY, dayStart } from '../../src/policy/units.js';
import type { ModelState, VersionState } from './model-state.js';

/** Days of traffic that are remembered beyond those of a reference. */
const DAYS_BESIDE = 30;

/** Notes that the version was asked in the pane that begins at `start`. */
export function markTraffic(version: VersionState, start: number, policy: Policy): void {
  version.seen ??= start;
  const own = dayStart(policy, start);
  if (version.days.at(-1) === own) return;
  version.days.push(own);
  const range = (policy.retraining.rangeUnits * policy.unit) / DAY;
  if (version.days.length > range + DAYS_BESIDE) version.days.shift();
}

/** When the version took over: it is in force, and it is asked. An application may ignore a promotion. */
function startOf({ from, seen }: VersionState): number {
  return seen === null ? Infinity : Math.max(from, seen);
}

/** The version in force at a time: of those that are asked, the one that took over last. */
export function servingAt(model: ModelState, time: number): string {
  let best: { version: string; start: number } | null = null;
  for (const v of model.versions.values()) {
    const start = startOf(v);
    if (start < time && (!best || start > best.start || (start === best.start && v.version > best.version))) {
      best = { version: v.version, start };
    }
  }
  return best?.version ?? model.serving;
}

/**
 * Whether a verdict on the version is of use at a time: no promoted version has taken its place, and it was asked during
 * the day before (of batches: since the one before the last). Several versions may be in service at once: an experiment, a canary.
 */
export function isInService(
  model: ModelState,
  version: VersionState,
  time: number,
  { zoneOffset, cadence }: Pick<Policy, 'zoneOffset' | 'cadence'>,
): boolean {
  if (startOf(version) >= time || isReplaced(model, version, time)) return false;
  // The night that ends at noon began the day before; a batch that did not come is news.
  const before = cadence ? 2 * periodOf(cadence) : DAY;
  const since = dayStart({ zoneOffset }, time - 1) - before;
  return version.days.some((own) => own >= since && own < time);
}

/** A promoted version has taken over from this one. */
export function isReplaced(model: ModelState, version: VersionState, time: number): boolean {
  const start = startOf(version);
  for (const other of model.versions.values()) {
    if (!other.promoted || other === version) continue;
    const taken = startOf(other);
    if (taken < time && (taken > start || (taken === start && other.version > version.version))) return true;
  }
  return false;
}
