import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { sumFromJson, sumValue } from '../../../src/aggregates/exact-sum.js';
import type { PaneRecord } from '../../../src/records/pane.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import { answerTo, begin, inTurn, Life, type Said } from './life.js';
import {
  BEGIN,
  DAY,
  PANE,
  PARTITIONS,
  policy,
  Profilers,
  rowsOf,
  settings,
  USUAL,
  type FrameOptions,
  type Row,
  type Weather,
} from './world.js';

/** A short reference and a small budget: drift is told within days, so that a whole life is a few hundred frames. */
const UNITS = 14;
const quick = { budgetUnits: 4, retraining: { ...policy.retraining, rangeUnits: UNITS, cooldownUnits: 2 } };
const world = { rowsADay: 20, segmented: true };
const drifted: Weather = { inputs: [0, 1, 3, 0, 1], wrong: 0.6 };

/** The same events as three profilers may have read them: other batches, other interleavings of the two topics. */
const readings: readonly FrameOptions[] = [
  { batch: 24, read: 'abreast' },
  { batch: 5, read: 'predictions-first' },
  { batch: 40, read: 'outcomes-first' },
];

/** What is read between two changes of version: by reading, then by partition. */
type Phase = readonly (readonly (readonly ProfileRecord[])[])[];

let phases: Phase[];
let answers: Map<string, ProfileRecord[]>;
let undisturbed: Said;

beforeAll(async () => {
  // Six hours of failures first: the task of the model is not known while the first pane is open.
  const first = await begin(quick, { ...world, failsUntil: BEGIN + PANE });
  answers = new Map([[first.request.id, answerTo(first.request, '1', first.reference)]]);
  const weather = (day: number): Weather => (day >= UNITS + 4 ? drifted : USUAL);
  const far = first.effectiveFrom + 12 * DAY;
  const rows = rowsOf({ from: first.effectiveFrom, to: far, version: '1', weather, ...world });

  const probe = new Life(settings(quick), first.answered);
  probe.feed(inTurn(new Profilers(first.profilers).frames(rows, far)));
  const [second] = probe.said.requests;
  if (!second) throw new Error('the drift of this story asks for no retraining');
  answers.set(second.id, answerTo(second, '2', { ...first.reference, id: 'second', version: '2' }));

  const end = second.effectiveFrom + 3 * DAY;
  const profilers = readings.map(() => new Profilers());
  const phase = (rows: readonly Row[], until: number, end = false): Phase =>
    profilers.map((own, i) => own.frames(rows, until, { ...readings[i], end }));
  phases = [
    phase(first.rows, first.effectiveFrom),
    phase(
      rows.filter(({ time }) => time < second.effectiveFrom),
      second.effectiveFrom,
    ),
    phase(rowsOf({ from: second.effectiveFrom, to: end, version: '2', weather, ...world }), end + DAY, true),
  ];
  undisturbed = live(0, {
    choose: () => 0,
    batch: () => 1,
    answerNow: () => true,
    restart: () => false,
  }).said;
});

interface Chances {
  /** Which of the partitions that still have frames goes next. */
  readonly choose: (among: number) => number;
  readonly batch: () => number;
  /** Does a verdict that waits arrive now? At the latest it arrives before the version it is about scores. */
  readonly answerNow: () => boolean;
  readonly restart: () => boolean;
}

function live(reading: number, { choose, batch, answerNow, restart }: Chances): Life {
  const life = new Life(settings(quick));
  const answered = new Set<string>();
  const waiting = () => life.said.requests.filter(({ id }) => !answered.has(id));
  const answer = (): ProfileRecord[] =>
    waiting().flatMap(({ id }) => {
      answered.add(id);
      return answers.get(id) ?? [];
    });
  for (const phase of phases) {
    const left = (phase[reading] ?? []).map((of) => [...of]);
    while (left.some((of) => of.length > 0)) {
      const records: ProfileRecord[] = answerNow() ? answer() : [];
      for (let n = batch(); n > 0; n--) {
        const open = left.filter((of) => of.length > 0);
        const next = open[choose(open.length)]?.shift();
        if (next) records.push(next);
      }
      life.step(records);
      if (restart()) life.restart();
    }
    life.step(answer());
  }
  return life;
}

/** What was said, without the wrapping: by topic and clock in order (the two clocks may overtake each other). */
function words(said: Said) {
  return {
    requests: said.requests,
    alertsById: Object.fromEntries(said.alerts.map(({ id }) => [id, said.alerts.filter((a) => a.id === id)])),
    alerts: {
      data: said.alerts.filter((a) => a.track === 'data'),
      performance: said.alerts.filter((a) => a.track === 'performance'),
    },
    metrics: (['prediction', 'outcome'] as const).map((side) => said.metrics.filter((m) => m.side === side)),
    panes: [said.panes.filter((p) => p.prediction), said.panes.filter((p) => p.outcome)].map(
      withSumsAsNumbers,
    ),
    status: said.status,
  };
}

/** An exact sum can be written down in several ways; what it stands for is one number. */
function withSumsAsNumbers(panes: readonly PaneRecord[]): unknown {
  return JSON.parse(JSON.stringify(panes), (key, value: unknown) =>
    (key === 'ordinary' || key === 'sum') && Array.isArray(value)
      ? sumValue(sumFromJson({ ordinary: value as number[], huge: [] }))
      : value,
  );
}

describe('the evaluator, from the same frames', () => {
  it('has a story to tell: alerts on both tracks, a retraining after each, superseded by the next version', () => {
    const { requests, alerts } = undisturbed;
    expect(requests.map(({ reason }) => reason)).toEqual(['initial', 'alert', 'alert']);
    expect(new Set(alerts.map(({ track }) => track))).toEqual(new Set(['data', 'performance']));
    expect(alerts.some(({ state }) => state === 'superseded')).toBe(true);
    expect(undisturbed.status).toMatchObject({ ended: true, version: '2' });
  });

  it('says the same for any interleaving of the partitions, any batching, any moment of the verdicts, any restarts', () => {
    const expected = words(undisturbed);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat({ max: readings.length - 1 }),
        fc.constantFrom('even', 'blocks', 'forwards', 'backwards'),
        fc.constantFrom(1, 7, 60),
        fc.constantFrom(0, 0.05),
        (seed, reading, order, most, restarts) => {
          const random = seededRandom(seed);
          let block = 0;
          const choose = (among: number): number => {
            if (order === 'forwards') return 0;
            if (order === 'backwards') return among - 1;
            if (order === 'even' || random() < 0.05) block = Math.floor(random() * PARTITIONS);
            return block % among;
          };
          const life = live(reading, {
            choose,
            batch: () => 1 + Math.floor(random() * most),
            answerNow: () => random() < 0.2,
            restart: () => random() < restarts,
          });
          const got = words(life.said);
          // Comparing the texts first is far quicker; it differs only where something differs.
          if (JSON.stringify(got) !== JSON.stringify(expected)) expect(got).toEqual(expected);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('gives an alert the same id and words whatever comes later', () => {
    const [alert] = undisturbed.alerts;
    const life = new Life(settings(quick));
    const stopped = (): boolean => life.said.alerts.length > 0;
    for (const phase of phases) {
      for (const record of inTurn(phase[0] ?? [])) {
        if (!stopped()) life.step([record]);
      }
      for (const { id } of life.said.requests) life.step(answers.get(id) ?? []);
      if (stopped()) break;
    }
    expect(life.said.alerts[0]).toEqual(alert);
  });
});
