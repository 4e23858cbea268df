/** Which versions are in service, decided in event time alone: one clock may be ahead of the other. */
import { periodOf } from '../../src/policy/batches.js';
import type { Policy } from '../../src/policy/policy.js';
import type { ModelState, VersionState } from './model-state.js';

/** Units of traffic that are remembered beyond those of a reference. */
const UNITS_BESIDE = 30;

/** Notes that the version was asked in the pane that begins at `start`. @param range units of a reference */
export function markTraffic(version: VersionState, start: number, unit: number, range: number): void {
  version.seen ??= start;
  const own = Math.floor(start / unit) * unit;
  if (version.units.at(-1) === own) return;
  version.units.push(own);
  if (version.units.length > range + UNITS_BESIDE) version.units.shift();
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
 * the unit before (of batches: since the one before the last). Several versions may be in service at once: an experiment, a canary.
 */
export function isInService(
  model: ModelState,
  version: VersionState,
  time: number,
  { unit, cadence }: Pick<Policy, 'unit' | 'cadence'>,
): boolean {
  if (startOf(version) >= time || isReplaced(model, version, time)) return false;
  // The night that ends at noon began the day before; a batch that did not come is news.
  const before = cadence ? (2 * periodOf(cadence)) / unit : 1;
  const since = Math.floor((time - 1) / unit) * unit - before * unit;
  return version.units.some((own) => own >= since && own < time);
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
