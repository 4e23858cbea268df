import { beforeAll, describe, expect, it } from 'vitest';
import type { LabelledRow } from '../../../consumers/trainer/collect-rows.js';
import { makeReference } from '../../../consumers/trainer/make-reference.js';
import type { EventLog } from '../../../src/log/port.js';
import { binCount } from '../../../src/policy/bins.js';
import { EXPECTED_LOSS_STREAM, PREDICTION_STREAM } from '../../../src/policy/reference.js';
import type { SingleAnswer } from '../../../src/events/event.js';
import type { Scorer } from '../../../src/training/port.js';
import type { EvidencePane } from '../../../detectors/pane.js';
import { begin, labelled, logOf, scorer, type Beginning } from '../evaluator/life.js';
import { DAY, HOUR, PANE, type Row } from '../evaluator/world.js';

let beginning: Beginning;
beforeAll(async () => {
  // Twice as much is known as the request asks for: the range must cut it.
  beginning = await begin({}, { segmented: true });
});

/** A version that says the same of every row. */
const answering = (answer: SingleAnswer): Scorer => ({
  task: answer.task,
  score: (rows) => rows.map(() => answer),
  dispose: () => undefined,
});

const sum = (panes: readonly EvidencePane[], stream: string, scale: number) =>
  panes.filter((p) => p.stream === stream && p.scale === scale).reduce((total, { n }) => total + n, 0);

function inRange({ rows, request }: Beginning): Row[] {
  return rows.filter(({ time }) => time >= request.from && time < request.to);
}

