import { calibrate, createEvidence, type Calibration } from '../../detectors/evidence.js';
import { createFast, type FastCalibration } from '../../detectors/fast/index.js';
import { periodOf } from '../../src/policy/batches.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Reference } from '../../src/policy/reference.js';
import { DAY, daysOf, firstUnitFrom } from '../../src/policy/units.js';
import type { Attention, Track, TrackName, Watch } from './model-state.js';
import { countsWeeks, inWeeks } from './weekly-panes.js';

/** Starts watching a version against its reference, from the first whole day in which it is in force. */
export function startWatch(reference: Reference, from: number, policy: Policy, inherited = false): Watch {
  const attention = <State>(evidence: State): Attention<State> => ({
    evidence,
    recent: new Map(),
    latched: [],
    running: null,
  });
  const track = (name: TrackName): Track => {
    const fast = fastCalibrationOf(reference, name, policy);
    return {
      unit: attention(createEvidence(calibrationOf(reference, name, policy))),
      fast: fast && attention(createFast(fast)),
    };
  };
  return {
    reference,
    inherited,
    since: firstUnitFrom(daysOf(policy), from),
    unit: policy.unit,
    joined: new Map(),
    tracks: { data: track('data'), performance: track('performance') },
  };
}

/** Parts of the budget: a tenth is left for what must be told faster than in days; rules of people take a hundredth. */
/** Of all rules of a model together. */
export const RULES_PART = 0.01;
const UNIT_PART = 0.9;
const FAST_PART = 0.1;
/** Each track has a clock of its own (labels may come late) and half of the model's budget. */
const TRACKS = 2;

/** Units for each false alarm of a track, at least: whoever allows more of them than there are units is told at each. */
const LEAST_BUDGET = 1.01;

/** A calibration is a function of its reference, megabytes large: it is made again after a restart, never stored. */
const calibrations = new WeakMap<Reference, Map<string, Calibration>>();

export function calibrationOf(reference: Reference, track: TrackName, policy: Policy): Calibration {
  const part = policy.quality ? UNIT_PART - RULES_PART : UNIT_PART;
  const budget = Math.max(LEAST_BUDGET, (TRACKS * policy.budgetUnits) / part);
  const isWeekly = countsWeeks(policy);
  return remembered(calibrations, reference, `${track}\t${budget}\t${policy.unit}`, () =>
    calibrate(isWeekly ? inWeeks(reference[track], reference, policy) : reference[track], {
      unitMs: policy.unit,
      ...(isWeekly && { scales: [policy.unit, DAY] }),
      zoneOffsetMs: reference.zoneOffset ?? 0,
      budget,
      minUnits: leastUnits(policy),
    }),
  );
}

/** Batches of a reference that days can be held against: as many as the shortest reference has days. */
const LEAST_BATCHES = 14;

/**
 * Units that the evidence asks for. Of weekly batches one in a week; the last whole weeks of a reference end with its last batch, so
 * that the first one may be left out.
 */
function leastUnits({ cadence, unit, retraining: { rangeUnits } }: Policy): number {
  if (cadence !== 'weekly') return rangeUnits;
  return Math.max(LEAST_BATCHES, (rangeUnits * unit) / periodOf(cadence)) - 1;
}

const fastCalibrations = new WeakMap<Reference, Map<string, FastCalibration>>();

/** What the reference knows of its base panes, under the policy's budget; null where it knows nothing. */
export function fastCalibrationOf(
  reference: Reference,
  track: TrackName,
  policy: Policy,
): FastCalibration | null {
  const made = reference.fast?.[track];
  if (!made) return null;
  const budget = (TRACKS * policy.budgetUnits * (policy.unit / DAY)) / FAST_PART;
  return remembered(fastCalibrations, reference, `${track}\t${budget}`, () => ({
    ...made,
    options: { ...made.options, budget },
  }));
}

function remembered<Value>(
  cache: WeakMap<Reference, Map<string, Value>>,
  reference: Reference,
  key: string,
  make: () => Value,
): Value {
  let known = cache.get(reference);
  if (!known) cache.set(reference, (known = new Map()));
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}
