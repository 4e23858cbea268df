import { describe, expect, it } from 'vitest';
import { emptyPredictionPane, predictionPaneToJson } from '../../../src/aggregates/prediction-pane.js';
import { emptyOutcomePane, outcomePaneToJson } from '../../../src/aggregates/outcome-pane.js';
import { emptyBooks } from '../../../src/records/books.js';
import type { DeltaRecord, PaneDelta, TickRecord } from '../../../src/records/profile.js';
import { BEFORE_TIME, END_OF_TIME } from '../../../src/stream/settings.js';
import { Life } from './life.js';
import { BEGIN, MODEL, PANE, settings } from './world.js';

/** Panes after BEGIN. */
const at = (panes: number): number => BEGIN + panes * PANE;

function rows(side: 'prediction' | 'outcome', pane: number, n = 3): PaneDelta {
  const head = { version: '0', segment: '', start: at(pane), cover: [0, n] as const };
  return side === 'prediction'
    ? { ...head, side, pane: { ...predictionPaneToJson(emptyPredictionPane()), n } }
    : { ...head, side, pane: { ...outcomePaneToJson(emptyOutcomePane()), n } };
}

function delta(
  partition: number,
  predictionsUntil: number,
  outcomesUntil: number,
  deltas: PaneDelta[] = [],
): DeltaRecord {
  return {
    v: 1,
    kind: 'delta',
    model: MODEL,
    task: 'binary',
    partition,
    predictionsUntil,
    outcomesUntil,
    books: emptyBooks(),
    deltas,
  };
}

function tick(partition: number, until: number, unheardUntil: number): TickRecord {
  return {
    v: 1,
    kind: 'tick',
    model: MODEL,
    partition,
    predictionsUntil: until,
    outcomesUntil: until,
    unheardUntil,
  };
}

const closed = (life: Life) =>
  life.said.panes.map(({ prediction, start }) => [
    prediction ? 'prediction' : 'outcome',
    (start - BEGIN) / PANE,
  ]);

describe('panes', () => {
  it('close when the slowest of all configured partitions has passed them, not of those seen so far', () => {
    const life = new Life(settings());
    life.step([delta(0, at(5), at(5), [rows('prediction', 0)]), delta(1, at(5), at(5))]);
    expect(closed(life)).toEqual([]);
    life.step([delta(2, at(1) - 1, at(5))]);
    expect(closed(life)).toEqual([]);
    life.step([delta(2, at(1), at(5))]);
    expect(closed(life)).toEqual([['prediction', 0]]);
  });

  it('of outcomes wait for the smaller of both watermarks; those of predictions do not', () => {
    const life = new Life(settings());
    const everywhere = (predictions: number, outcomes: number, deltas: PaneDelta[] = []) =>
      life.step(
        [0, 1, 2].map((partition) => delta(partition, predictions, outcomes, partition === 0 ? deltas : [])),
      );
    everywhere(at(2), at(0), [rows('prediction', 0), rows('outcome', 0), rows('outcome', 2)]);
    expect(closed(life)).toEqual([['prediction', 0]]);
    everywhere(at(2), at(9));
    expect(closed(life).slice(1)).toEqual([['outcome', 0]]);
    everywhere(at(3), at(9));
    expect(closed(life).slice(2)).toEqual([['outcome', 2]]);
  });

  it('all close at the end markers, and the stream has ended', () => {
    const life = new Life(settings());
    life.step([
      delta(0, END_OF_TIME, END_OF_TIME, [rows('prediction', 0), rows('outcome', 1)]),
      delta(1, END_OF_TIME, END_OF_TIME),
    ]);
    expect(life.said.status.ended).toBe(false);
    life.step([delta(2, END_OF_TIME, END_OF_TIME)]);
    expect(closed(life)).toEqual([
      ['prediction', 0],
      ['outcome', 1],
    ]);
    expect(life.said.status).toMatchObject({ ended: true, decidedUntil: null });
  });
});

describe('ticks', () => {
  it('let partitions go that were never heard of, again and again', () => {
    const life = new Life(settings());
    life.step([delta(0, at(1), at(1), [rows('prediction', 0)]), tick(0, at(1), at(1))]);
    expect(closed(life)).toEqual([['prediction', 0]]);
    life.step([delta(0, at(4), at(4), [rows('prediction', 3)]), tick(0, at(4), at(4))]);
    expect(closed(life)).toEqual([
      ['prediction', 0],
      ['prediction', 3],
    ]);
  });

  it('do not vouch for a partition that has spoken', () => {
    const life = new Life(settings());
    life.step([
      delta(0, at(4), at(4), [rows('prediction', 0)]),
      delta(1, at(0), at(0)),
      tick(0, at(4), at(4)),
    ]);
    expect(closed(life)).toEqual([]);
    life.step([tick(1, at(4), at(4))]);
    expect(closed(life)).toEqual([['prediction', 0]]);
  });

  it('make rows of a partition that speaks up too late overdue: counted, and no closed pane changes', () => {
    const life = new Life(settings());
    life.step([delta(0, at(2), at(2), [rows('prediction', 0)]), tick(0, at(2), at(2))]);
    life.step([delta(1, at(3), at(3), [rows('prediction', 0, 5), rows('prediction', 2, 7)])]);
    expect(life.state.models.get(MODEL)?.overdue).toBe(5);
    life.step([delta(0, at(4), at(4)), tick(0, at(4), at(4))]);
    life.step([delta(1, at(4), at(4))]);
    expect(life.said.panes.map(({ start, prediction }) => [(start - BEGIN) / PANE, prediction?.n])).toEqual([
      [0, 3],
      [2, 7],
    ]);
  });

  it('never take a watermark back', () => {
    const life = new Life(settings());
    life.step([0, 1, 2].map((p) => delta(p, at(2), at(2), p === 0 ? [rows('prediction', 1)] : [])));
    life.step([delta(0, BEFORE_TIME, BEFORE_TIME), tick(0, at(1), at(0))]);
    expect(life.said.status.decidedUntil).toBe(at(2));
  });
});
