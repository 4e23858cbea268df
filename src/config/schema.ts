/**
 * `leeway.yaml`: every key with its meaning and its default, in the words in which people write it.
 * The descriptions travel into the JSON Schema that editors read; durations become milliseconds, sizes bytes.
 */
import { z } from 'zod';
import * as value from './values.js';

const hour = 3_600_000;

const pane = value
  .duration(1_000, 6 * hour)
  .describe(
    'Width of the base pane, over which records are added up. Divides six hours, so that wider panes of 6 h and 24 h are made of whole ones.',
  );
const grace = value
  .duration()
  .describe(
    'How much later than the newest event of its model a record may come and still count in its pane. Later ones are counted as late, still joined, and change no closed pane.',
  );
const horizon = value
  .duration(1_000)
  .describe(
    'The longest time between a prediction and its outcome. Outcomes that come later stay unmatched.',
  );
const falseAlarms = value
  .falseAlarmBudget()
  .describe('The budget of false alarms of one model, over all its features and metrics together.');
const js = value
  .positive('a number of bits above 0, such as 0.05')
  .max(1, { error: 'must be at most 1 bit: no two distributions are further apart' })
  .describe(
    'How far a distribution must be from its reference to matter: Jensen-Shannon distance (the root of bits), corrected for sampling.',
  );
const points = value
  .positive('a number of percentage points above 0, such as 3')
  .describe(
    'How much a metric such as accuracy must fall to matter, in percentage points (3 = from .90 to .87).',
  );
const latchUnits = value
  .whole(1, 1_000)
  .describe(
    'For how many units (days) evidence that was strong enough waits for the effect to become large enough.',
  );
const enabled = value.yesOrNo().describe('Whether an alert that hurts asks for a retraining.');
const cooldown = value
  .duration()
  .describe('The least time between two retraining requests of one model, in event time.');
const holdout = value
  .duration(hour)
  .describe(
    'How many of the newest rows, in time, are held out to compare the challenger with the champion.',
  );
const warmUp = value
  .duration()
  .describe(
    "How much of a new model's beginning is left out of its first training and reference: a start is not typical.",
  );
const task = value
  .oneOf(['binary', 'multiclass', 'regression'])
  .describe('What the model answers. Without it, it is read off the predictions.');

const kafkaTls = value.group({
  ca: value
    .text('the path of a PEM file')
    .describe("File with the certificates of the authorities that have signed the brokers'.")
    .exactOptional(),
  cert: value
    .text('the path of a PEM file')
    .describe("File with this client's own certificate, for brokers that ask for one (mutual TLS).")
    .exactOptional(),
  key: value
    .text('the path of a PEM file')
    .describe('File with the private key of cert. Let nobody else read it.')
    .exactOptional(),
  keyPassphraseFile: value
    .text('the path of a file')
    .describe('File with the passphrase of an encrypted key; or set LEEWAY_KAFKA_TLS_KEY_PASSPHRASE.')
    .exactOptional(),
  serverName: value
    .text('a host name')
    .describe("The name in the brokers' certificates, where they are reached by another one.")
    .exactOptional(),
});

const kafkaSasl = value.group({
  mechanism: value
    .oneOf(['plain', 'scram-sha-256', 'scram-sha-512'])
    .describe('How the password is proven. plain sends it as it is: use it with tls only.'),
  username: value.text('a name').describe('Or set LEEWAY_KAFKA_USERNAME.').exactOptional(),
  passwordFile: value
    .text('the path of a file')
    .describe('File with the password. Let nobody else read it.')
    .exactOptional(),
});

const kafka = value.group({
  brokers: value
    .listOf(
      value.text('host:port', /^[^\s:/]+:\d{1,5}$/),
      'a list of brokers such as [kafka-1:9092, kafka-2:9092]',
    )
    .describe('Where to find the cluster; one broker that answers is enough.'),
  prefix: value
    .text('letters, digits, dots, "_" and "-", up to 64', /^[A-Za-z0-9._-]{1,64}$/)
    .describe(
      'Put before the names of topics, groups and transactions, so that deployments can share a cluster.',
    )
    .exactOptional(),
  tls: kafkaTls
    .describe(
      'Encrypts, and checks who the brokers are. An empty group trusts the authorities that Node knows.',
    )
    .exactOptional(),
  sasl: kafkaSasl
    .describe('A user; the password comes from LEEWAY_KAFKA_PASSWORD or passwordFile, never from here.')
    .exactOptional(),
});

