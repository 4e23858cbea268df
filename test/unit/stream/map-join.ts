import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { JoinLimits } from '../../../src/stream/join/limits.js';

/**
 * The join as it was first written, in Maps of objects: slow, and plain to see. The model of the one in typed arrays, which
 * must decide every record as this does, and report the same when rows leave.
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
  features: Prediction['features'];
}

export interface OutcomeRow {
  time: number;
  hash: number;
  late: boolean;
  matched: boolean;
  offset: number;
  outcome: Outcome['outcome'];
  values: Readonly<Record<string, number>> | null;
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
    features: p.features,
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
