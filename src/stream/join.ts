import type { Outcome, Prediction } from '../events/event.js';

/**
 * The join of predictions and outcomes of one model in one partition, by id, whichever comes first.
 *
 * Order-free: whether a pair matches depends on its two event times only, and rows are evicted strictly later than
 * anything could still match or repeat them, on both watermarks, so that eviction never decides a match. A matched row
 * stays as a tombstone for as long as a row would, so a repeated record is still recognised.
 */
export interface Join {
  entries: Map<string, JoinEntry>;
  /** Event-time bucket -> ids of rows in it: what eviction walks. */
  buckets: Map<number, string[]>;
}

export interface JoinEntry {
  /** One a version (champion and shadow may predict the same id). */
  predictions: readonly PredictionRow[];
  outcomes: readonly OutcomeRow[];
}

export interface PredictionRow {
  version: string;
  time: number;
  /** Content hash: equal = a duplicate, different = a conflict. */
  hash: number;
  late: boolean;
  matched: boolean;
  /** What a pair needs of it; null once matched and not needed any more. */
  answer: Prediction['answer'] | null;
  segments: Readonly<Record<string, string>> | null;
}

export interface OutcomeRow {
  time: number;
  hash: number;
  late: boolean;
  matched: boolean;
  offset: number;
  outcome: number | string;
  values: Readonly<Record<string, number>> | null;
}

export interface JoinLimits {
  /** Longest time from prediction to outcome, ms. */
  readonly horizon: number;
  /** How much an outcome may precede its prediction, ms. */
  readonly tolerance: number;
  /** Records later than this behind their own watermark are not joined at all, ms. */
  readonly lateness: number;
}

export interface Pair {
  readonly prediction: PredictionRow;
  readonly outcome: OutcomeRow;
}

export type Joined =
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'accepted';
      readonly pairs: readonly Pair[];
      readonly predictionsJoined: number;
      readonly outcomesJoined: number;
    };

const BUCKET = 3_600_000;
const NO_PAIRS: readonly Pair[] = [];
const NO_ROWS: readonly never[] = [];
const ALONE: Joined = { kind: 'accepted', pairs: NO_PAIRS, predictionsJoined: 0, outcomesJoined: 0 };

export function emptyJoin(): Join {
  return { entries: new Map(), buckets: new Map() };
}

export function joinPrediction(
  join: Join,
  p: Prediction,
  hash: number,
  late: boolean,
  limits: JoinLimits,
): Joined {
  const entry = join.entries.get(p.id);
  const repeats = limits.horizon + limits.lateness;
  if (entry) {
    for (const row of entry.predictions) {
      if (row.version === p.version && Math.abs(row.time - p.time) <= repeats) {
        return row.hash === hash ? { kind: 'duplicate' } : { kind: 'conflict' };
      }
    }
  }
  const row: PredictionRow = {
    version: p.version,
    time: p.time,
    hash,
    late,
    matched: false,
    answer: p.answer,
    segments: p.segments ?? null,
  };
  const kept = entry ?? enter(join, p.id);
  kept.predictions = withRow(kept.predictions, row);
  remember(join, p.id, p.time);
  if (!entry || entry.outcomes.length === 0) return ALONE;
  for (const outcome of entry.outcomes) {
    if (!matches(row.time, outcome.time, limits)) continue;
    const first = !outcome.matched;
    row.matched = outcome.matched = true;
    return {
      kind: 'accepted',
      pairs: [{ prediction: row, outcome }],
      predictionsJoined: 1,
      outcomesJoined: first ? 1 : 0,
    };
  }
  return ALONE;
}

