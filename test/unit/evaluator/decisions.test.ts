import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { policyTextOf, type PolicyText } from '../../../src/config/policy-text.js';
import { decidedPolicy, withDecided } from '../../../src/policy/from-settings.js';
import { policyId } from '../../../src/policy/policy.js';
import { EVERYBODY, type Decision } from '../../../src/records/command.js';
import type { AlertRecord } from '../../../src/records/feed.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import { begin, inForce, inTurn, Life, type Beginning } from './life.js';
import {
  BEGIN,
  DAY,
  MODEL,
  policy,
  Profilers,
  REFERENCE_UNITS,
  rowsOf,
  settings,
  USUAL,
  type Weather,
} from './world.js';

let beginning: Beginning;
beforeAll(async () => {
  beginning = await begin();
});

const IN_FORCE = inForce(REFERENCE_UNITS);
const DRIFT = IN_FORCE + 6 * DAY;
const weather = (day: number): Weather => (BEGIN + day * DAY >= DRIFT ? { ...USUAL, wrong: 0.5 } : USUAL);

/** The two stretches of a stream whose errors double, with something between them. */
function lived(cut: number, between: (life: Life) => void, to = IN_FORCE + 20 * DAY): Life {
  const life = new Life(settings(), beginning.answered);
  const profilers = new Profilers(beginning.profilers);
  const stretch = (from: number, until: number, ends: boolean) =>
    life.feed(
      inTurn(profilers.frames(rowsOf({ from, to: until, version: '1', weather }), until, { end: ends })),
    );
  stretch(IN_FORCE, cut, false);
  between(life);
  stretch(cut, to, true);
  return life;
}

const SAID_AT = 1;
let ids = 0;
function command(decision: Decision, model = MODEL): ProfileRecord {
  const id = `c${ids++}`;
  return {
    v: 1,
    kind: 'command',
    model,
    command: { v: 1, kind: 'command', id, model, by: 'ada', at: SAID_AT, ...decision },
  };
}

/** The policy of the tests' world, with another word in it. */
function text(yaml: string): PolicyText {
  const base = 'retraining: { cooldown: 7d, warmUp: 1d }\n';
  return policyTextOf(settingsOf(loadConfig(base + yaml, 'policy.yaml')));
}

const decide = (settings: PolicyText | null, model = MODEL) =>
  command({ action: 'policy', settings, source: 'person' }, model);

const deaf = text('alerts: { effect: { js: 1, points: 99, loss: 99, volume: 99, latency: 99 } }');

describe('a policy that is decided', () => {
  it('is obeyed from the next unit boundary on, and named by what it decides', () => {
    const strict = text('alerts: { effect: { js: 0.04 } }');
    const life = lived(DRIFT - 0.4 * DAY, (running) => running.step([decide(strict)]));
    const config = loadConfig('alerts: { effect: { js: 0.04 } }\nretraining: { warmUp: 1d }', 'p');
    const expected = policyId(withDecided(policy, decidedPolicy(settingsOf(config))));
    expect(life.said.alerts[0]?.policy).toBe(expected);
    expect(life.said.status.policy).toEqual({ id: expected, since: DRIFT, budgetDays: 90 });
  });

  it('that says the same as the configuration changes no alert and no id', () => {
    const plain = lived(DRIFT - 0.4 * DAY, () => undefined);
    const told = lived(DRIFT - 0.4 * DAY, (life) => life.step([decide(text(''))]));
    expect(plain.said.alerts.length).toBeGreaterThan(0);
    expect(told.said.alerts).toEqual(plain.said.alerts);
  });

  it('can make the evaluator deaf, and be taken back', () => {
    const silent = lived(DRIFT - DAY, (life) => life.step([decide(deaf)]));
    expect(silent.said.alerts).toEqual([]);
    const again = lived(DRIFT - DAY, (life) => life.step([decide(deaf), decide(null)]));
    expect(again.said.alerts.map(({ metric }) => metric)).toEqual(
      lived(DRIFT - DAY, () => undefined).said.alerts.map(({ metric }) => metric),
    );
  });

  it('changes nothing that was decided before its boundary', () => {
    const late = DRIFT + 10.3 * DAY;
    const plain = lived(late, () => undefined);
    const told = lived(late, (life) => life.step([decide(deaf)]));
    const before = (alerts: readonly AlertRecord[]) =>
      alerts.filter(({ firedAt, state }) => state === 'firing' && firedAt <= late);
    expect(before(told.said.alerts)).toEqual(before(plain.said.alerts));
    expect(before(plain.said.alerts).length).toBeGreaterThan(0);
  });

  it('outlives a restart', () => {
    const told = (restart: boolean) =>
      lived(DRIFT - DAY, (life) => {
        life.step([decide(deaf)]);
        if (restart) life.restart();
      });
    const words = (life: Life) =>
      life.said.records.map(({ topic, value }) => `${topic} ${value?.toString()}`);
    expect(words(told(true))).toEqual(words(told(false)));
  });
});

