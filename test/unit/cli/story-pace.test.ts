import { describe, expect, it } from 'vitest';
import { passRecord, type LoopGate } from '../../../producers/loop-gate.js';
import { StoryPace } from '../../../src/cli/story-pace.js';
import type { ModelRecord, RetrainingRecord, StatusRecord } from '../../../src/records/feed.js';

type Said = StatusRecord | RetrainingRecord | ModelRecord;

const status = (decidedUntil: number, requests: string[] = [], ended = false) =>
  ({
    v: 1,
    kind: 'status',
    model: 'm',
    decidedUntil,
    requests,
    ended,
    awaited: [],
  }) as unknown as StatusRecord;
const request = (id: string, effectiveFrom: number) =>
  ({ v: 1, kind: 'retraining', id, effectiveFrom }) as unknown as RetrainingRecord;
const answer = (id: string) =>
  ({ v: 1, kind: 'model', request: id, promoted: false }) as unknown as ModelRecord;

/** A pace of lead 10 over what is said at each look, one second apart; after that nothing is. */
function paceOver(looks: readonly (readonly Said[])[]) {
  const seen = { looks: 0, flushes: 0, words: [] as string[] };
  const pace = new StoryPace({
    decisions: {
      look: (gate: LoopGate) => {
        for (const record of looks[seen.looks] ?? []) passRecord(gate, record);
        seen.looks++;
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    begin: 0,
    lead: 10,
    patience: { decisions: 3_000, answers: 20_000 },
    clock: () => seen.looks * 1_000,
    onImpatience: (words) => seen.words.push(words),
  });
  const flush = () => {
    seen.flushes++;
    return Promise.resolve();
  };
  return { seen, until: (time: number) => pace.until(time, flush) };
}

describe('a story', () => {
  it('is told at once within the lead, and waits beyond it, once everything is sent', async () => {
    const { seen, until } = paceOver([[], [status(5)]]);
    await until(9);
    expect(seen).toEqual({ looks: 0, flushes: 0, words: [] });
    await until(12);
    expect(seen).toEqual({ looks: 2, flushes: 1, words: [] });
  });

  it('does not pass the moment from which an answer would be in force', async () => {
    const { seen, until } = paceOver([[status(30, ['a']), request('a', 35)], [], [answer('a')]]);
    await until(34);
    expect(seen.looks).toBe(1);
    await until(36);
    expect(seen).toEqual({ looks: 3, flushes: 2, words: [] });
  });

  it('goes on a lead further where a sparse partition holds the decisions back, and says nothing of it', async () => {
    const { seen, until } = paceOver([[status(5)]]);
    await until(15);
    expect(seen).toEqual({ looks: 4, flushes: 1, words: [] });
    await until(24);
    expect(seen.looks).toBe(4);
  });

  it('says once that an answer takes long, and goes on', async () => {
    const { seen, until } = paceOver([[status(30, ['a']), request('a', 35)]]);
    await until(36);
    await until(60);
    expect(seen.words).toEqual([
      expect.stringContaining('the story goes on, and what it tells may be noticed late'),
    ]);
    expect(seen.looks).toBe(41);
  });

  it('says once that nothing is decided there', async () => {
    const { seen, until } = paceOver([]);
    await until(15);
    await until(40);
    expect(seen.words).toEqual([expect.stringContaining('is the stage evaluator running?')]);
    expect(seen.looks).toBe(6);
  });

  it('waits for nothing where the stream has ended or is ahead already', async () => {
    const { seen, until } = paceOver([[status(5, [], true)]]);
    await until(15);
    await until(1_000_000);
    expect(seen).toEqual({ looks: 1, flushes: 1, words: [] });
  });
});
