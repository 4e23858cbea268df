import { describe, expect, it } from 'vitest';
import { chooseConfig, type Choice } from '../../../../src/cli/init/choose-config.js';
import {
  addOutcome,
  addPrediction,
  emptyFacts,
  type SampleFacts,
} from '../../../../src/cli/init/sample-facts.js';
import type { Prediction } from '../../../../src/events/event.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 2, 17);

interface Story {
  readonly days: number;
  readonly rowsAnHour: (hour: number, day: number) => number;
  readonly answer?: Prediction['answer'];
  readonly outcome?: number | string | null;
  readonly delay?: number;
}

function facts({ days, rowsAnHour, answer, outcome = 1, delay = HOUR }: Story): SampleFacts {
  const sample = emptyFacts('m');
  let n = 0;
  for (let h = 0; h < days * 24; h++) {
    const rows = rowsAnHour(h % 24, Math.floor(h / 24));
    for (let i = 0; i < rows; i++) {
      const time = START + h * HOUR + (i * HOUR) / rows;
      const id = String(n++);
      addPrediction(sample, {
        kind: 'prediction',
        id,
        model: 'm',
        version: '1',
        time,
        features: {},
        answer: answer ?? { task: 'binary', label: 1, score: 0.5 },
      });
      if (outcome !== null)
        addOutcome(sample, { kind: 'outcome', id, model: 'm', time: time + delay, outcome });
    }
  }
  return sample;
}

function choice(story: Story | SampleFacts, key: Choice['key']): Choice {
  const found = chooseConfig('days' in story ? facts(story) : story).find((c) => c.key === key);
  if (!found) throw new Error(`nothing was chosen for ${key}`);
  return found;
}

const steady = { days: 4, rowsAnHour: () => 20 };

describe('the task', () => {
  it('is binary where all bare numbers are 0 or 1, and the reason says what it would be otherwise', () => {
    const { value, reason } = choice({ ...steady, answer: { task: 'regression', value: 1 } }, 'task');
    expect(value).toBe('binary');
    expect(reason).toContain('all predictions and outcomes are 0 or 1');
  });

  it.each([
    [{ task: 'regression', value: 1.5 }, 2, 'regression'],
    [{ task: 'regression', value: 1 }, 3, 'regression'],
    [{ task: 'multiclass', label: 'cat' }, 'dog', 'multiclass'],
    [{ task: 'binary', label: 0 }, 0, 'binary'],
  ] as const)('of %j with outcome %j is %s', (answer, outcome, task) => {
    expect(choice({ ...steady, answer, outcome }, 'task').value).toBe(task);
  });

  it('is not said where nothing but failures was seen', () => {
    const only = facts({ ...steady, answer: { task: 'failed', code: 'timeout' }, outcome: null });
    expect(chooseConfig(only).some(({ key }) => key === 'task')).toBe(false);
  });
});

describe('the pane', () => {
  it.each([
    [6_000, '5m'],
    [2_000, '15m'],
    [600, '1h'],
    [170, '3h'],
    [3, '6h'],
  ])('of %d predictions an hour is %s', (rows, pane) => {
    expect(choice({ days: 1, rowsAnHour: () => rows }, 'pane').value).toBe(pane);
  });

  it('counts the hours in which a nightly model is asked, not the whole day', () => {
    expect(choice({ days: 5, rowsAnHour: (hour) => (hour === 2 ? 2_000 : 0) }, 'pane').value).toBe('15m');
  });
});

