import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { JoinLimits } from '../../../src/stream/join/limits.js';

export interface Verdict {
  readonly kind: 'accepted' | 'too-late' | 'duplicate' | 'conflict';
  readonly late: boolean;
}

/** Each is appended once it has happened, and after the one before it. */
export function appendTimes(events: readonly { readonly time: number }[]): number[] {
  let now = 0;
  return events.map(({ time }) => (now = Math.max(now, time)));
}

/**
 * What the join must decide, told from the two topics as a whole and without any state that could be evicted: compares
 * every record with every other one. O(n^2), and obviously right.
 */
export function naiveJoin(
  predictions: readonly Prediction[],
  outcomes: readonly Outcome[],
  grace: number,
  limits: JoinLimits,
) {
  const verdicts = {
    predictions: enter(predictions, (a, b) => a.id === b.id && a.version === b.version, grace, limits),
    outcomes: enter(outcomes, (a, b) => a.id === b.id, grace, limits),
  };
  const appended = { predictions: appendTimes(predictions), outcomes: appendTimes(outcomes) };
  const pairs = predictions.flatMap((p, i) => {
    if (verdicts.predictions[i]?.kind !== 'accepted') return [];
    const j = outcomes.findIndex((o, j) => {
      const delay = o.time - p.time;
      return (
        verdicts.outcomes[j]?.kind === 'accepted' &&
        o.id === p.id &&
        delay >= -limits.tolerance &&
        delay <= limits.horizon &&
        Math.abs((appended.outcomes[j] as number) - (appended.predictions[i] as number)) <=
          (limits.patience ?? Infinity)
      );
    });
    return j < 0 ? [] : [[i, j] as const];
  });
  return { verdicts, pairs };
}

function enter<E extends { readonly time: number }>(
  events: readonly E[],
  same: (a: E, b: E) => boolean,
  grace: number,
  limits: JoinLimits,
): Verdict[] {
  const verdicts: Verdict[] = [];
  events.forEach((event, i) => {
    const before = events
      .slice(0, i)
      .filter((_, j) => verdicts[j]?.kind === 'accepted' || verdicts[j]?.kind === 'too-late');
    const mark = Math.max(-Infinity, ...before.map(({ time }) => time)) - grace;
    const late = event.time < mark;
    const first = events.findIndex(
      (other, j) =>
        j < i &&
        verdicts[j]?.kind === 'accepted' &&
        same(other, event) &&
        Math.abs(other.time - event.time) <= limits.horizon + limits.lateness,
    );
    const kind = (): Verdict['kind'] => {
      if (event.time < mark - limits.lateness) return 'too-late';
      if (first < 0) return 'accepted';
      return JSON.stringify(events[first]) === JSON.stringify(event) ? 'duplicate' : 'conflict';
    };
    verdicts.push({ kind: kind(), late });
  });
  return verdicts;
}