describe('a policy for everybody', () => {
  it('is that of every model without one of its own, also of those that are new', () => {
    expect(lived(DRIFT - DAY, (life) => life.step([decide(deaf, EVERYBODY)])).said.alerts).toEqual([]);
    const life = new Life(settings());
    life.step([decide(deaf, EVERYBODY)]);
    life.feed(inTurn(beginning.frames).slice(0, 3));
    const config = loadConfig(
      'alerts: { effect: { js: 1, points: 99, loss: 99, volume: 99, latency: 99 } }\nretraining: { warmUp: 1d }',
      'p',
    );
    expect(life.said.status.policy).toMatchObject({
      id: policyId(withDecided(policy, decidedPolicy(settingsOf(config)))),
      since: null,
    });
  });

  it('leaves a model its own, whichever of both came first, and takes it in when that is dropped', () => {
    const own = text('');
    const alerts = (records: readonly ProfileRecord[]) =>
      lived(DRIFT - DAY, (life) => life.step(records)).said.alerts;
    expect(alerts([decide(own), decide(deaf, EVERYBODY)]).length).toBeGreaterThan(0);
    expect(alerts([decide(deaf, EVERYBODY), decide(own)]).length).toBeGreaterThan(0);
    expect(alerts([decide(own), decide(deaf, EVERYBODY), decide(null)])).toEqual([]);
  });

  it('is no model: nothing is said of it', () => {
    const life = new Life(settings());
    life.step([decide(deaf, EVERYBODY)]);
    expect(life.said.records).toEqual([]);
    expect([...life.state.models.keys()]).toEqual([]);
  });
});

describe('marks and silences', () => {
  const drifted = () => lived(IN_FORCE + 19 * DAY, () => undefined);

  it('a mark stands on the alert, whatever its state, and the newest one counts', () => {
    const life = drifted();
    const alert = life.said.alerts.at(-1) as AlertRecord;
    life.step([command({ action: 'mark', alert: alert.id, mark: 'false' })]);
    life.step([command({ action: 'mark', alert: alert.id, mark: 'real', note: 'storm' })]);
    life.step([command({ action: 'mark', alert: 'nobody', mark: 'real' })]);
    life.step([command({ action: 'mark', alert: alert.id, mark: null })]);
    const at = SAID_AT;
    expect(life.said.alerts.slice(-3)).toEqual([
      { ...alert, mark: { mark: 'false', by: 'ada', at } },
      { ...alert, mark: { mark: 'real', by: 'ada', at, note: 'storm' } },
      alert,
    ]);
    expect(life.said.alerts.at(-1)).not.toHaveProperty('mark');
  });

  it('a silence changes no alert but for saying so', () => {
    const plain = lived(DRIFT - DAY, () => undefined);
    const until = IN_FORCE + 90 * DAY;
    const told = lived(DRIFT - DAY, (life) =>
      life.step([command({ action: 'silence', metric: null, until })]),
    );
    const silenced = { until, by: 'ada' };
    expect(told.said.alerts).toEqual(plain.said.alerts.map((alert) => ({ ...alert, silenced })));
  });

  it('a silence that is over, or of another metric, says nothing', () => {
    const plain = lived(DRIFT - DAY, () => undefined);
    const told = lived(DRIFT - DAY, (life) =>
      life.step([
        command({ action: 'silence', metric: null, until: DRIFT }),
        command({ action: 'silence', metric: 'drift:other', until: IN_FORCE + 90 * DAY }),
      ]),
    );
    expect(told.said.alerts).toEqual(plain.said.alerts);
  });

  it('open alerts are silenced and woken, each time as a record of their own', () => {
    const cut = DRIFT + 6.3 * DAY;
    let before: AlertRecord[] = [];
    let changed: AlertRecord[] = [];
    lived(cut, (life) => {
      before = life.said.alerts.filter(({ state }) => state === 'firing');
      const from = life.said.alerts.length;
      const until = cut + 30 * DAY;
      life.step([command({ action: 'silence', metric: null, until })]);
      life.step([command({ action: 'silence', metric: null, until: null })]);
      changed = life.said.alerts.slice(from);
    });
    expect(before.length).toBeGreaterThan(0);
    expect(changed).toEqual([
      ...before.map((alert) => ({ ...alert, silenced: { until: cut + 30 * DAY, by: 'ada' } })),
      ...before,
    ]);
  });
});
