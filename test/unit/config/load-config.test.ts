import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/errors.js';
import { defaultConfig, demoConfig, demoSettings, loadConfig } from '../../../src/config/load-config.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is wrong with a text, as `line:column key: message`. */
function problems(text: string): string[] {
  try {
    loadConfig(text, 'leeway.yaml');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);
  }
  return [];
}

describe('loadConfig', () => {
  it.each(['', '\n', '# nothing but words\n', '---\n', '{}'])('takes %j for the defaults', (text) => {
    expect(loadConfig(text, 'leeway.yaml')).toEqual(defaultConfig);
  });

  it('has the documented defaults', () => {
    expect(defaultConfig).toEqual({
      host: '127.0.0.1',
      port: 4600,
      data: '.leeway',
      partitions: 4,
      rekey: false,
      pane: 5 * minute,
      grace: 10 * minute,
      horizon: 7 * day,
      rollingOutcomes: 1_000,
      futureTolerance: 5 * minute,
      recordLimit: 262_144,
      idleAfter: 30_000,
      snapshotEvery: 10_000,
      loopLead: day,
      cadence: 'continuous',
      season: 'day',
      timeZone: 'UTC',
      join: {},
      features: { joined: 64 },
      alerts: {
        falseAlarms: { alarms: 1, days: 90 },
        effect: { js: 0.05, points: 3, loss: 0.1, volume: 2, latency: 1.5, gap: 5 },
        latchUnits: 14,
      },
      reference: { units: 42 },
      retraining: { enabled: true, cooldown: 7 * day, warmUp: 0, holdout: 14 * day },
      ingestion: { maxPending: 50_000 },
      maxModels: 1_000,
      maxVersions: 100,
      onlyListedModels: false,
      stopWithin: 30_000,
      health: {
        lag: 1_000_000,
        stalled: minute,
        failures: 3,
        commit: 5_000,
        deadLetters: 0.01,
        join: 2 ** 30,
        watermark: hour,
        eventLoop: 1_000,
        memory: 2 ** 33,
        diskFree: 2 ** 30,
        clock: 10_000,
      },
      models: {},
    });
  });

  it("has the demo's wider panes and leaves the week of New Year out", () => {
    expect(demoConfig).toEqual({
      ...defaultConfig,
      pane: hour,
      grace: hour,
      horizon: 2 * day,
      retraining: { ...defaultConfig.retraining, warmUp: 7 * day },
    });
  });

  it('puts the file above the settings that a command brings', () => {
    expect(loadConfig('horizon: 3d', 'leeway.yaml', demoSettings)).toEqual({
      ...demoConfig,
      horizon: 3 * day,
    });
  });

  it('reads every key', () => {
    const config = loadConfig(
      `
host: 0.0.0.0
port: 80
data: /var/lib/leeway
partitions: 12
pane: 15m
grace: 30m
horizon: 14d
rollingOutcomes: 500
futureTolerance: 90s
recordLimit: 64KiB
idleAfter: 1m
snapshotEvery: 2s
loopLead: 12h
kafka:
  brokers: ["kafka-1:9092", "kafka-2:9092"]
  prefix: staging.
  tls: { ca: ca.pem, cert: leeway.pem, key: leeway.key, keyPassphraseFile: phrase, serverName: kafka }
  sasl: { mechanism: scram-sha-512, username: leeway, passwordFile: password }
influx: { url: "http://influx:8086", database: metrics, username: u, password: p, retention: 52w }
cadence: nightly
season: week
timeZone: Europe/Berlin
alerts:
  falseAlarms: 2 per 30 days
  effect: { js: 0.1, points: 1.5, loss: 0.2, volume: 3, latency: 4 }
  latchUnits: 7
  maintenance:
    - { from: "2026-05-01T22:00:00Z", to: "2026-05-02T04:00:00+02:00", note: move of the data centre }
    - every: sat,sun 22:00-02:00
reference: { units: 140 }
retraining: { enabled: false, cooldown: 1d, holdout: 7d }
ingestion: { maxPending: 1000 }
stopWithin: 1m
health: { lag: 5000, diskFree: 2GiB, deadLetters: 0.5 }
models:
  churn:
    task: binary
    pane: 1h
    timeZone: Asia/Tokyo
    cadence: continuous
    season: day
    alerts:
      effect: { points: 5 }
      maintenance: [{ every: daily 03:00-03:30 }]
      costs: { falsePositive: 2, falseNegative: 40, currency: EUR }
    quality:
      age: { min: 0, max: 130, missing: 0.01 }
      plan: { values: [basic, plus, 3, true] }
    objectives: [{ name: clicks, weight: 0.7 }, { name: margin, weight: 0.3 }]
    fairness: { attribute: gender }
  2001: { horizon: 1d, retraining: { holdout: 2d } }
`,
      'leeway.yaml',
    );
    expect(config).toMatchObject({
      port: 80,
      futureTolerance: 90_000,
      recordLimit: 65_536,
      kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], prefix: 'staging.' },
      influx: { database: 'metrics', retention: 364 * day },
      cadence: 'nightly',
      season: 'week',
      timeZone: 'Europe/Berlin',
      alerts: {
        falseAlarms: { alarms: 2, days: 30 },
        effect: { js: 0.1, points: 1.5, loss: 0.2, volume: 3, latency: 4 },
        latchUnits: 7,
        maintenance: [
          { from: Date.UTC(2026, 4, 1, 22), to: Date.UTC(2026, 4, 2, 2), note: 'move of the data centre' },
          { every: { days: [5, 6], from: 22 * 60, minutes: 4 * 60 } },
        ],
      },
      stopWithin: minute,
      health: { lag: 5_000, diskFree: 2 ** 31, deadLetters: 0.5, commit: 5_000 },
      models: {
        churn: {
          task: 'binary',
          pane: hour,
          timeZone: 'Asia/Tokyo',
          cadence: 'continuous',
          season: 'day',
          alerts: {
            effect: { points: 5 },
            maintenance: [{ every: { days: [0, 1, 2, 3, 4, 5, 6], from: 180, minutes: 30 } }],
            costs: { falsePositive: 2, falseNegative: 40, currency: 'EUR' },
          },
          quality: {
            age: { min: 0, max: 130, missing: 0.01 },
            plan: { values: ['basic', 'plus', 3, true] },
          },
          objectives: [
            { name: 'clicks', weight: 0.7 },
            { name: 'margin', weight: 0.3 },
          ],
          fairness: { attribute: 'gender', favourable: 1, leastRows: 100 },
        },
        '2001': { horizon: day, retraining: { holdout: 2 * day } },
      },
    });
  });

  it('shares nothing between two configurations', () => {
    expect(loadConfig('', 'a').models).not.toBe(loadConfig('', 'b').models);
  });
});

