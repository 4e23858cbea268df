import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLimits, UNKNOWN_MODEL, type ProfilerState } from '../../../consumers/profiler/profiler.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { parseOutcome, parsePrediction } from '../../../src/events/parse.js';
import { imbalances } from '../../../src/records/books.js';
import { paneStart } from '../../../src/stream/settings.js';
import { naiveJoin } from '../stream/join-oracle.js';
import { foldFrames, runProfiler } from './fold-frames.js';
import { joinSize } from '../../../src/stream/join/size.js';
import { restoreProfiler } from '../../../consumers/profiler/state.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { batches, bothTopics, REPLAYED_AT } from './source.js';

describe('the profiler', () => {
  it('gives the same panes, books and dead letters bit for bit, whatever the batches and the interleaving', () => {
    fc.assert(
      fc.property(bothTopics, batches, (topics, order) => {
        const all = runProfiler(topics, []);
        const cut = runProfiler(topics, order);
        expect(foldFrames(cut.frames)).toEqual(foldFrames(all.frames));
        const letters = ({ deadLetters }: typeof all) =>
          deadLetters
            .map(({ side, offset, refusal }) => `${side} ${offset} ${refusal.code} ${refusal.message}`)
            .sort();
        expect(letters(cut)).toEqual(letters(all));
      }),
      { numRuns: 25 },
    );
  });

  it('balances its books once both topics have ended, and forgets every row', () => {
    fc.assert(
      fc.property(bothTopics, batches, (topics, order) => {
        const { state, frames, deadLetters } = runProfiler(topics, order);
        const { books } = foldFrames(frames);
        for (const [model, own] of books) expect([model, imbalances(own)]).toEqual([model, []]);
        const read = [...books.values()].reduce((sum, b) => sum + b.predictions.read + b.outcomes.read, 0);
        expect(read).toBe(topics.predictions.length + topics.outcomes.length - 4);
        expect(deadLetters).toHaveLength(
          [...books.values()].reduce((sum, b) => sum + b.predictions.deadLetters + b.outcomes.deadLetters, 0),
        );
        for (const { join } of state.models.values()) expect(joinSize(join).rows).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('counts what the naive join counts, and puts into panes what it puts there', () => {
    fc.assert(
      fc.property(bothTopics, batches, (topics, order) => {
        const { books, panes } = foldFrames(runProfiler(topics, order).frames);
        for (const [model, own] of books) {
          if (model === UNKNOWN_MODEL) continue;
          const valid = <E>(parsed: { ok: true; event: E | { kind: 'end' } } | { ok: false }): E[] => {
            if (!parsed.ok) return [];
            const event = parsed.event as Prediction;
            return event.kind !== ('end' as string) && event.model === model && event.time <= REPLAYED_AT
              ? [event as E]
              : [];
          };
          const predictions = topics.predictions.flatMap(({ value }) =>
            fits(value) ? valid<Prediction>(parsePrediction(String(value))) : [],
          );
          const outcomes = topics.outcomes.flatMap(({ value }) =>
            fits(value) ? valid<Outcome>(parseOutcome(String(value))) : [],
          );
          const { verdicts, pairs } = naiveJoin(predictions, outcomes, settings.grace, joinLimits(settings));
          const count = (side: 'predictions' | 'outcomes', kind: string) =>
            verdicts[side].filter((v) => v.kind === kind).length;
          for (const side of ['predictions', 'outcomes'] as const) {
            expect(own[side]).toMatchObject({
              accepted: count(side, 'accepted') + count(side, 'too-late'),
              duplicates: count(side, 'duplicate'),
              joined: new Set(pairs.map(([i, j]) => (side === 'predictions' ? i : j))).size,
              late: verdicts[side].filter((v) => v.late && (v.kind === 'accepted' || v.kind === 'too-late'))
                .length,
            });
          }
          expect(own.deadLetters['conflicting'] ?? 0).toBe(
            count('predictions', 'conflict') + count('outcomes', 'conflict'),
          );
          const onTime = pairs.filter(
            ([i, j]) => !verdicts.predictions[i]?.late && !verdicts.outcomes[j]?.late,
          );
          const expected = new Map<number, number>();
          for (const [i, j] of onTime) {
            const start = paneStart(
              Math.max(predictions[i]?.time ?? NaN, outcomes[j]?.time ?? NaN),
              settings.pane,
            );
            expected.set(start, (expected.get(start) ?? 0) + 1);
          }
          const counted = new Map<number, number>();
          for (const [key, json] of panes) {
            const [of, side, , segment, start] = JSON.parse(key) as [string, string, string, string, number];
            if (of !== model || side !== 'outcome' || segment !== '') continue;
            const [, , pane] = JSON.parse(json) as [
              unknown,
              unknown,
              { n: number; failed: number; mismatched: number },
            ];
            counted.set(start, (counted.get(start) ?? 0) + pane.n + pane.failed + pane.mismatched);
          }
          expect(counted).toEqual(expected);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never takes a watermark back, nor sends a delta for a pane that an earlier one has closed', () => {
    fc.assert(
      fc.property(bothTopics, batches, (topics, order) => {
        const marks = new Map<string, { predictions: number; outcomes: number }>();
        for (const frame of runProfiler(topics, order).frames) {
          const mark = marks.get(frame.model) ?? { predictions: -Infinity, outcomes: -Infinity };
          for (const { side, start } of frame.deltas) {
            const closed =
              side === 'prediction' ? mark.predictions : Math.min(mark.predictions, mark.outcomes);
            expect(start + settings.pane).toBeGreaterThan(closed);
          }
          expect(frame.predictionsUntil).toBeGreaterThanOrEqual(mark.predictions);
          expect(frame.outcomesUntil).toBeGreaterThanOrEqual(mark.outcomes);
          marks.set(frame.model, { predictions: frame.predictionsUntil, outcomes: frame.outcomesUntil });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(bothTopics, fc.nat(40), (topics, cut) => {
        const { state } = runProfiler(
          { predictions: topics.predictions.slice(0, cut), outcomes: topics.outcomes.slice(0, cut) },
          [],
        );
        const restored = restoreProfiler(deserialize(serialize(state)) as ProfilerState);
        const rest = topics.outcomes.slice(cut);
        expect(profile(restored, 'outcomes', rest, settings)).toEqual(
          profile(state, 'outcomes', rest, settings),
        );
        expect(restoreProfiler(restored)).toEqual(restoreProfiler(state));
      }),
      { numRuns: 20 },
    );
  });
});

function fits(value: Buffer | null): boolean {
  return value !== null && value.length <= settings.recordLimit;
}