const influx = value.group({
  url: value
    .secret('an address such as http://localhost:8086, without user and password', /^https?:\/\/[^\s@]+$/)
    .describe('The HTTP address of an InfluxDB 1.x server.'),
  database: value
    .text('letters, digits, dots, "_" and "-"', /^[\w.-]{1,128}$/)
    .describe('Created when it is missing.')
    .prefault('leeway'),
  username: value.text('a name').describe('A user with all privileges on the database.').exactOptional(),
  password: value
    .secret('text; put a number in quotes')
    .describe('Kept out of errors and logs. Let nobody else read the file.')
    .exactOptional(),
  retention: value
    .duration(hour)
    .describe(
      'How long InfluxDB keeps points, counted from today. Without it: for ever, because a replay of the past writes old points, and InfluxDB refuses those that are older than their retention.',
    )
    .exactOptional(),
});

const GiB = 1024 ** 3;
const health = value.group({
  lag: value
    .whole(1, 1_000_000_000)
    .describe('Unread records of one partition of a stage.')
    .prefault(1_000_000),
  stalled: value
    .duration(1_000)
    .describe('So long without a commit although there are unread records.')
    .prefault('1m'),
  failures: value
    .whole(0, 1_000)
    .describe('Failures of one stage that reopened a partition, within five minutes.')
    .prefault(3),
  commit: value.duration(1).describe('How long one commit may take.').prefault('5s'),
  deadLetters: value
    .share()
    .describe('Share of the consumed records that may be dead-lettered, within five minutes.')
    .prefault(0.01),
  join: value
    .byteSize(1, 1024 * GiB, 'such as 1GiB')
    .describe('Size of the join of one partition.')
    .prefault('1GiB'),
  watermark: value
    .duration(1_000)
    .describe("Age of a live model's watermark. Must be more than pane and grace together.")
    .prefault('1h'),
  eventLoop: value
    .duration(1)
    .describe('How long the event loop may be held up, 99th percentile.')
    .prefault('1s'),
  memory: value
    .byteSize(1, 1024 * GiB, 'such as 4GiB')
    .describe('Resident memory of the process; with the embedded log its mapped pages are counted too.')
    .prefault('8GiB'),
  diskFree: value
    .byteSize(1, 1024 * GiB, 'such as 1GiB')
    .describe('What must be free where the data folder is.')
    .prefault('1GiB'),
  clock: value
    .duration(1)
    .describe("How far the log's clock may be ahead of this machine's.")
    .prefault('10s'),
});

/** What can be said for one model alone; what is not said comes from above. */
const modelOverrides = value.group({
  task: task.exactOptional(),
  pane: pane.exactOptional(),
  grace: grace.exactOptional(),
  horizon: horizon.exactOptional(),
  alerts: value
    .group({
      falseAlarms: falseAlarms.exactOptional(),
      effect: value.group({ js: js.exactOptional(), points: points.exactOptional() }).exactOptional(),
      latchUnits: latchUnits.exactOptional(),
    })
    .exactOptional(),
  retraining: value
    .group({
      enabled: enabled.exactOptional(),
      cooldown: cooldown.exactOptional(),
      warmUp: warmUp.exactOptional(),
      holdout: holdout.exactOptional(),
    })
    .exactOptional(),
});

