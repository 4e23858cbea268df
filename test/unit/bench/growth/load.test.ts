import { describe, expect, it } from 'vitest';
import { modelName, records } from '../../../../bench/growth/load.js';
import { USUAL } from '../../../../bench/growth/shape.js';
import { parseOutcome, parsePrediction } from '../../../../src/events/parse.js';

const SHAPE = { ...USUAL, partitions: 2, models: 4, features: 12, segments: 3 };

function read(events: number) {
  const all = [...records({ ...SHAPE, events, seed: 1 })];
  const parsed = all.map(({ topic, value }) => {
    const text = (value as Buffer).toString('utf8');
    const result = topic === 'predictions' ? parsePrediction(text) : parseOutcome(text);
    if (!result.ok) throw new Error(result.message);
    return result.event;
  });
  return { all, parsed };
}

describe('the load of the growth', () => {
  it('has the shape that was asked for', () => {
    const { parsed } = read(2_000);
    const predictions = parsed.filter((event) => event.kind === 'prediction');
    expect(predictions).toHaveLength(1_000);
    expect(parsed.filter((event) => event.kind === 'outcome')).toHaveLength(1_000);
    expect(new Set(predictions.map(({ model }) => model))).toEqual(
      new Set([0, 1, 2, 3].map((index) => modelName(index))),
    );
    for (const { features } of predictions) expect(Object.keys(features)).toHaveLength(12);
    expect(new Set(predictions.map(({ segments }) => segments?.['region']))).toEqual(
      new Set(['r0', 'r1', 'r2']),
    );
  });

  it('ends every model in every partition of both topics', () => {
    const { all, parsed } = read(200);
    const ends = all
      .map(({ topic, partition }, i) => ({ topic, partition, event: parsed[i] }))
      .filter(({ event }) => event?.kind === 'end');
    expect(ends).toHaveLength(4 * 2 * 2);
    expect(parsed.slice(-ends.length).every((event) => event.kind === 'end')).toBe(true);
  });

  it('falls into the same hour, however much it is', () => {
    const span = (events: number) => {
      const times = read(events).parsed.flatMap((event) => (event.kind === 'prediction' ? [event.time] : []));
      return Math.max(...times) - Math.min(...times);
    };
    expect(span(4_000) / span(400)).toBeCloseTo(1, 2);
  });
});
