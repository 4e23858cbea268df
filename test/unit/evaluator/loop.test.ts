import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertRecord } from '../../../src/records/feed.js';
import type { CommandRecord } from '../../../src/records/command.js';
import { answerTo, begin, inForce, inTurn, Life, live, type Beginning } from './life.js';
import {
  BEGIN,
  DAY,
  HOUR,
  MODEL,
  PARTITIONS,
  policy,
  Profilers,
  REFERENCE_UNITS,
  rowsOf,
  settings,
  USUAL,
  type Row,
  type Weather,
} from './world.js';

let beginning: Beginning;
beforeAll(async () => {
  beginning = await begin();
});

const IN_FORCE = inForce(REFERENCE_UNITS);
/** Days since BEGIN. */
const IN_FORCE_DAY = (IN_FORCE - BEGIN) / DAY;
const DRIFT_DAY = IN_FORCE_DAY + 6;
const fromDay =
  (day: number, then: Partial<Weather>, until = Infinity) =>
  (d: number): Weather =>
    d >= day && d < until ? { ...USUAL, ...then } : USUAL;
const errorsDouble = { wrong: 0.5 };

const states = (alerts: readonly AlertRecord[]) => alerts.map(({ state }) => state);

describe('the first training', () => {
  it('is requested at the end of the unit that completes the reference, warm-up left out', () => {
    const { request, said } = beginning;
    expect(said.requests).toEqual([request]);
    expect(request).toMatchObject({
      reason: 'initial',
      cause: null,
      champion: '0',
      task: 'binary',
      from: BEGIN + DAY,
      to: BEGIN + (1 + REFERENCE_UNITS) * DAY,
      requestedAt: BEGIN + (1 + REFERENCE_UNITS) * DAY,
      effectiveFrom: IN_FORCE,
    });
  });

  it('is not requested while a unit of the reference has not ended', () => {
    const life = new Life(settings());
    const short = IN_FORCE - DAY - HOUR;
    life.feed(inTurn(new Profilers().frames(rowsOf({ from: BEGIN, to: short, version: '0' }), short)));
    expect(life.said.requests).toEqual([]);
    const ready = new Date(BEGIN + (1 + REFERENCE_UNITS) * DAY).toISOString().slice(0, 10);
    expect(life.said.status.readiness).toBe(
      `collecting a reference: ${REFERENCE_UNITS - 1} of ${REFERENCE_UNITS} units; verdicts from about ${ready}`,
    );
  });

  it('is not requested at all where retraining is switched off', () => {
    const life = new Life(settings({ retraining: { ...policy.retraining, enabled: false } }));
    life.feed(inTurn(beginning.frames));
    expect(life.said.requests.filter(({ kind }) => kind === 'retraining')).toEqual([]);
  });

  it('has covers that hold every offset of the range, in both topics', () => {
    const { request, rows } = beginning;
    const offsets = { predictions: new Map<string, number>(), outcomes: new Map<string, number>() };
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const own = rows.filter((row) => row.partition === partition);
      own.forEach(({ id }, offset) => offsets.predictions.set(id, offset));
      own
        .toSorted((a, b) => a.outcomeTime - b.outcomeTime)
        .forEach(({ id }, offset) => offsets.outcomes.set(id, offset));
    }
    const uncovered = rows.filter(({ id, time, outcomeTime, partition }) => {
      const inside = (topic: 'predictions' | 'outcomes') => {
        const [first, end] = request.cover[topic][partition] ?? [0, 0];
        const offset = offsets[topic].get(id) as number;
        return offset >= first && offset < end;
      };
      return (
        time >= request.from && outcomeTime < request.to && !(inside('predictions') && inside('outcomes'))
      );
    });
    expect(uncovered).toEqual([]);
  });

  it('has an id that hangs on the decision alone, not on the rows or their offsets', async () => {
    expect((await begin({}, { rowsADay: 12 })).request.id).toBe(beginning.request.id);
  });
});