describe('makeReference', () => {
  it.each(['x', 'colour'])(
    'gives the input %s panes of both widths that sum to the rows of the range, no more and no fewer',
    (stream) => {
      const { data, from, to } = beginning.reference;
      const rows = inRange(beginning);
      expect(rows.length).toBeLessThan(beginning.rows.length);
      for (const scale of [DAY, 6 * HOUR]) {
        expect(sum(data, stream, scale)).toBe(rows.length);
        const own = data.filter((p) => p.stream === stream && p.scale === scale);
        expect(own.map(({ start }) => start)).toEqual([
          ...new Set(rows.map(({ time }) => Math.floor(time / scale) * scale)),
        ]);
      }
      expect([from, to]).toEqual([beginning.request.from, beginning.request.to]);
    },
  );

  it('has a bin for each value of the reference, and counts each day in them', () => {
    const { bins, data } = beginning.reference;
    expect(Object.keys(bins).sort()).toEqual(['colour', 'outcome', PREDICTION_STREAM, 'x']);
    expect(bins['colour']).toMatchObject({ kind: 'categorical', names: ['blue', 'green', 'red'] });
    const first = data.find((p) => p.stream === 'colour' && p.scale === DAY);
    const day = inRange(beginning).filter(({ time }) => time < beginning.request.from + DAY);
    const reds = day.filter(({ colour }) => colour === 'red').length;
    expect(first?.kind === 'distribution' && first.counts[2]).toBe(reds);
    for (const pane of data) {
      if (pane.kind !== 'distribution') continue;
      expect(pane.counts).toHaveLength(binCount(bins[pane.stream] as NonNullable<(typeof bins)[string]>));
      expect(pane.counts.reduce((a, b) => a + b, 0)).toBe(pane.n);
    }
  });

  it('holds the performance of the scores that were handed in, by the time at which a pair was known', () => {
    const { performance, request } = { ...beginning, ...beginning.reference };
    const rows = labelled(beginning.rows, request);
    for (const scale of [DAY, 6 * HOUR]) {
      expect(sum(performance, 'errors', scale)).toBe(rows.length);
      expect(sum(performance, 'log-loss', scale)).toBe(rows.length);
    }
    const wrong = beginning.rows.filter(
      ({ time, outcomeTime, score, outcome }) =>
        time >= request.from && outcomeTime < request.to && ((score ?? 0) >= 0.5 ? 1 : 0) !== outcome,
    );
    const errors = performance.reduce((n, p) => n + (p.kind === 'rate' && p.scale === DAY ? p.errors : 0), 0);
    expect(errors).toBe(wrong.length);
  });

  it('has the answers that the version itself gives to the rows, not those out of sample', async () => {
    const { said, request, rows } = beginning;
    const training = labelled(rows, request);
    const strangers = { width: 1, values: new Float32Array(training.length).fill(0.5) };
    const reference = await makeReference(
      logOf(said) as EventLog,
      request,
      '1',
      training,
      strangers,
      scorer,
      0,
      PANE,
    );
    const answers = (panes: readonly EvidencePane[]) =>
      panes.filter(({ stream }) => stream === PREDICTION_STREAM);
    expect(answers(reference.data)).toEqual(answers(beginning.reference.data));
    expect(sum(reference.data, PREDICTION_STREAM, DAY)).toBe(training.length);
    expect(reference.performance).not.toEqual(beginning.reference.performance);
  });

  it('estimates the loss without labels for two classes only', async () => {
    expect(sum(beginning.reference.estimates, EXPECTED_LOSS_STREAM, DAY)).toBe(
      labelled(beginning.rows, beginning.request).length,
    );
    const { said, request } = beginning;
    const rows = labelled(beginning.rows, request).map((row): LabelledRow => ({ ...row, outcome: 5 }));
    const scores = { width: 1, values: new Float32Array(rows.length).fill(7) };
    const regression = await makeReference(
      logOf(said) as EventLog,
      { ...request, task: 'regression' },
      '1',
      rows,
      scores,
      answering({ task: 'regression', value: 3 }),
      0,
      PANE,
    );
    expect(regression.estimates).toEqual([]);
    expect(new Set(regression.performance.map(({ stream }) => stream))).toEqual(
      new Set(['absolute-error', 'outcome']),
    );
    expect(regression.performance[0]).toMatchObject({ kind: 'mean' });
    const of = regression.performance.find(({ scale }) => scale === DAY);
    expect(of?.kind === 'mean' && of.sum).toBe(2 * (of?.n ?? 0));
    expect(regression.bins[PREDICTION_STREAM]).toMatchObject({
      kind: 'numeric',
      edges: [3, expect.closeTo(3)],
    });
  });

  it('reads the labels of several classes off the probabilities out of sample, and the answers off the version itself', async () => {
    const { said, request } = beginning;
    const rows = labelled(beginning.rows, request).map((row, i): LabelledRow => ({
      ...row,
      outcome: ['a', 'b', 'c'][i % 3] as string,
    }));
    const values = Float32Array.from({ length: 3 * rows.length }, (_, i) => (i % 3 === 1 ? 0.5 : 0.25));
    const { performance, bins } = await makeReference(
      logOf(said) as EventLog,
      { ...request, task: 'multiclass' },
      '1',
      rows,
      { width: 3, labels: ['a', 'b', 'c'], values },
      answering({ task: 'multiclass', label: 'c' }),
      0,
      PANE,
    );
    const errors = performance.reduce((n, p) => n + (p.kind === 'rate' && p.scale === DAY ? p.errors : 0), 0);
    expect(errors).toBe(rows.filter(({ outcome }) => outcome !== 'b').length);
    expect(bins[PREDICTION_STREAM]).toMatchObject({ kind: 'categorical', names: ['c'] });
  });

  it('gives the same reference again, id included, and another version another id', async () => {
    const { said, request, rows } = beginning;
    const training = labelled(rows, request);
    const values = Float32Array.from(training, () => 0.5);
    const make = (version: string) =>
      makeReference(
        logOf(said) as EventLog,
        request,
        version,
        training,
        { width: 1, values },
        scorer,
        0,
        PANE,
      );
    expect(await make('1')).toEqual(await make('1'));
    expect((await make('2')).id).not.toBe((await make('1')).id);
  });
});
