import { describe, expect, it, onTestFinished } from 'vitest';
import { openTrainer, type TrainerOptions } from '../../../consumers/trainer/trainer.js';
import type { EventLog, Task } from '../../../src/log/port.js';
import type { Reference } from '../../../src/policy/reference.js';
import type { ModelRecord, RetrainingRecord } from '../../../src/records/feed.js';
import { topicSpecs } from '../../../src/topology.js';
import { TrainingError } from '../../../src/training/errors.js';
import type {
  ChallengerProver,
  ModelArtifact,
  ProofJob,
  ProofResult,
  ScorerLoader,
} from '../../../src/training/port.js';
import { eventually, readAll } from '../../contract/event-log/fixture.js';
import { temporaryLog } from '../log/embedded/temporary-log.js';

const HOUR = 3_600_000;
const [FROM, TO] = [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)];
const artifact: ModelArtifact = { format: 'fake', task: 'binary', backend: 'fake 1', seed: 1, body: null };

interface Event {
  readonly id: string;
  /** Hours after FROM. */
  readonly hour: number;
  readonly model?: string;
  readonly outcome?: unknown;
  readonly x?: number;
}

const prediction = ({ id, hour, model = 'm', x = 1 }: Event) => ({
  topic: 'predictions',
  partition: 0,
  key: id,
  value: Buffer.from(
    JSON.stringify({
      id,
      model,
      version: '0',
      time: FROM + hour * HOUR,
      features: { x },
      prediction: 1,
      score: 0.7,
    }),
  ),
});
const outcome = ({ id, hour, model = 'm', outcome = 1 }: Event) => ({
  topic: 'outcomes',
  partition: 0,
  key: id,
  value: Buffer.from(JSON.stringify({ id, model, time: FROM + hour * HOUR, outcome })),
});

async function world(clock: () => number = Date.now): Promise<EventLog> {
  const { log } = await temporaryLog({ clock });
  await log.ensureTopics(topicSpecs(1));
  await log.append([
    // Offset 0 is outside of the cover; it would be a fine row otherwise.
    prediction({ id: 'uncovered', hour: 3 }),
    prediction({ id: 'b', hour: 5 }),
    prediction({ id: 'a', hour: 5 }),
    prediction({ id: 'early', hour: 2 }),
    prediction({ id: 'before', hour: -1 }),
    prediction({ id: 'after', hour: 24 }),
    prediction({ id: 'other', hour: 4, model: 'another' }),
    prediction({ id: 'a', hour: 5, x: 99 }),
    prediction({ id: 'unanswered', hour: 6 }),
    prediction({ id: 'too-late', hour: 7 }),
    prediction({ id: 'known-after', hour: 8 }),
    prediction({ id: 'not-binary', hour: 9 }),
    { topic: 'predictions', partition: 0, key: null, value: Buffer.from('{broken') },
    ...['uncovered', 'b', 'before', 'after', 'other'].map((id) => outcome({ id, hour: 12 })),
    outcome({ id: 'early', hour: 3, outcome: 0 }),
    outcome({ id: 'a', hour: 12, outcome: 1 }),
    outcome({ id: 'a', hour: 12, outcome: 0 }),
    outcome({ id: 'too-late', hour: 20 }),
    outcome({ id: 'known-after', hour: 24.5 }),
    outcome({ id: 'not-binary', hour: 12, outcome: 'maybe' }),
  ]);
  return log;
}

function request(changes: Partial<RetrainingRecord> = {}): RetrainingRecord {
  return {
    v: 1,
    kind: 'retraining',
    id: '00000010abcdef00',
    model: 'm',
    task: 'binary',
    champion: '0',
    reason: 'initial',
    cause: null,
    requestedAt: TO,
    from: FROM,
    to: TO,
    cover: { predictions: { 0: [1, 13] }, outcomes: { 0: [0, 11] } },
    effectiveFrom: TO + 24 * HOUR,
    ...changes,
  };
}

/** A version that always answers .8, and whether it was let go. */
let loaded = 0;
const loader: ScorerLoader = {
  load: async () => {
    loaded++;
    return {
      task: 'binary',
      score: (rows) => rows.map(() => ({ task: 'binary', label: 1, score: 0.8 })),
      dispose: () => void loaded--,
    };
  },
};

const ask = (log: EventLog, asked: RetrainingRecord) =>
  log.append([{ topic: 'retraining', partition: 0, key: 'm', value: Buffer.from(JSON.stringify(asked)) }]);

function result(job: ProofJob, promoted: boolean): ProofResult {
  return {
    artifact: promoted ? artifact : null,
    proof: {
      promoted,
      why: promoted ? 'it is better' : 'it is no better',
      champion: '0',
      trainingRows: 1,
      heldOutRows: 2,
      uncompared: 0,
      days: [],
    },
    outOfSample: promoted ? { width: 1, values: new Float32Array(job.rows.length).fill(0.8) } : null,
  };
}