export function joinOutcome(
  join: Join,
  o: Outcome,
  offset: number,
  hash: number,
  late: boolean,
  limits: JoinLimits,
): Joined {
  const entry = join.entries.get(o.id);
  const repeats = limits.horizon + limits.lateness;
  if (entry) {
    for (const row of entry.outcomes) {
      if (Math.abs(row.time - o.time) <= repeats)
        return row.hash === hash ? { kind: 'duplicate' } : { kind: 'conflict' };
    }
  }
  const row: OutcomeRow = {
    time: o.time,
    hash,
    late,
    matched: false,
    offset,
    outcome: o.outcome,
    values: o.values ?? null,
  };
  const kept = entry ?? enter(join, o.id);
  kept.outcomes = withRow(kept.outcomes, row);
  remember(join, o.id, o.time);
  if (!entry || entry.predictions.length === 0) return ALONE;
  const pairs: Pair[] = [];
  for (const prediction of entry.predictions) {
    if (prediction.matched || !matches(prediction.time, o.time, limits)) continue;
    prediction.matched = row.matched = true;
    pairs.push({ prediction, outcome: row });
  }
  return pairs.length === 0
    ? ALONE
    : { kind: 'accepted', pairs, predictionsJoined: pairs.length, outcomesJoined: 1 };
}

/** Is a record so late that it is accepted and counted, but not joined? Depends on its own topic-partition only. */
export function tooLateToJoin(time: number, watermark: number, limits: JoinLimits): boolean {
  return time < watermark - limits.lateness;
}

/**
 * Forgets rows that nothing can match or repeat any more, given the smaller of both watermarks; returns how many
 * predictions and outcomes left without their other half.
 */
export function evict(
  join: Join,
  watermark: number,
  limits: JoinLimits,
): { predictions: number; outcomes: number } {
  const left = { predictions: 0, outcomes: 0 };
  // What still may come is at most `lateness` behind the watermark; its match or its repeat at most this much further.
  const keepFor = Math.max(limits.horizon + limits.lateness, limits.tolerance) + limits.lateness;
  for (const [bucket, ids] of join.buckets) {
    if ((bucket + 1) * BUCKET + keepFor >= watermark) continue;
    join.buckets.delete(bucket);
    for (const id of ids) {
      const entry = join.entries.get(id);
      if (!entry) continue;
      left.predictions += unmatchedIn(entry.predictions, bucket);
      left.outcomes += unmatchedIn(entry.outcomes, bucket);
      entry.predictions = outside(entry.predictions, bucket);
      entry.outcomes = outside(entry.outcomes, bucket);
      if (entry.predictions.length + entry.outcomes.length === 0) join.entries.delete(id);
    }
  }
  return left;
}

interface Row {
  readonly time: number;
  readonly matched: boolean;
}

function unmatchedIn(rows: readonly Row[], bucket: number): number {
  let n = 0;
  for (const row of rows) if (!row.matched && bucketOf(row.time) === bucket) n++;
  return n;
}

/** The rows of other buckets; without a copy where that is all or none, as it nearly always is. */
function outside<R extends Row>(rows: readonly R[], bucket: number): readonly R[] {
  let stay = 0;
  for (const row of rows) if (bucketOf(row.time) !== bucket) stay++;
  if (stay === rows.length) return rows;
  return stay === 0 ? NO_ROWS : rows.filter((row) => bucketOf(row.time) !== bucket);
}

function matches(predicted: number, happened: number, limits: JoinLimits): boolean {
  const delay = happened - predicted;
  return delay >= -limits.tolerance && delay <= limits.horizon;
}

function enter(join: Join, id: string): JoinEntry {
  const entry: JoinEntry = { predictions: NO_ROWS, outcomes: NO_ROWS };
  join.entries.set(id, entry);
  return entry;
}

/** Most entries hold one row a side: an array of exactly one takes a tenth of the memory that one grown by push takes. */
function withRow<Row>(rows: readonly Row[], row: Row): readonly Row[] {
  return rows.length === 0 ? [row] : [...rows, row];
}

function remember(join: Join, id: string, time: number): void {
  const bucket = bucketOf(time);
  const ids = join.buckets.get(bucket);
  if (ids) ids.push(id);
  else join.buckets.set(bucket, [id]);
}

function bucketOf(time: number): number {
  return Math.floor(time / BUCKET);
}