describe('a version with a reference', () => {
  it('is watched, and raises nothing while the world stays as it was', () => {
    const { said } = live(beginning, 25);
    expect(said.alerts).toEqual([]);
    expect(said.requests).toEqual([]);
    expect(said.status).toMatchObject({
      version: '1',
      readiness: 'data watched; performance watched',
      ended: true,
    });
  });

  it('is compared with its reference in the metrics of the wider panes', () => {
    const { said } = live(beginning, 3, { weather: fromDay(0, { inputs: [0, 0, 0, 1, 0] }) });
    const day = said.metrics.find(
      ({ resolution, start, side }) => resolution === '24h' && side === 'prediction' && start === IN_FORCE,
    );
    expect(day?.features?.['x']).toMatchObject({ n: 24 });
    expect(day?.features?.['x']?.['js']).toBeGreaterThan(0.3);
    expect(day?.features?.['colour']?.['js']).toBeLessThan(0.3);
  });

  it('is not watched when its promotion was rejected', () => {
    const life = new Life(settings(), beginning.asked);
    life.step(answerTo(beginning.request, '1', null));
    const to = IN_FORCE + 2 * DAY;
    life.feed(
      inTurn(
        new Profilers(beginning.profilers).frames(rowsOf({ from: IN_FORCE, to, version: '0' }), to, {
          end: true,
        }),
      ),
    );
    expect(life.said.status).toMatchObject({ version: '0', requests: [beginning.request.id] });
    expect(life.said.status.readiness).toMatch(/^collecting a reference/);
  });
});

describe('a change that hurts', () => {
  it('raises one alert that lasts as long as the change, and one retraining with its id', () => {
    const { said } = live(beginning, 20, { weather: fromDay(DRIFT_DAY, errorsDouble) });
    expect(states(said.alerts)).toEqual(['firing']);
    const [alert] = said.alerts;
    expect(alert).toMatchObject({
      version: '1',
      track: 'performance',
      resolvedAt: null,
      reference: beginning.reference.id,
      severity: 'severe',
    });
    expect(alert?.firedAt).toBeGreaterThan(BEGIN + DRIFT_DAY * DAY);
    expect(alert?.firedAt).toBeLessThanOrEqual(BEGIN + (DRIFT_DAY + 7) * DAY);
    expect(Math.abs((alert?.onset ?? 0) - (BEGIN + DRIFT_DAY * DAY))).toBeLessThanOrEqual(2 * DAY);
    expect(said.requests.map(({ reason, cause, requestedAt }) => ({ reason, cause, requestedAt }))).toEqual([
      { reason: 'alert', cause: alert?.id, requestedAt: alert?.firedAt },
    ]);
  });

  it('is resolved at the first end of a unit at which the shortest window has less than half of the floor left', () => {
    // A little of the change is left after it, so that the floor is passed days before half of it.
    const weather = (day: number): Weather =>
      day >= DRIFT_DAY && day < DRIFT_DAY + 6
        ? { ...USUAL, ...errorsDouble }
        : day >= DRIFT_DAY
          ? { ...USUAL, wrong: 0.22 }
          : USUAL;
    const world = { weather, seed: 2 };
    const { said } = live(beginning, 25, world);
    expect(states(said.alerts)).toEqual(['firing', 'resolved']);
    const [fired, resolved] = said.alerts as [AlertRecord, AlertRecord];
    expect({ ...resolved, state: fired.state, resolvedAt: null }).toEqual(fired);

    const rows = rowsOf({ from: IN_FORCE, to: IN_FORCE + 25 * DAY, version: '1', ...world });
    const usual = fired.effect.reference as number;
    const floorLeft = (end: number) =>
      fired.metric === 'errors'
        ? 100 * (mean(rows, end, wrong) - usual)
        : mean(rows, end, logLoss) / usual - 1;
    let expected = Math.floor(fired.firedAt / DAY) * DAY + DAY;
    while (floorLeft(expected) >= fired.effect.floor / 2) expected += DAY;
    expect(resolved.resolvedAt).toBe(expected);
  });

  it('asks for no retraining before the cooldown is over, and then for one', () => {
    const changes = { retraining: { ...policy.retraining, cooldownUnits: 21 } };
    const { said } = live(beginning, 25, { weather: fromDay(DRIFT_DAY, errorsDouble) }, { changes });
    expect(said.alerts[0]?.firedAt).toBeLessThan(beginning.request.requestedAt + 21 * DAY);
    expect(said.requests.map(({ requestedAt, cause }) => [requestedAt, cause])).toEqual([
      [beginning.request.requestedAt + 21 * DAY, said.alerts[0]?.id],
    ]);
  });

  it('is superseded when another version comes into force', () => {
    const weather = fromDay(DRIFT_DAY, errorsDouble);
    const drifting = live(beginning, 20, { weather });
    const [request] = drifting.said.requests;
    if (!request) throw new Error('no request');
    const till = request.effectiveFrom;
    const life = new Life(settings(), beginning.answered);
    const profilers = new Profilers(beginning.profilers);
    life.feed(inTurn(profilers.frames(rowsOf({ from: IN_FORCE, to: till, version: '1', weather }), till)));
    life.step(answerTo(request, '2', { ...beginning.reference, id: 'second', version: '2' }));
    life.feed(
      inTurn(
        profilers.frames(rowsOf({ from: till, to: till + 2 * DAY, version: '2' }), till + 3 * DAY, {
          end: true,
        }),
      ),
    );
    expect(states(life.said.alerts)).toEqual(['firing', 'superseded']);
    const [, superseded] = life.said.alerts;
    expect(superseded).toMatchObject({ id: drifting.said.alerts[0]?.id, resolvedAt: till + 6 * HOUR });
    expect(life.said.status.version).toBe('2');
  });
});