/** Runs the trainer until it has committed so often; what the prover was asked. */
async function train(
  log: EventLog,
  commits: number,
  prove: ChallengerProver['prove'],
  changes: Partial<TrainerOptions> = {},
  onCommit: (n: number) => void = () => undefined,
): Promise<void> {
  let [committed, fatal] = [0, null as Error | null];
  const subscription = await log.subscribe({
    group: 'trainer',
    topics: ['retraining'],
    produces: ['models', 'references', 'profiles'],
    open: (task) =>
      openTrainer(counting(task), {
        log,
        prover: { prove },
        loader,
        clock: () => 0,
        parse: {},
        settingsOf: () => ({ horizon: 10 * HOUR, tolerance: 0, holdout: HOUR, pane: HOUR }),
        isRejection: (error) => error instanceof TrainingError && error.handling === 'reject',
        ...changes,
      }),
    onFatal: (error) => (fatal = error),
  });
  const counting = (task: Task): Task => ({
    group: task.group,
    partition: task.partition,
    topics: task.topics,
    committed: task.committed,
    commit: async (commit) => {
      onCommit(committed);
      await task.commit(commit);
      committed++;
    },
  });
  onTestFinished(() => subscription.close());
  await eventually(`${commits} commits`, () => {
    if (fatal) throw fatal;
    return committed >= commits;
  });
  await subscription.close();
}

const json = async <T>(log: EventLog, topic: string) =>
  (await readAll(log, topic)).map(({ value }) => JSON.parse((value as Buffer).toString()) as T);

