import { describe, expect, it } from 'vitest';
import { MODELS, workload } from '../../../bench/path/workload.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { parseOutcome, parsePrediction } from '../../../src/events/parse.js';

const size = { events: 4_000, rate: 50, seed: 3 };
const events = [...workload(size)];
const predictions = events.filter(({ kind }) => kind === 'prediction').map(({ json }) => accepted(json));
const outcomes = events.filter(({ kind }) => kind === 'outcome').map(({ json }) => answered(json));

function accepted(json: string): Prediction {
  const parsed = parsePrediction(json);
  if (!parsed.ok || parsed.event.kind !== 'prediction') throw new Error(`no prediction: ${json}`);
  return parsed.event;
}

function answered(json: string): Outcome {
  const parsed = parseOutcome(json);
  if (!parsed.ok || parsed.event.kind !== 'outcome') throw new Error(`no outcome: ${json}`);
  return parsed.event;
}

describe('the backlog of the path benchmark', () => {
  it('is half predictions and half their outcomes, each once and never earlier than its prediction', () => {
    expect(predictions).toHaveLength(2_000);
    const asked = new Map(predictions.map(({ model, id, time }) => [`${model} ${id}`, time]));
    expect(asked.size).toBe(2_000);
    expect(new Set(outcomes.map(({ model, id }) => `${model} ${id}`))).toEqual(new Set(asked.keys()));
    for (const { model, id, time } of outcomes) {
      expect(time).toBeGreaterThanOrEqual(asked.get(`${model} ${id}`) as number);
    }
  });

  it('comes in event-time order, at the rate that was asked for', () => {
    const times = [...events]
      .slice(0, -MODELS.length)
      .map(({ json }) => (JSON.parse(json) as { time: number }).time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const seconds = ((predictions.at(-1)?.time ?? 0) - (predictions[0]?.time ?? 0)) / 1000;
    // Half of the events are predictions.
    expect(2_000 / seconds).toBeCloseTo(size.rate / 2, 1);
  });

  it('has the three tasks with ten features each, in about 350 bytes', () => {
    const tasks = new Map(predictions.map(({ model, answer }) => [model, answer.task]));
    expect(tasks).toEqual(
      new Map([
        ['fraud', 'binary'],
        ['delivery', 'regression'],
        ['shop', 'multiclass'],
      ]),
    );
    for (const { features } of predictions) expect(Object.keys(features)).toHaveLength(10);
    const bytes = events
      .filter(({ kind }) => kind === 'prediction')
      .map(({ json }) => Buffer.byteLength(json));
    const mean = bytes.reduce((sum, n) => sum + n, 0) / bytes.length;
    expect(mean).toBeGreaterThan(320);
    expect(mean).toBeLessThan(400);
  });

  it('ends with a marker for each model', () => {
    const markers = events.filter(({ kind }) => kind === 'end');
    expect(events.slice(-markers.length)).toEqual(markers);
    expect(markers.map(({ json }) => (JSON.parse(json) as { model: string }).model)).toEqual([...MODELS]);
    expect(markers.every(({ key }) => key === null)).toBe(true);
  });

  it('is the same bytes for the same seed, and others for another', () => {
    expect([...workload(size)]).toEqual(events);
    expect([...workload({ ...size, seed: 4 })]).not.toEqual(events);
  });
});
