import { describe, expect, it } from 'vitest';
import {
  groupOf,
  printTopology,
  stageNames,
  stages,
  stagesOf,
  topics,
  topicSpecs,
  type TopicName,
} from '../../src/topology.js';

const names = Object.keys(topics) as TopicName[];
const rows = stageNames.map((name) => ({ name, ...stages[name] }));

describe('the topology', () => {
  it('names topics that exist', () => {
    for (const { name, reads, writes, looksAt } of rows) {
      for (const topic of [...reads, ...writes, ...looksAt])
        expect([name, names]).toEqual([name, expect.arrayContaining([topic])]);
    }
  });

  it('has a writer for every topic, and a reader for those that stages talk through', () => {
    const written = new Set<string>(rows.flatMap(({ writes }) => [...writes]));
    const used = new Set<string>(rows.flatMap(({ reads, looksAt }) => [...reads, ...looksAt]));
    // Applications write these; the feed, too, takes events, but only with their own keys.
    expect(names.filter((name) => !written.has(name))).toEqual([...stages.rekey.reads]);
    // for people, for the record, and for restore
    expect(names.filter((name) => !used.has(name))).toEqual([
      'references',
      'commands',
      'dead-letters',
      'state',
    ]);
  });

  it('lets the evaluator have one input', () => {
    expect(stages.evaluator.reads).toEqual(['profiles']);
    expect(stages.evaluator.looksAt).toEqual([]);
  });

  it('co-partitions predictions and outcomes: the same key, the same count', () => {
    expect(topics.predictions.key).toBe(topics.outcomes.key);
    const specs = topicSpecs(6);
    expect(specs.length).toBeGreaterThan(0);
    for (const { partitions } of specs) expect(partitions).toBe(6);
    for (const { reads } of rows)
      expect(new Set<string>(reads.map((topic) => topics[topic].key)).size).toBeLessThan(2);
  });

  it('gives compacted topics no retention, and a wrapped record room in dead letters', () => {
    for (const { cleanup, retentionMs } of topicSpecs(1)) expect(retentionMs > 0).toBe(cleanup === 'delete');
    expect(topics['dead-letters'].maxRecordBytes).toBeGreaterThan(topics.predictions.maxRecordBytes);
  });

  it('has the stage rekey and its topics only where it is asked for', () => {
    const withRekey = topicSpecs(1, { rekey: true }).map(({ name }) => name);
    const without = topicSpecs(1).map(({ name }) => name);
    expect(withRekey).toEqual(names);
    expect(withRekey.filter((name) => !without.includes(name))).toEqual([...stages.rekey.reads]);
    expect(stagesOf({ rekey: true })).toEqual(stageNames);
    expect(stageNames.filter((name) => !stagesOf({ rekey: false }).includes(name))).toEqual(['rekey']);
  });

  it('names each group after its stage', () => {
    expect(stageNames.map(groupOf)).toEqual(stageNames.map((name) => `leeway-${name}`));
  });

  it('prints itself', () => {
    expect(printTopology()).toMatchInlineSnapshot(`
      "TOPICS

        predictions-in key any                   kept days       written by applications (rekey: true)
        outcomes-in    key any                   kept days       written by applications (rekey: true)
        predictions    key prediction id         kept rows       written by applications, rekey
        outcomes       key prediction id         kept rows       written by applications, rekey
        profiles       key model                 kept days       written by profiler; trainer and server mirror into it
        panes          key model                 kept long       written by evaluator
        metrics        key model                 kept days       written by evaluator
        provisional    key model                 kept an hour    written by evaluator
        alerts         key model                 kept long       written by evaluator
        retraining     key model                 kept long       written by evaluator
        models         key model                 kept long       written by trainer
        references     key model@version         kept compacted  written by trainer
        commands       key model                 kept long       written by server
        dead-letters   key source coordinates    kept long       written by any stage
        state          key owner/partition/chunk kept compacted  written by evaluator, replayers

      STAGES (── consumes, ·· looks at)

        predictions-in ──┬─> rekey ─┬─> predictions
        outcomes-in ─────┘          └─> outcomes
            only with rekey: true: gives records of foreign producers the key and the partition that the join needs

        predictions ──┬─> profiler ─┬─> profiles
        outcomes ─────┘             └─> dead-letters
            parses, joins by id, adds up pane deltas; its state is a file cache, rebuilt from its topics

        profiles ────> evaluator ─┬─> panes
                                  ├─> metrics
                                  ├─> provisional
                                  ├─> alerts
                                  ├─> retraining
                                  └─> state
            closes panes, weighs evidence and effect, decides alerts and retraining; its state is snapshots in the topic state

        retraining ───┬─> trainer ─┬─> models
        predictions ··┤            ├─> references
        outcomes ·····┤            └─> profiles
        panes ········┤
        models ·······┘
            trains a challenger, proves it, promotes or rejects it

        metrics ────> sink ───> (metric store)
            writes metrics to the metric store

        metrics ······┬─> feed ─┬─> commands
        provisional ··┤         ├─> profiles
        alerts ·······┤         ├─> predictions
        retraining ···┤         └─> outcomes
        models ·······┘
            serves REST, WebSocket and the page; takes events and commands
      "
    `);
  });
});
