/**
 * `leeway.yaml`: every key with its meaning and its default, in the words in which people write it.
 * The descriptions travel into the JSON Schema that editors read; durations become milliseconds, sizes bytes.
 */
import { z } from 'zod';
import { alertExtras, alertKeys, effectDefaults, effectKeys } from './sections/alerts.js';
import { health } from './sections/health.js';
import { influx } from './sections/influx.js';
import { kafka } from './sections/kafka.js';
import { modelOverrides } from './sections/model.js';
import { retrainingDefaults, retrainingKeys } from './sections/retraining.js';
import { rhythmKeys } from './sections/rhythm.js';
import { streamKeys } from './sections/stream.js';
import * as value from './values.js';

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
  ...value.withDefaults(streamKeys, { pane: '5m', grace: '10m', horizon: '7d' }),
  ...value.withDefaults(rhythmKeys, { cadence: 'continuous', season: 'day', timeZone: 'UTC' }),
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

  join: value
    .group({
      rowsAnHour: value
        .whole(1_000, 100_000_000)
        .describe(
          'How many records of an hour of event time wait for their other half, of each topic, for each model and partition. Beyond it they are a sample by the id, and metrics are estimates from it, without bias. Absent: all wait.',
        )
        .exactOptional(),
      patience: value
        .duration(1_000)
        .describe(
          'How long after a record was appended its other half may be appended and still meet it: what ends the wait for outcomes that never come. At least the longest horizon. Absent: the horizon and 8d, so that outcomes can be loaded once a week.',
        )
        .exactOptional(),
    })
    .describe(
      'Where predictions and outcomes wait for each other: about 60 bytes a record, and 4 for each feature.',
    )
    .prefault({}),
  features: value
    .group({
      joined: value
        .whole(0, 512)
        .describe(
          'How many features of a prediction wait with it for its outcome, 4 bytes each: those that "why" can name. Of more, the same ones by a hash of their names. 0: none.',
        )
        .prefault(64),
    })
    .describe('What is kept of the inputs of a prediction.')
    .prefault({}),
  alerts: value
    .group({
      ...value.withDefaults(alertKeys, { falseAlarms: '1 per 90 days', latchUnits: 14 }),
      effect: value
        .group(value.withDefaults(effectKeys, effectDefaults))
        .describe('How large a change must be to matter; one twice as large (a loss: 2.5 times) is severe.')
        .prefault({}),
      ...value.optional(alertExtras),
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
        .describe(
          'Days of history that a version is trained on and held against, whole weeks; at least 140 where the season is a week.',
        )
        .prefault(42),
    })
    .describe('What the present is compared with.')
    .prefault({}),
  retraining: value
    .group(value.withDefaults(retrainingKeys, retrainingDefaults))
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
    .describe('What the server takes in.')
    .prefault({}),
  maxModels: value
    .whole(1, 100_000)
    .describe(
      'Models that are not listed under models, at most, in each partition. What further ones send is dead-lettered as too-many-models; listed ones always come in.',
    )
    .prefault(1_000),
  maxVersions: value
    .whole(1, 10_000)
    .describe(
      'Versions of one model, at most, that a partition has seen within 30 days. Predictions of further ones are dead-lettered as too-many-versions.',
    )
    .prefault(100),
  onlyListedModels: value
    .yesOrNo()
    .describe(
      'Only the models under models are watched: others are refused over HTTP, and dead-lettered as unlisted-model from Kafka.',
    )
    .prefault(false),
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
