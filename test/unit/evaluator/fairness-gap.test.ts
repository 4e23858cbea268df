import { beforeAll, describe, expect, it } from 'vitest';
import type { FairnessSettings } from '../../../consumers/evaluator/fairness.js';
import type { EvaluatorSettings } from '../../../consumers/evaluator/evaluator.js';
import { makeReference } from '../../../consumers/trainer/make-reference.js';
import { makeOwnReference } from '../../../consumers/trainer/own-reference.js';
import { seededRandom } from '../../../detectors/random.js';
import type { EventLog } from '../../../src/log/port.js';
import type { Reference } from '../../../src/policy/reference.js';
import type { ReferenceRequestRecord, RetrainingRecord } from '../../../src/records/feed.js';
import { inTurn, labelled, Life, logOf, scorer, type Said } from './life.js';
import {
  BEGIN,
  DAY,
  MODEL,
  PANE,
  policy,
  Profilers,
  rowsOf,
  settings,
  type FrameOptions,
  type Row,
} from './world.js';

const UNITS = 14;
/** 45 rows a day are red, 30 green, 15 blue. */
const world = { rowsADay: 90, segmented: true };
const alike: FairnessSettings = {
  attribute: 'colour',
  favourable: 1,
  leastRows: 25,
  criterion: 'demographic-parity',
};
const UNTIL = BEGIN + (UNITS + 2) * DAY;
const OPENS = UNTIL + 3 * DAY;

/** Nobody trains; a short reference and a small budget. */
function watching(fairness: FairnessSettings, enabled = false): EvaluatorSettings {
  const retraining = { ...policy.retraining, enabled, rangeUnits: UNITS };
  return { ...settings({ budgetUnits: 4, retraining }), fairnessOf: () => fairness };
}

/** From a day on most red rows are turned down, whatever their score would have been. */
function turnedDown(rows: readonly Row[]): Row[] {
  const random = seededRandom(5);
  return rows.map((row) => {
    const isTurned = row.colour === 'red' && random() < 0.8;
    return isTurned && row.time >= OPENS ? { ...row, score: 0.1 } : row;
  });
}

const before = rowsOf({ from: BEGIN, to: UNTIL, version: '0', ...world });
const after = turnedDown(rowsOf({ from: UNTIL, to: UNTIL + 14 * DAY, version: '0', ...world }));
const readings: readonly FrameOptions[] = [
  { batch: 24, read: 'abreast' },
  { batch: 13, read: 'predictions-first' },
  { batch: 60, read: 'outcomes-first' },
];

let reference: Reference;
let request: ReferenceRequestRecord;
beforeAll(async () => {
  const life = new Life(watching(alike));
  life.feed(inTurn(new Profilers().frames(before, UNTIL)));
  [request] = life.said.requests as unknown as [ReferenceRequestRecord];
  reference = await makeOwnReference(logOf(life.said) as EventLog, request, 0);
});

function live(reading: FrameOptions, seed: number): Said {
  const random = seededRandom(seed);
  const life = new Life(watching(alike));
  const profilers = new Profilers();
  const phases = [profilers.frames(before, UNTIL, reading)];
  phases.push(profilers.frames(after, UNTIL + 15 * DAY, { ...reading, end: true }));
  phases.forEach((phase, i) => {
    const left = phase.map((frames) => [...frames]);
    while (left.some((frames) => frames.length > 0)) {
      const open = left.filter((frames) => frames.length > 0);
      const frames = open[Math.floor(random() * open.length)] ?? [];
      life.step(frames.splice(0, 1 + Math.floor(random() * 8)));
      // A restart makes the calibration anew: a few are enough.
      if (random() < 0.01) life.restart();
    }
    if (i > 0) return;
    const { effectiveFrom } = request;
    life.step([{ v: 1, kind: 'reference', model: MODEL, reference, effectiveFrom }]);
  });
  return life.said;
}

