import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { simulate, simulators, type SimulationOptions } from '../../../../producers/simulators/index.js';
import { parseOutcome, parsePrediction } from '../../../../src/events/parse.js';

const HORIZON_MS = 7 * 86_400_000;
const small = { scale: 0.1, daysBefore: 10, daysAfter: 5 };
const scaleOf = (name: string): number => (name === 'sale' ? 0.02 : small.scale);
const stories = Object.values(simulators).flatMap(({ name, variants }) =>
  Object.keys(variants).map((variant) => [name, variant] as const),
);

const digest = (name: string, options: Partial<SimulationOptions>): string => {
  const { truth, events } = simulate(name, options);
  const hash = createHash('sha256').update(JSON.stringify(truth));
  for (const event of events) hash.update(JSON.stringify(event));
  return hash.digest('hex');
};

describe.each(stories)('simulate %s, %s', (name, variant) => {
  const options = { ...small, scale: scaleOf(name), variant, seed: 7 };

  it('gives the same bytes for the same seed, and others for another', () => {
    const first = digest(name, options);
    expect(digest(name, options)).toBe(first);
    expect(digest(name, { ...options, seed: 8 })).not.toBe(first);
  });

  it('gives the same events each time it is read', () => {
    const { events } = simulate(name, options);
    expect(JSON.stringify([...events])).toBe(JSON.stringify([...events]));
  });

  it('runs in event time to one end marker, every prediction with one outcome within the label horizon', () => {
    const { truth, events } = simulate(name, options);
    const open = new Map<string, number>();
    const [start, end] = [Date.parse(truth.start), Date.parse(truth.end)];
    const faults: string[] = [];
    let clock = start;
    let predictions = 0;
    let ended = false;
    for (const { kind, event } of events) {
      const time = Number(event.time);
      if (ended || time < clock || event.model !== truth.model) faults.push(JSON.stringify(event));
      clock = time;
      if (kind === 'end') ended = true;
      if (kind === 'prediction') {
        if (open.has(event.id) || time >= end) faults.push(JSON.stringify(event));
        open.set(event.id, time);
        predictions++;
      }
      if (kind === 'outcome') {
        const delay = time - (open.get(event.id) ?? time);
        if (!(delay > 0 && delay < HORIZON_MS)) faults.push(JSON.stringify(event));
        open.delete(event.id);
      }
    }
    expect(faults).toEqual([]);
    expect([ended, open.size]).toEqual([true, 0]);
    expect(predictions).toBeGreaterThan(500);
  });

  it('is read by the strict edge as its task', () => {
    const { truth, events } = simulate(name, options);
    const unread: string[] = [];
    for (const { kind, event } of events) {
      const text = JSON.stringify(event);
      const parsed = kind === 'outcome' ? parseOutcome(text) : parsePrediction(text);
      const task = parsed.ok && parsed.event.kind === 'prediction' ? parsed.event.answer.task : truth.task;
      const asMeant = parsed.ok && parsed.event.kind === kind && parsed.event.time === event.time;
      if (!asMeant || (task !== truth.task && !('error' in event && task === 'failed'))) unread.push(text);
    }
    expect(unread).toEqual([]);
  });

  it('says in its truth what changes, when and where', () => {
    const { truth } = simulate(name, options);
    expect(truth).toMatchObject({
      name,
      variant,
      seed: 7,
      start: '2025-01-06T00:00:00.000Z',
      end: '2025-01-21T00:00:00.000Z',
    });
    expect(truth.changes[0]?.at).toBe('2025-01-16T00:00:00.000Z');
    expect(JSON.parse(JSON.stringify(truth))).toEqual(truth);
    for (const change of truth.changes) {
      expect(Date.parse(change.completeAt ?? change.at)).toBeGreaterThanOrEqual(Date.parse(change.at));
      expect(change.description.length).toBeGreaterThan(20);
    }
  });
});

describe('simulate', () => {
  it.each(['churn', 'delivery'])('%s: the variants are one world until the change', (name) => {
    const before = (variant: string) => {
      const { truth, events } = simulate(name, { ...small, variant, seed: 7 });
      const changeAt = Date.parse(truth.changes[0]!.at);
      return [...events].filter(({ event }) => Number(event.time) < changeAt);
    };
    expect(before('data').length).toBeGreaterThan(500);
    expect(before('data')).toEqual(before('concept'));
  });

  it('has about eight weeks before and four after unless told otherwise, and scales', () => {
    const { truth } = simulate('churn');
    expect(truth).toMatchObject({ seed: 1, scale: 1, variant: 'data' });
    expect(Date.parse(truth.changes[0]!.at) - Date.parse(truth.start)).toBe(56 * 86_400_000);
    expect(Date.parse(truth.end) - Date.parse(truth.changes[0]!.at)).toBe(28 * 86_400_000);
    const count = (scale: number) => [...simulate('churn', { ...small, scale }).events].length;
    expect(count(0.4) / count(0.1)).toBeCloseTo(4, 0);
  });

  it.each([
    ['weather', {}, 'no simulator weather: use churn, delivery, sale'],
    ['churn', { variant: 'x' }, 'churn has no variant x: use data or concept'],
    ['churn', { scale: 0 }, 'scale must be above 0'],
    ['churn', { daysAfter: -1 }, 'daysAfter must be 0 or more'],
    ['churn', { start: 5 }, 'start must be midnight UTC'],
  ])('refuses %s %o', (name, options, message) => {
    expect(() => simulate(name, options)).toThrow(message);
  });

  it('refuses a seed that is none', () => {
    expect(() => [...simulate('churn', { ...small, seed: -1 }).events]).toThrow(
      'seed must be a whole number',
    );
  });
});
