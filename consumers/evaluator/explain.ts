import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { binName, type Bins } from '../../src/policy/bins.js';
import type { Policy } from '../../src/policy/policy.js';
import { expectedCounts, matchedReference, totalCounts, type Effect } from './effect.js';
import type { TrackName, Watch } from './model-state.js';
import { panesSince } from './recent-panes.js';

/** Why an alert fired, in a sentence or two that a person on call can act on; deterministic. */
export function explain(
  watch: Watch,
  track: TrackName,
  stream: string,
  onset: number,
  effect: Effect,
  end: number,
  policy: Policy,
): string {
  const since = new Date(onset).toISOString().slice(0, 10);
  if (track === 'data') return `${moved(watch, stream, onset, end, policy)} since about ${since}.`;
  const inputs = movedInputs(watch, onset, end, policy);
  const because =
    inputs.length > 0
      ? ` At the same time ${inputs.join('; ')}.`
      : ' No input moved with it: the relation itself has changed, or an input that the model does not see.';
  return `${performanceSentence(stream, effect)} since about ${since}.${because}`;
}

function performanceSentence(stream: string, { now, reference, value }: Effect): string {
  const percent = (x: number | null) => `${(100 * (x ?? 0)).toFixed(1)}%`;
  switch (stream) {
    case 'errors':
      return `Accuracy fell ${value.toFixed(1)} points, from ${percent(1 - (reference ?? 0))} to ${percent(1 - (now ?? 0))},`;
    case 'log-loss':
      return `Log loss rose ${percent(value)}, from ${(reference ?? 0).toFixed(3)} to ${(now ?? 0).toFixed(3)},`;
    case 'absolute-error':
      return `The mean absolute error rose ${percent(value)}, from ${(reference ?? 0).toPrecision(4)} to ${(now ?? 0).toPrecision(4)},`;
    default:
      return `${stream} rose from ${(reference ?? 0).toPrecision(4)} to ${(now ?? 0).toPrecision(4)},`;
  }
}

/** The three inputs farthest from the reference over the same window, if any is beyond the floor. */
function movedInputs(watch: Watch, onset: number, end: number, policy: Policy): string[] {
  return Object.keys(watch.reference.bins)
    .map((stream) => ({ stream, distance: distanceOf(watch, stream, onset, end, policy) }))
    .filter(({ distance }) => distance >= policy.effect.js)
    .sort((a, b) => b.distance - a.distance || (a.stream < b.stream ? -1 : 1))
    .slice(0, 3)
    .map(({ stream }) => moved(watch, stream, onset, end, policy));
}

/** "distance moved: 31% of rows are in 1500 to 2000, 12% in the reference" */
function moved(watch: Watch, stream: string, onset: number, end: number, policy: Policy): string {
  const { now, before } = countsOf(watch, stream, onset, end, policy);
  const totals = [now, before].map((counts) => counts.reduce((sum, n) => sum + n, 0)) as [number, number];
  const name = stream === 'prediction' ? "the model's answer" : stream;
  if (totals[0] === 0 || totals[1] === 0) return `${name} moved`;
  let best = 0;
  let gain = -Infinity;
  for (let i = 0; i < Math.max(now.length, before.length); i++) {
    const rise = (now[i] ?? 0) / totals[0] - (before[i] ?? 0) / totals[1];
    if (rise > gain) [best, gain] = [i, rise];
  }
  const share = (n: number | undefined, total: number) => `${((100 * (n ?? 0)) / total).toFixed(0)}%`;
  const where = binName(watch.reference.bins[stream] as Bins, best);
  return `${name} moved: ${share(now[best], totals[0])} of rows are in "${where}", ${share(before[best], totals[1])} in the reference`;
}

function distanceOf(watch: Watch, stream: string, onset: number, end: number, policy: Policy): number {
  const { now, before } = countsOf(watch, stream, onset, end, policy);
  return now.some((n) => n > 0) && before.some((n) => n > 0) ? jensenShannonCorrected(now, before) : 0;
}

function countsOf(watch: Watch, stream: string, onset: number, end: number, policy: Policy) {
  const recent = panesSince(watch, 'data', stream, onset, end, policy);
  const reference = watch.reference.data.filter((p) => p.stream === stream && p.scale === recent[0]?.scale);
  return { now: totalCounts(recent), before: expectedCounts(matchedReference(recent, reference)) };
}