describe('the gap between groups', { timeout: 180_000 }, () => {
  it('is in the reference of groups that are large enough, and of no others', () => {
    expect(request.gap).toEqual({ ...alike, favourable: '1' });
    const streams = new Set(reference.gap?.groups.map(({ stream }) => stream));
    expect([...streams]).toEqual(['group:selection:colour=green', 'group:selection:colour=red']);
    expect(reference.performance.filter(({ stream }) => stream === 'gap:colour')).toHaveLength(UNITS);
  });

  it('is alarmed alike whoever read the events, in whatever order and with whatever restarts', () => {
    const [first, ...others] = readings.map((reading, i) => live(reading, i + 1).alerts);
    const gap = first?.find(({ metric }) => metric === 'gap:colour');
    expect(gap).toMatchObject({ track: 'performance', change: 'fairness', severity: 'severe', segment: '' });
    expect(gap?.why).toMatch(/^Favourable answers of colour=red fell from .* while those of colour=green/);
    expect(gap?.why).not.toContain('blue');
    const byId = (alerts: Said['alerts']) =>
      [...alerts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.state < b.state ? -1 : 1));
    for (const other of others) expect(byId(other)).toEqual(byId(first ?? []));
  });

  it('says that it is not watched while the reference compares other groups, or otherwise', () => {
    const life = new Life(watching({ ...alike, criterion: 'equal-opportunity' }));
    const profilers = new Profilers();
    life.feed(inTurn(profilers.frames(before, UNTIL)));
    const { effectiveFrom } = request;
    life.step([{ v: 1, kind: 'reference', model: MODEL, reference, effectiveFrom }]);
    life.feed(inTurn(profilers.frames(after, UNTIL + 15 * DAY, { end: true })));
    expect(life.said.alerts.filter(({ metric }) => metric.startsWith('gap:'))).toEqual([]);
    expect(life.said.status.readiness).toContain('the gap of colour is not');
  });

  it('asks for no retraining by itself', () => {
    const life = new Life(watching(alike, true));
    const profilers = new Profilers();
    life.feed(inTurn(profilers.frames(before, UNTIL)));
    const { effectiveFrom } = request;
    life.step([{ v: 1, kind: 'reference', model: MODEL, reference, effectiveFrom }]);
    life.feed(inTurn(profilers.frames(after, UNTIL + 15 * DAY, { end: true })));
    const gaps = life.said.alerts.filter(({ change }) => change === 'fairness').map(({ id }) => id);
    expect(gaps.length).toBeGreaterThan(0);
    expect(
      life.said.requests.map(({ cause }) => cause).filter((cause) => gaps.includes(cause ?? '')),
    ).toEqual([]);
  });

  it('is in the reference of a version that was trained, too: of the same rows it is the same', async () => {
    const life = new Life(watching(alike, true));
    life.feed(inTurn(new Profilers().frames(before, UNTIL)));
    const [retraining] = life.said.requests as [RetrainingRecord];
    const groups = new Map(before.map(({ id, colour }) => [id, colour]));
    const rows = labelled(before, retraining).map((row) => ({ ...row, group: groups.get(row.id) as string }));
    const values = Float32Array.from(before.slice(0, rows.length), () => 0);
    const scores = new Map(before.map(({ id, score }) => [id, score ?? 0]));
    rows.forEach(({ id }, i) => (values[i] = scores.get(id) as number));
    const trained = await makeReference(
      logOf(life.said) as EventLog,
      retraining,
      '1',
      rows,
      { width: 1, values },
      scorer,
      0,
      PANE,
    );
    const gap = (of: Reference) => of.performance.filter(({ stream }) => stream === 'gap:colour').slice(1);
    expect(gap(trained)).toEqual(gap(reference));
    // Its first day lacks the outcomes of predictions before its range.
    expect(trained.gap?.groups.slice(2)).toEqual(reference.gap?.groups.slice(2));
  });
});
