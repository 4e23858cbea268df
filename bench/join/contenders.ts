import { evict } from '../../src/stream/join/evict.js';
import { emptyJoin, joinOutcome, joinPrediction } from '../../src/stream/join/join.js';
import type { JoinLimits } from '../../src/stream/join/limits.js';
import { emptyMatches } from '../../src/stream/join/matches.js';
import { readPair } from '../../src/stream/join/read-pair.js';
import { joinSize } from '../../src/stream/join/size.js';
import { outcomeRow, predictionRow, putKey } from './load.js';

/** Something that joins prediction number i with outcome number i. */
export interface Contender {
  predict(i: number, time: number): void;
  /** How many pairs this made, by a look at their content. */
  happen(i: number, time: number): number;
  /** Forgets what is over at this watermark. */
  forget(watermark: number): void;
  /** Bytes it knows that it takes; null where only the process can tell. */
  bytes(): number | null;
}

/** The join of the profiler: duplicates and conflicts told, tombstones kept, watermarks obeyed. */
export function theJoin(limits: JoinLimits): Contender {
  const join = emptyJoin();
  const matches = emptyMatches();
  const prediction = predictionRow();
  const outcome = outcomeRow();
  return {
    predict(i, time) {
      putKey(prediction.key, i);
      prediction.time = time;
      prediction.contentHash = i;
      prediction.score = (i & 1023) / 1024;
      joinPrediction(join, prediction, 0, false, limits, matches);
    },
    happen(i, time) {
      putKey(outcome.key, i);
      outcome.time = time;
      outcome.contentHash = i;
      outcome.number = i & 1;
      joinOutcome(join, outcome, i, 0, false, limits, matches);
      let pairs = 0;
      for (let k = 0; k < matches.count; k++) {
        if (readPair(join, matches, k).score === (i & 1023) / 1024) pairs++;
      }
      return pairs;
    },
    forget: (until) => {
      const passed = { until, read: 0, unread: 0 };
      evict(join, passed, passed, limits);
    },
    bytes: () => joinSize(join).bytes,
  };
}

/** The least that a Map can do: an object by id, no duplicates, no versions, no outcome before its prediction. */
export function plainMap(keepFor: number): Contender {
  interface Row {
    time: number;
    score: number;
    matched: boolean;
  }
  const rows = new Map<string, Row>();
  return {
    predict(i, time) {
      rows.set(idOf(i), { time, score: (i & 1023) / 1024, matched: false });
    },
    happen(i) {
      const row = rows.get(idOf(i));
      if (!row) return 0;
      row.matched = true;
      return row.score === (i & 1023) / 1024 ? 1 : 0;
    },
    forget(watermark) {
      // A Map goes in the order of insertion, which here is that of event time.
      for (const [id, { time }] of rows) {
        if (time + keepFor >= watermark) return;
        rows.delete(id);
      }
    },
    bytes: () => null,
  };
}

/** A new string each time, as a parser makes it. */
function idOf(i: number): string {
  return `prediction-${i}`;
}