describe('a change that does not hurt', () => {
  it('is no alarm when the model errs less than before', () => {
    expect(live(beginning, 20, { weather: fromDay(DRIFT_DAY, { wrong: 0 }) }).said.alerts).toEqual([]);
  });

  it('is no alarm when inputs move to where the model is surer, within what the reference has seen', () => {
    expect(
      live(beginning, 20, { weather: fromDay(DRIFT_DAY, { inputs: [1, 0, 0, 1, 0] }) }).said.alerts,
    ).toEqual([]);
  });

  it('is shown, without a retraining, when inputs go where the reference has never been', () => {
    const { said } = live(beginning, 20, { weather: fromDay(DRIFT_DAY, { inputs: [1, 0, 0, 1, 2] }) });
    expect(said.alerts.map(({ track, state }) => [track, state])).toEqual([['data', 'firing']]);
    expect(said.requests).toEqual([]);
  });

  it('is judged by the days of its own window, however far the outcomes are behind', () => {
    // Strange inputs for two days, long gone when the inputs move to where the model is surer.
    const weather = (day: number): Weather =>
      day < IN_FORCE_DAY + 2
        ? { ...USUAL, inputs: [1, 1, 1, 1, 1] }
        : fromDay(IN_FORCE_DAY + 14, { inputs: [1, 0, 0, 1, 0] })(day);
    const abreast = live(beginning, 26, { weather });
    const outcomesLast = live(beginning, 26, { weather }, { read: 'predictions-first' });
    expect(outcomesLast.said.alerts).toEqual(abreast.said.alerts);
    expect(abreast.said.alerts).toEqual([]);
  });
});

describe('commands', () => {
  const acknowledge = (alert: string): CommandRecord => ({
    v: 1,
    kind: 'command',
    id: 'c1',
    model: MODEL,
    by: 'ada',
    at: 1,
    action: 'acknowledge',
    alert,
  });

  it('acknowledge an open alert once, and do nothing to others', () => {
    const life = live(beginning, 20, { weather: fromDay(DRIFT_DAY, errorsDouble) });
    const [alert] = life.said.alerts as [AlertRecord];
    const before = life.said.alerts.length;
    for (const id of [alert.id, alert.id, 'nobody'])
      life.step([{ v: 1, kind: 'command', model: MODEL, command: acknowledge(id) }]);
    expect(life.said.alerts.slice(before)).toEqual([
      { ...alert, state: 'acknowledged', acknowledgedBy: 'ada' },
    ]);
  });

  it('ask for a training at the next decided moment, cooldown or not', () => {
    const life = new Life(settings(), beginning.answered);
    const decided = life.said;
    life.step([
      {
        v: 1,
        kind: 'command',
        model: MODEL,
        command: { v: 1, kind: 'command', id: 'c2', model: MODEL, by: 'ada', at: 1, action: 'retrain' },
      },
    ]);
    expect(decided.requests).toEqual([]);
    const to = IN_FORCE + 2 * DAY;
    life.feed(
      inTurn(new Profilers(beginning.profilers).frames(rowsOf({ from: IN_FORCE, to, version: '1' }), to)),
    );
    expect(decided.requests.map(({ reason, cause }) => [reason, cause])).toEqual([['command', 'c2']]);
    expect(decided.requests[0]?.requestedAt).toBeLessThan(
      beginning.request.requestedAt + policy.retraining.cooldownUnits * DAY,
    );
  });
});

/** Mean over the joined rows whose pane lies in the three units before `end`. */
function mean(rows: readonly Row[], end: number, value: (row: Row) => number): number {
  const inside = rows.filter(({ outcomeTime }) => outcomeTime >= end - 3 * DAY && outcomeTime < end);
  return inside.reduce((sum, row) => sum + value(row), 0) / inside.length;
}

function wrong({ score, outcome }: Row): number {
  return ((score ?? 0) >= 0.5 ? 1 : 0) === outcome ? 0 : 1;
}

function logLoss({ score, outcome }: Row): number {
  return -Math.log(outcome === 1 ? (score ?? 0) : 1 - (score ?? 0));
}