describe('the trainer', () => {
  it('hands over the rows of the range: sorted by time and id, the first of each id, of this model, in time and of its task', async () => {
    const log = await world();
    const jobs: ProofJob[] = [];
    await ask(log, request());
    await train(log, 1, async (job) => {
      jobs.push(job);
      return result(job, false);
    });
    expect(
      jobs[0]?.rows.map(({ id, time, features, outcome }) => [
        id,
        (time - FROM) / HOUR,
        features['x'],
        outcome,
      ]),
    ).toEqual([
      ['early', 2, 1, 0],
      ['a', 5, 1, 1],
      ['b', 5, 1, 1],
    ]);
    expect(jobs[0]).toMatchObject({
      task: 'binary',
      seed: 16,
      champion: { kind: 'logged', version: '0' },
      holdoutMs: HOUR,
      to: TO,
    });
    expect(jobs[0]?.rows[0]?.logged).toEqual({ task: 'binary', label: 1, score: 0.7 });
  });

  it('publishes a promotion in one commit: the model, its reference, and both in the model’s own partition, reference first', async () => {
    const log = await world();
    await ask(log, request());
    await train(log, 1, async (job) => result(job, true));
    const [model] = await json<ModelRecord>(log, 'models');
    const [reference] = await json<Reference>(log, 'references');
    expect(model).toMatchObject({
      version: '1',
      request: request().id,
      champion: '0',
      promoted: true,
      why: 'it is better',
      effectiveFrom: request().effectiveFrom,
      artifact,
      backend: 'fake 1',
    });
    expect(model?.trainedOn).toEqual({ from: FROM, to: TO, rows: 3 });
    expect(model?.reference).toBe(reference?.id);
    expect(reference?.performance.find((p) => p.stream === 'errors' && p.scale === 24 * HOUR)).toMatchObject({
      kind: 'rate',
      scale: 24 * HOUR,
      n: 3,
      errors: 1,
    });
    expect((await readAll(log, 'references')).map(({ key }) => key)).toEqual(['m@1']);
    expect(await json(log, 'profiles')).toEqual([
      { v: 1, kind: 'reference', model: 'm', reference },
      { v: 1, kind: 'model-change', model: 'm', change: { ...model, artifact: null } },
    ]);
  });

  it('lets go of the version that it loaded, also where no reference can be made', async () => {
    const log = await world();
    await ask(log, request());
    loaded = 0;
    const broken: EventLog = new Proxy(log, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === 'range')
          return (topic: string, p: number) => (topic === 'panes' && first ? fail() : target.range(topic, p));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    let first = true;
    const fail = () => {
      first = false;
      throw new Error('the disk is away');
    };
    await train(log, 1, async (job) => result(job, true), { log: broken });
    expect([first, loaded]).toEqual([false, 0]);
  });

  it.each([
    ['at the moment that the request names, while that has not come', 23, 24],
    ['at the next pane boundary, once that has passed', 29.5, 30],
  ])('puts a live promotion in force %s', async (_, now, then) => {
    // Live: the request is appended an hour after its deciding pane.
    const log = await world(() => TO + HOUR);
    await ask(log, request());
    await train(log, 1, async (job) => result(job, true), { clock: () => TO + now * HOUR });
    const [model] = await json<ModelRecord>(log, 'models');
    expect(((model?.effectiveFrom ?? 0) - TO) / HOUR).toBe(then);
  });

  it('puts the promotion of a replay in force when the request says, whatever the clock says', async () => {
    const log = await world();
    await ask(log, request());
    await train(log, 1, async (job) => result(job, true), { clock: Date.now });
    const [model] = await json<ModelRecord>(log, 'models');
    expect(model?.effectiveFrom).toBe(request().effectiveFrom);
  });

  it('publishes a rejection with its reason, without a reference or weights', async () => {
    const log = await world();
    await ask(log, request());
    await train(log, 1, async (job) => result(job, false));
    const [model] = await json<ModelRecord>(log, 'models');
    expect(model).toMatchObject({ promoted: false, why: 'it is no better', artifact: null, reference: null });
    expect(await json(log, 'references')).toEqual([]);
    expect((await json<{ kind: string }>(log, 'profiles')).map(({ kind }) => kind)).toEqual(['model-change']);
  });

  it('answers a request whose rows cannot make a model with the reason, and goes on', async () => {
    const log = await world();
    await ask(log, request());
    await ask(log, request({ id: '00000020abcdef00' }));
    let first = true;
    await train(log, 2, async (job) => {
      if (!first) return result(job, true);
      first = false;
      throw new TrainingError('one-outcome', 'all 3 rows have the outcome 1');
    });
    expect(
      (await json<ModelRecord>(log, 'models')).map(({ version, promoted, why }) => [version, promoted, why]),
    ).toEqual([
      ['1', false, 'all 3 rows have the outcome 1'],
      ['2', true, 'it is better'],
    ]);
  });

  it('proves against the artifact of the champion, where it is one of its own', async () => {
    const log = await world();
    await ask(log, request());
    await ask(log, request({ id: '00000020abcdef00', champion: '1' }));
    const jobs: ProofJob[] = [];
    await train(log, 2, async (job) => {
      jobs.push(job);
      return result(job, true);
    });
    expect(jobs[1]?.champion).toEqual({ kind: 'artifact', version: '1', artifact });
  });

  it('proves again after a crash between proof and commit, and answers once', async () => {
    const log = await world();
    await ask(log, request());
    const jobs: ProofJob[] = [];
    let crashes = 0;
    await train(
      log,
      1,
      async (job) => {
        jobs.push(job);
        return result(job, true);
      },
      {},
      () => {
        if (crashes++ === 0) throw new Error('crash');
      },
    );
    expect(jobs).toHaveLength(2);
    expect(jobs[1]).toEqual(jobs[0]);
    expect(await json(log, 'models')).toHaveLength(1);
    expect(await json(log, 'profiles')).toHaveLength(2);
  });

  it('passes over a request that is delivered again, also after a restart', async () => {
    const log = await world();
    let proofs = 0;
    const prove: ChallengerProver['prove'] = async (job) => {
      proofs++;
      return result(job, true);
    };
    await ask(log, request());
    await ask(log, request());
    await train(log, 2, prove);
    await ask(log, request());
    await train(log, 1, prove);
    expect(proofs).toBe(1);
    expect(await json(log, 'models')).toHaveLength(1);
  });

  it('gives a training up when the process is to stop, and leaves the request to the next one', async () => {
    const log = await world();
    await ask(log, request());
    const stopping = new AbortController();
    let given = 0;
    const subscription = await log.subscribe({
      group: 'trainer',
      topics: ['retraining'],
      produces: ['models', 'references', 'profiles'],
      open: (task) =>
        openTrainer(task, {
          log,
          prover: {
            prove: (_, { signal } = {}) =>
              new Promise((_resolve, reject) => {
                given++;
                signal?.addEventListener('abort', () => reject(new TrainingError('aborted', 'stopped')));
              }),
          },
          loader,
          clock: () => 0,
          parse: {},
          settingsOf: () => ({ horizon: 10 * HOUR, tolerance: 0, holdout: HOUR, pane: HOUR }),
          isRejection: (error) => error instanceof TrainingError && error.handling === 'reject',
          stopping: stopping.signal,
        }),
      onFatal: (error) => {
        throw error;
      },
    });
    await eventually('a training runs', () => given > 0);
    stopping.abort();
    await subscription.close();
    expect(await json(log, 'models')).toEqual([]);
    await train(log, 1, async (job) => result(job, true));
    expect(await json(log, 'models')).toHaveLength(1);
  });
});
