import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { Engine, runThrough, type EngineHooks } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { NewRecord } from '../../../src/log/port.js';
import type { AlertRecord, StatusRecord } from '../../../src/records/feed.js';
import { imbalances } from '../../../src/records/books.js';
import { BEGIN, config, DAY, published, story } from './history.js';

const settings = engineSettings(config);

/** What the evaluator said, as texts by topic; the status says how far it is after each go, which is nobody's promise. */
function listener() {
  const said: Record<string, string[]> = { panes: [], metrics: [], alerts: [], retraining: [] };
  const last: { status: StatusRecord | null } = { status: null };
  const answers = new OwnAnswers(() => undefined);
  const hooks: EngineHooks = {
    onRecord: (record: NewRecord) => {
      answers.take(record);
      const text = (record.value as Buffer).toString('utf8');
      if (text.includes('"kind":"status"')) last.status = JSON.parse(text) as StatusRecord;
      else said[record.topic]?.push(text);
    },
    answer: (request) => answers.answer(request),
  };
  return { said, last, hooks };
}

function through(events: readonly (Prediction | Outcome)[], bytes = false) {
  const { said, last, hooks } = listener();
  if (!bytes) {
    runThrough(events, settings, hooks);
  } else {
    const engine = new Engine(settings, hooks);
    for (const event of events) {
      const side = event.kind === 'prediction' ? 'predictions' : 'outcomes';
      engine.addRecord(side, published(event), event.time, event.model);
    }
    engine.end();
  }
  const alerts = said['alerts']?.map((text) => JSON.parse(text) as AlertRecord) ?? [];
  return { said, alerts, status: last.status as StatusRecord };
}

describe('the stages over a history', () => {
  it('tell a concept that turns, within a few days and with its onset, and nothing before', () => {
    const turnsOn = 50;
    const { alerts, status } = through(story({ days: 70, turnsOn }));
    expect(alerts.length).toBeGreaterThan(0);
    for (const { onset, firedAt } of alerts) {
      const day = (time: number) => (time - Date.UTC(2024, 0, 1)) / DAY;
      expect(day(firedAt)).toBeGreaterThan(turnsOn);
      expect(day(firedAt)).toBeLessThanOrEqual(turnsOn + 5);
      expect(Math.abs(day(onset) - turnsOn)).toBeLessThanOrEqual(2);
    }
    expect(imbalances(status.books)).toEqual([]);
    expect(status.ended).toBe(true);
  });

  it('say the same of events as of the bytes that an application would have published', () => {
    const events = story({ days: 45, turnsOn: 36 });
    const fromEvents = through(events);
    const fromBytes = through(events, true);
    expect(fromEvents.said['panes']?.length).toBeGreaterThan(300);
    expect(fromEvents.said).toEqual(fromBytes.said);
    expect(fromEvents.status).toEqual(fromBytes.status);
  });

  it('do not hang on the order of records that come within the grace', () => {
    const events = story({ days: 20, rowsADay: 12 });
    const expected = through(events).said;
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 3 * 3_600_000 })), (shifts) => {
        const shuffled = events
          .map((event) => ({ event, at: event.time + (shifts.next().value as number) }))
          .sort((a, b) => a.at - b.at)
          .map(({ event }) => event);
        const { said } = through(shuffled);
        expect(said['metrics']).toEqual(expected['metrics']);
        expect(said['alerts']).toEqual(expected['alerts']);
      }),
      { numRuns: 4 },
    );
  });

  it('watch the inputs of a model whose outcomes nobody knows', () => {
    const movesAt = BEGIN + 40 * DAY;
    const inputs = story({ days: 48 }).flatMap((event) => {
      if (event.kind === 'outcome') return [];
      const moved = event.time >= movesAt && Number(event.features['x']) < 4;
      return [moved ? { ...event, features: { ...event.features, x: 7 } } : event];
    });
    const { last, said, hooks } = listener();
    runThrough(inputs, { ...settings, withoutOutcomes: true }, hooks);
    expect(last.status?.readiness).toBe('data watched; performance not ready');
    const alerts = said['alerts']?.map((text) => JSON.parse(text) as AlertRecord) ?? [];
    expect(alerts.map(({ metric }) => metric)).toContain('drift:x');
    for (const { firedAt } of alerts) expect(firedAt).toBeGreaterThan(movesAt);
  });

  it('refuse the second of two records that contradict each other, by its id', () => {
    const events = story({ days: 1 });
    const first = events[0] as Prediction;
    const letters: string[] = [];
    const { hooks } = listener();
    const contradiction: Prediction = {
      ...first,
      answer: { task: 'binary', label: 0, score: 0.01 },
      features: { x: 99 },
    };
    runThrough([first, contradiction, ...events.slice(1)], settings, {
      ...hooks,
      onDeadLetter: ({ refusal }) => letters.push(refusal.message),
    });
    expect(letters).toEqual([`id ${first.id} was seen before with other content: the first stands`]);
  });
});