export const configSchema = value.group({
  host: value
    .text('a host name or an IP address')
    .describe('Where the server listens. Anything but 127.0.0.1 lets other machines in.')
    .prefault('127.0.0.1'),
  port: value
    .whole(0, 65_535)
    .describe('Port of the server: page, API, HTTP ingestion. 0 takes a free one.')
    .prefault(4600),
  data: value
    .text('a folder')
    .describe('Folder of everything that Leeway keeps by itself. One process at a time.')
    .prefault('.leeway'),
  kafka: kafka.describe('Without it the log is embedded, in the data folder.').exactOptional(),
  influx: influx.describe('Without it metrics are kept in a DuckDB file in the data folder.').exactOptional(),

  partitions: value
    .whole(1, 1_024)
    .describe('Partitions of every topic. Cannot be changed once the topics exist.')
    .prefault(4),
  rekey: value
    .yesOrNo()
    .describe(
      'For producers that cannot place records by murmur2 of the id: they write to predictions-in and outcomes-in, and the stage rekey puts each record where it belongs.',
    )
    .prefault(false),
  pane: pane.prefault('5m'),
  grace: grace.prefault('10m'),
  horizon: horizon.prefault('7d'),
  rollingOutcomes: value
    .whole(1, 10_000_000)
    .describe('Rolling metrics are taken over the newest panes that hold at least so many outcomes.')
    .prefault(1_000),
  futureTolerance: value
    .duration()
    .describe(
      'How much later than its arrival an event may claim to have happened; beyond it, it is dead-lettered.',
    )
    .prefault('5m'),
  recordLimit: value
    .byteSize(1_024, 768 * 1_024, 'from 1KiB to 768KiB such as 256KiB (topics take records of up to 1MiB)')
    .describe('The longest record that is accepted.')
    .prefault('256KiB'),
  idleAfter: value
    .duration(1_000)
    .describe('A partition without records for this long no longer holds the others back.')
    .prefault('30s'),
  snapshotEvery: value
    .duration(100)
    .describe(
      'How often a stage saves its state. After a crash it reads again what came since, so seldom means slower restarts and often means more writing.',
    )
    .prefault('10s'),
  loopLead: value
    .duration(1_000)
    .describe(
      'How far replayers and simulators may run ahead of what has been decided, in event time; a promotion is in force so long after its deciding pane.',
    )
    .prefault('1d'),

  alerts: value
    .group({
      falseAlarms: falseAlarms.prefault('1 per 90 days'),
      effect: value.group({ js: js.prefault(0.05), points: points.prefault(3) }).prefault({}),
      latchUnits: latchUnits.prefault(14),
    })
    .describe(
      'An alert needs both: evidence that uses up the budget of false alarms, and an effect that matters.',
    )
    .prefault({}),
  reference: value
    .group({
      units: value
        .whole(14, 3_650)
        .multipleOf(7, { error: 'must be whole weeks: a multiple of 7' })
        .describe('Days of history that a version is trained on and held against, whole weeks.')
        .prefault(42),
    })
    .describe('What the present is compared with.')
    .prefault({}),
  retraining: value
    .group({
      enabled: enabled.prefault(true),
      cooldown: cooldown.prefault('7d'),
      warmUp: warmUp.prefault('0d'),
      holdout: holdout.prefault('14d'),
    })
    .describe('When to ask for a new version, and what it is trained and tested on.')
    .prefault({}),
  ingestion: value
    .group({
      maxPending: value
        .whole(1, 10_000_000)
        .describe(
          'Events sent over HTTP that are not in the log yet; beyond it senders are told to wait (429).',
        )
        .prefault(50_000),
    })
    .prefault({}),
  stopWithin: value
    .duration(1_000)
    .describe(
      'How long a stop may take: ingestion ends, running batches finish and commit. Beyond it the process ends with an error; the next one goes on from the last commit.',
    )
    .prefault('30s'),
  health: health
    .describe('From where on a measured value is worth a look: GET /api/status and /readyz say so.')
    .prefault({}),
  models: z
    .record(z.string().min(1), modelOverrides, { error: 'must be a group of model names' })
    .describe('Settings of single models, by name.')
    .prefault({}),
});

/** As people write it. */
export type ConfigText = z.input<typeof configSchema>;
/** As Leeway uses it: durations in ms, sizes in bytes, every default in place. */
export type Config = z.output<typeof configSchema>;
export type ModelOverrides = Config['models'][string];

/** JSON Schema (draft 2020-12) of `leeway.yaml`, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(configSchema, { io: 'input' }), title: 'leeway.yaml' };
}