describe('the horizon', () => {
  it.each([
    [HOUR, '7d'],
    [20 * DAY, '25d'],
    [3_000 * DAY, '730d'],
  ])('after delays of %d ms is %s', (delay, horizon) => {
    expect(choice({ ...steady, delay }, 'horizon').value).toBe(horizon);
  });

  it('says where the sample is too short to show later outcomes', () => {
    expect(choice({ ...steady, delay: 3 * DAY }, 'horizon').reason).toContain('later ones may be missing');
    expect(choice({ ...steady, delay: HOUR }, 'horizon').reason).not.toContain('missing');
  });

  it('is the default without outcomes, and says so', () => {
    expect(choice({ ...steady, outcome: null }, 'horizon')).toMatchObject({
      value: '7d',
      reason: 'the sample has no outcomes; this is the default',
    });
  });

  it('is the same whichever of a pair comes first', () => {
    const [there, back] = [emptyFacts('m'), emptyFacts('m')];
    const prediction = {
      kind: 'prediction',
      id: 'a',
      model: 'm',
      version: '1',
      time: 0,
      features: {},
      answer: { task: 'regression', value: 2 },
    } as const;
    const outcome = { kind: 'outcome', id: 'a', model: 'm', time: 9 * DAY, outcome: 3 } as const;
    addPrediction(there, prediction);
    addOutcome(there, outcome);
    addOutcome(back, outcome);
    addPrediction(back, prediction);
    expect(choice(back, 'horizon')).toEqual(choice(there, 'horizon'));
  });
});

describe('grace', () => {
  it('is twice the lateness that was seen, and half a day at most', () => {
    const late = (ms: number) => {
      const sample = emptyFacts('m');
      for (const [id, time] of [
        ['a', DAY],
        ['b', DAY - ms],
      ] as const)
        addPrediction(
          sample,
          {
            kind: 'prediction',
            id,
            model: 'm',
            version: '1',
            time,
            features: {},
            answer: { task: 'regression', value: 2 },
          },
          '[0]',
        );
      return choice(sample, 'grace');
    };
    expect(late(0).value).toBe('10m');
    expect(late(20 * 60_000).value).toBe('1h');
    expect(late(DAY)).toMatchObject({ value: '12h' });
    expect(late(DAY).reason).toContain('counted as late');
  });
});

describe('the rhythm', () => {
  it.each([
    ['continuous', { days: 28, rowsAnHour: () => 2 }],
    ['nightly', { days: 28, rowsAnHour: (hour: number) => (hour === 3 ? 50 : 0) }],
    ['weekly', { days: 28, rowsAnHour: (hour: number, day: number) => (day % 7 === 0 && hour < 9 ? 50 : 0) }],
  ])('is %s', (cadence, story) => {
    expect(choice(story, 'cadence').value).toBe(cadence);
  });

  it('has the week for its unit where days are unlike and weeks alike; the reference is then longer', () => {
    // Each day of the week is busy at hours of its own.
    const story = {
      days: 42,
      rowsAnHour: (hour: number, day: number) => (Math.floor(hour / 3) === (day * 3) % 7 ? 30 : 1),
    };
    expect(choice(story, 'season').value).toBe('week');
    expect(choice(story, 'season').reason).toContain('weekdays are unlike each other');
    expect(choice(story, 'reference.units').value).toBe('140');
  });

  it('has the day for its unit while too few weeks have shown that their days are unlike, and says so', () => {
    const story = {
      days: 21,
      rowsAnHour: (hour: number, day: number) => (Math.floor(hour / 3) === (day * 3) % 7 ? 30 : 1),
    };
    expect(choice(story, 'season').value).toBe('day');
    expect(choice(story, 'season').reason).toContain('3.0 weeks are too few to count by: 4 would tell');
    expect(choice(story, 'reference.units').value).toBe('42');
  });

  it('has the day for its unit where only weekends differ, and says that those are matched anyway', () => {
    const story = {
      days: 42,
      rowsAnHour: (hour: number, day: number) => (day % 7 < 5 ? 20 + hour : 1),
    };
    expect(choice(story, 'season').value).toBe('day');
    expect(choice(story, 'season').reason).toContain('weekends are held against weekends');
  });

  it('has the day for its unit where days are alike', () => {
    const story = { days: 14, rowsAnHour: (hour: number) => 1 + hour };
    expect(choice(story, 'season')).toMatchObject({ value: 'day' });
    expect(choice(story, 'season').reason).toContain('is like that of a day before');
  });
});