describe('errors of single keys', () => {
  it.each([
    ['host: h\npan: 5m', ['2:1 pan: unknown key: did you mean pane?']],
    ['alerts:\n  effect:\n    jss: 1', ['3:5 alerts.effect.jss: unknown key: did you mean js?']],
    [
      'alerts: { effect: { wasserstein: 1 } }',
      [
        '1:21 alerts.effect.wasserstein: unknown key: the keys here are js, points, loss, volume, latency, gap',
      ],
    ],
    ['models:\n  churn:\n    Grace: 1h', ['3:5 models.churn.Grace: unknown key: did you mean grace?']],
    ['kafka:\n  brokers: [a:1]\n  perfix: x', ['3:3 kafka.perfix: unknown key: did you mean prefix?']],
    [
      'pane: 5',
      ['1:7 pane: must be a duration of at least 1s and at most 6h such as 30s, 5m, 1h or 7d, not 5'],
    ],
    [
      'horizon: a week',
      ['1:10 horizon: must be a duration of at least 1s such as 30s, 5m, 1h or 7d, not "a week"'],
    ],
    ['grace:', ['1:7 grace: must be a duration such as 30s, 5m, 1h or 7d, not empty']],
    ['\n\nport: 99999', ['3:7 port: must be a whole number from 0 to 65535, not 99999']],
    ['port: "4600"', ['1:7 port: must be a whole number from 0 to 65535, not "4600"']],
    ['partitions: 1.5', ['1:13 partitions: must be a whole number from 1 to 1024, not 1.5']],
    [
      'recordLimit: 2MiB',
      [
        '1:14 recordLimit: must be a size from 1KiB to 768KiB such as 256KiB (topics take records of up to 1MiB), not "2MiB"',
      ],
    ],
    [
      'alerts:\n  falseAlarms: never',
      ['2:16 alerts.falseAlarms: must be a number of alarms per days such as "1 per 90 days", not "never"'],
    ],
    [
      'alerts:\n  effect: { points: -1 }',
      ['2:21 alerts.effect.points: must be a number of percentage points above 0, such as 3, not -1'],
    ],
    [
      'alerts: { effect: { js: 2 } }',
      ['1:25 alerts.effect.js: must be at most 1 bit: no two distributions are further apart'],
    ],
    ['reference: { units: 30 }', ['1:21 reference.units: must be whole weeks: a multiple of 7']],
    [
      'retraining:\n  enabled: sometimes',
      ['2:12 retraining.enabled: must be true or false, not "sometimes"'],
    ],
    [
      'kafka: {}',
      ['1:8 kafka.brokers: is missing: write a list of brokers such as [kafka-1:9092, kafka-2:9092]'],
    ],
    ['kafka:\n  brokers:\n    - a:9092\n    - b', ['4:7 kafka.brokers.1: must be host:port, not "b"']],
    [
      'kafka: localhost:9092',
      ['1:8 kafka: must be a group of keys (brokers, prefix, tls, sasl), not "localhost:9092"'],
    ],
    [
      'influx: { url: "http://u:p@host" }',
      ['1:16 influx.url: must be an address such as http://localhost:8086, without user and password'],
    ],
    [
      'influx:\n  url: http://host\n  database: "a b"',
      ['3:13 influx.database: must be letters, digits, dots, "_" and "-", not "a b"'],
    ],
    ['models: [churn]', ['1:9 models: must be a group of model names']],
    [
      'models:\n  churn:\n    task: rank',
      ['3:11 models.churn.task: must be one of binary, multiclass, regression, ranking, not "rank"'],
    ],
    [
      'models:\n  churn: 1h',
      [
        '2:10 models.churn: must be a group of keys (task, pane, grace, horizon, cadence, season, timeZone, alerts, retraining, quality, objectives, fairness), not "1h"',
      ],
    ],
    [
      'timeZone: Europe/Berlni',
      [
        '1:11 timeZone: must be a time zone such as UTC or Europe/Berlin, not "Europe/Berlni"; did you mean Europe/Berlin?',
      ],
    ],
    ['cadence: hourly', ['1:10 cadence: must be one of continuous, nightly, weekly, not "hourly"']],
    [
      'alerts:\n  maintenance:\n    - every: saturday 02:00-06:00',
      [
        '3:14 alerts.maintenance.0.every: must be days and hours such as "sat 02:00-06:00", "mon-fri 22:00-01:00" or "daily 04:00-04:30", not "saturday 02:00-06:00"',
      ],
    ],
    [
      'alerts:\n  maintenance:\n    - form: 2026-05-01T22:00:00Z\n      to: 2026-05-02T04:00:00Z',
      ['3:7 alerts.maintenance.0.form: unknown key: did you mean from?'],
    ],
    [
      'alerts:\n  maintenance:\n    - from: 2026-05-01T22:00:00\n      to: 2026-05-02T04:00:00Z',
      [
        '3:13 alerts.maintenance.0.from: must be a moment with its zone such as 2026-05-01T22:00:00Z, not "2026-05-01T22:00:00"',
      ],
    ],
    [
      'alerts:\n  maintenance:\n    - { from: 2026-05-02T22:00:00Z, to: 2026-05-01T04:00:00Z }\n    - { note: x }\n    - { to: 2026-05-01T04:00:00Z }',
      [
        '3:7 alerts.maintenance.0: to must be later than from',
        '4:7 alerts.maintenance.1: write either from and to, or every',
        '5:7 alerts.maintenance.2: is without from: write both',
      ],
    ],
    [
      'alerts: { costs: { falsePositive: 2, value: revenue, currency: EUR } }',
      ['1:18 alerts.costs: must have one of falsePositive with falseNegative, absoluteError, or value'],
    ],
    [
      'alerts: { costs: { falsePositive: -2, currency: euro } }',
      [
        '1:35 alerts.costs.falsePositive: must be a cost such as 2, not -2',
        '1:49 alerts.costs.currency: must be a currency code of three letters such as EUR, not "euro"',
      ],
    ],
    [
      'models: { m: { quality: { age: { min: 3, max: 1 }, plan: {}, kind: { values: [a], min: 1 } } } }',
      [
        '1:32 models.m.quality.age: has a min of 3 above its max of 1',
        '1:58 models.m.quality.plan: says nothing: write min, max, values or missing',
        '1:68 models.m.quality.kind: has both values and a range: write the one or the other',
      ],
    ],
    [
      'models: { m: { quality: { age: { maximum: 3 } } } }',
      [
        '1:34 models.m.quality.age.maximum: unknown key: the keys here are min, max, values, outside, missing',
      ],
    ],
    [
      'models: { m: { objectives: [{ name: a, weight: 0 }, { name: a, weight: 0 }] }, n: { objectives: [{ name: a, weight: 0 }] } }',
      ['1:28 models.m.objectives: names a twice', '1:97 models.n.objectives: has no weight above 0'],
    ],
    ['- pane', [`1:1 : must be a group of keys (${Object.keys(defaultOrder()).join(', ')}), not a list`]],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('tells all of them at once, in the order of the file', () => {
    expect(
      problems('port: x\nkafka:\n  brokers: []\npane: 7\nhots: h').map((problem) => problem.split(' ')[0]),
    ).toEqual(['1:7', '3:12', '4:7', '5:1']);
  });

  it('never repeats what may hold a password', () => {
    const text = 'influx: { url: "http://u:p4ss@host", username: 4, password: 1234567 }';
    expect(problems(text)).toHaveLength(3);
    expect(problems(text).join()).not.toMatch(/p4ss|1234567/);
  });

  it('reads like a compiler', () => {
    expect(() => loadConfig('a: 1\npane: x', '/etc/leeway.yaml')).toThrow(
      /^\/etc\/leeway\.yaml:1:1: a: unknown key: .*\n\/etc\/leeway\.yaml:2:7: pane: must be a duration/,
    );
  });
});

describe('errors of YAML itself', () => {
  it.each([
    ['pane: 5m\npane: 6m', '2:1 : Map keys must be unique'],
    ['pane: [5m', '1:10 : Flow sequence'],
    ['a: 1\n\tb: 2', '2:'],
    ['pane: *width', 'Unresolved alias'],
    ['pane: !minutes 5', '1:7 : Unresolved tag: !minutes'],
  ])('%j', (text, beginning) => {
    expect(problems(text)[0]).toContain(beginning);
  });
});

describe('rules between keys', () => {
  it.each([
    [
      'onlyListedModels: true',
      [
        '1:19 onlyListedModels: no model is listed, so nothing would be watched: name each one under models, such as churn: {}',
      ],
    ],
    [
      'port: 1\npane: 7m',
      ['2:7 pane: 7m does not divide six hours: write 1m, 5m, 10m, 15m, 30m, 1h, 2h, 3h or 6h'],
    ],
    [
      'models:\n  churn:\n    pane: 4h',
      ['3:11 models.churn.pane: 4h does not divide six hours: write 1m, 5m, 10m, 15m, 30m, 1h, 2h, 3h or 6h'],
    ],
    [
      'loopLead: 10m',
      [
        '1:11 loopLead: pane 5m + grace 10m is longer than loopLead 10m: a replay would wait for a pane that cannot close; raise loopLead',
      ],
    ],
    [
      'models:\n  slow:\n    grace: 2d',
      [
        '3:12 models.slow.grace: pane 5m + grace 2d is longer than loopLead 1d: a replay would wait for a pane that cannot close; raise loopLead',
      ],
    ],
    [
      'reference:\n  units: 14',
      [
        '2:10 reference.units: holdout 14d leaves nothing to train on of the 14 days of the reference: make reference.units larger or the holdout shorter',
      ],
    ],
    [
      'models: { m: { retraining: { holdout: 42d } } }',
      [
        '1:39 models.m.retraining.holdout: holdout 42d leaves nothing to train on of the 42 days of the reference: make reference.units larger or the holdout shorter',
      ],
    ],
    [
      'influx:\n  url: http://h\n  retention: 7d',
      [
        '3:14 influx.retention: horizon 7d + grace 10m is longer than influx.retention 7d: InfluxDB would refuse the metrics of late outcomes; raise the retention',
      ],
    ],
    [
      'timeZone: Asia/Kathmandu\npane: 1h',
      [
        '1:11 timeZone: midnight in Asia/Kathmandu (standard time) is 345m before that of UTC, in the middle of a pane of 1h: write a pane of 1m, 5m, 15m',
      ],
    ],
    [
      'models: { m: { season: week } }',
      [
        '1:24 models.m.season: season week counts evidence in weeks, and 42 days are 6 of them: make reference.units at least 140, or write season: day',
      ],
    ],
    [
      'models: { m: { task: multiclass, alerts: { costs: { falseNegative: 2, currency: EUR } } } }',
      [
        '1:68 models.m.alerts.costs.falseNegative: falseNegative is a cost of binary models, and this one is multiclass',
      ],
    ],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('does not blame a model for what it does not say', () => {
    expect(problems('pane: 7m\nmodels:\n  churn: { task: binary }')).toHaveLength(1);
  });
});

function defaultOrder(): Record<string, null> {
  const keys =
    'host,port,data,kafka,influx,partitions,rekey,pane,grace,horizon,cadence,season,timeZone,rollingOutcomes,futureTolerance,recordLimit,idleAfter,' +
    'snapshotEvery,loopLead,join,features,alerts,reference,retraining,ingestion,maxModels,maxVersions,onlyListedModels,stopWithin,health,models';
  return Object.fromEntries(keys.split(',').map((key) => [key, null]));
}
