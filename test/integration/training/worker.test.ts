import { describe, expect, it } from 'vitest';
import type { Champion, ProofJob, TrainingJob, TrainingRow } from '../../../src/training/port.js';
import { loadScorer } from '../../../src/training/tensorflow/dense-scorer.js';
import { openTensorflow } from '../../../src/training/tensorflow/runtime.js';
import { trainInWorker, workerProver } from '../../../src/training/worker/worker-prover.js';
import { makeRows } from '../../unit/training/training-rows.js';
import { workerUrl } from './compiled-worker.js';

const dayMs = 86_400_000;
const asUsual: Champion = { kind: 'as-usual', version: '0' };

/** P(1) = .1, .4, .6 or .9, by `x` and by which half `place` is of: nobody can have a log loss below .499. */
const learnable = (count: number, days: number): TrainingRow[] =>
  makeRows(count, days, 3, (random) => {
    const place = Math.floor(random() * 50);
    const x = random();
    const p = place < 25 ? (x > 0.5 ? 0.9 : 0.6) : x > 0.5 ? 0.4 : 0.1;
    return { features: { x, place: `p${place}` }, outcome: random() < p ? 1 : 0 };
  });

/** A coin, beside an identifier and noise. */
const coin = (count: number, days: number): TrainingRow[] =>
  makeRows(count, days, 8, (random, row) => ({
    features: { user: `u${row}`, group: `g${Math.floor(random() * 300)}`, x: random() },
    outcome: random() < 0.3 ? 1 : 0,
  }));

const prover = workerProver({ workerUrl, pin: 'wasm' });
const job = (rows: readonly TrainingRow[], rest: Partial<ProofJob> = {}): ProofJob => ({
  task: 'binary',
  rows,
  seed: 9,
  champion: asUsual,
  holdoutMs: 7 * dayMs,
  ...rest,
});

describe('trainInWorker', () => {
  it('trains bit for bit the same model in every thread', async () => {
    const training: TrainingJob = { task: 'binary', rows: learnable(4_000, 20), seed: 5 };
    const [one, two] = await Promise.all([
      trainInWorker({ workerUrl, pin: 'wasm', job: training }),
      trainInWorker({ workerUrl, pin: 'wasm', job: training }),
    ]);
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
    const here = await openTensorflow({ pin: 'wasm', warn: () => {} });
    expect(JSON.stringify(await here.train(training))).toBe(JSON.stringify(one));
    expect(one).toMatchObject({ task: 'binary', backend: 'wasm 4.22.0', seed: 5 });
  });

  it('learns classes and quantities', async () => {
    const colours = makeRows(2_000, 10, 4, (random) => {
      const x = random();
      return { features: { x }, outcome: x < 0.3 ? 'red' : x < 0.6 ? 'green' : 'blue' };
    });
    const minutes = makeRows(2_000, 10, 4, (random) => {
      const km = random() * 30;
      return { features: { km }, outcome: 10 + 2 * km };
    });
    const [classes, quantities] = await Promise.all([
      trainInWorker({ workerUrl, pin: 'wasm', job: { task: 'multiclass', rows: colours, seed: 1 } }),
      trainInWorker({ workerUrl, pin: 'wasm', job: { task: 'regression', rows: minutes, seed: 1 } }),
    ]);
    const named = loadScorer(classes).score([{ x: 0.1 }, { x: 0.45 }, { x: 0.9 }]);
    expect(named.map((answer) => answer.task === 'multiclass' && answer.label)).toEqual([
      'red',
      'green',
      'blue',
    ]);
    const [near] = loadScorer(quantities).score([{ km: 15 }]);
    expect(near?.task === 'regression' ? Math.abs(near.value - 40) : Infinity).toBeLessThan(1.5);
  });

  it('brings errors back as errors, with their code', async () => {
    const rows = makeRows(10, 1, 1, () => ({ features: { x: 1 }, outcome: 1 }));
    const train = (task: 'binary' | 'regression', of: TrainingRow[]): Promise<unknown> =>
      trainInWorker({ workerUrl, pin: 'wasm', job: { task, rows: of, seed: 1 } });
    await expect(train('binary', rows)).rejects.toMatchObject({ name: 'TrainingError', code: 'one-outcome' });
    await expect(train('binary', [])).rejects.toMatchObject({ code: 'no-rows' });
    await expect(
      trainInWorker({ workerUrl, pin: 'native', job: { task: 'binary', rows, seed: 1 } }),
    ).rejects.toMatchObject({ code: 'backend-unavailable' });
    const missing = new URL('no-such-worker.js', workerUrl);
    await expect(
      trainInWorker({ workerUrl: missing, job: { task: 'binary', rows, seed: 1 } }),
    ).rejects.toMatchObject({ code: 'worker-failed' });
  });
});

describe('workerProver', () => {
  it('promotes a challenger that beats the usual, tells its progress, and leaves the event loop free', async () => {
    const rows = learnable(30_000, 28);
    const phases = new Set<string>();
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const { artifact, proof, outOfSample } = await prover.prove(job(rows), {
      onProgress: ({ phase, done }) => {
        phases.add(phase);
        expect(done).toBeGreaterThanOrEqual(0);
        expect(done).toBeLessThanOrEqual(1);
      },
    });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(20);
    expect([...phases]).toEqual(['reading rows', 'training', 'comparing', 'scoring out of sample']);
    expect(proof).toMatchObject({ promoted: true, trainingRows: 22_500, heldOutRows: 7_500, champion: '0' });
    expect(proof.days).toHaveLength(7);
    expect(proof.challengerPerformance?.loss).toBeGreaterThan(0.48);
    expect(proof.challengerPerformance?.loss).toBeLessThan(0.54);
    expect(proof.why).toMatch(
      /^log loss .* of version 0 on 7,500 rows of 7 held-out days; better on 7 of 7 days, p </,
    );
    expect(artifact?.backend).toBe('wasm 4.22.0');

    // Out of sample: every row has a score, about as good as on held-out rows.
    expect(outOfSample?.width).toBe(1);
    const scores = outOfSample?.values as Float32Array;
    expect(scores).toHaveLength(rows.length);
    const loss =
      scores.reduce((sum, p, row) => sum - Math.log(rows[row]?.outcome === 1 ? p : 1 - p), 0) / rows.length;
    expect(loss).toBeGreaterThan(0.48);
    expect(loss).toBeLessThan(0.54);
  });

  it('proves exactly what it returns: the artifact, rescored, gives the reported loss and a tie with itself', async () => {
    const rows = learnable(6_000, 28);
    const first = await prover.prove(job(rows));
    const heldOut = rows.slice(4_500);
    const answers = loadScorer(first.artifact as NonNullable<typeof first.artifact>).score(
      heldOut.map((r) => r.features),
    );
    const loss = answers.reduce((sum, answer, i) => {
      const p = answer.task === 'binary' ? (answer.score ?? Number.NaN) : Number.NaN;
      return sum - Math.log(heldOut[i]?.outcome === 1 ? p : 1 - p) / heldOut.length;
    }, 0);
    expect(first.proof.challengerPerformance?.loss).toBeCloseTo(loss, 10);

    const champion = {
      kind: 'artifact' as const,
      version: '1',
      artifact: first.artifact as NonNullable<typeof first.artifact>,
    };
    const again = await prover.prove(job(rows, { champion }));
    expect(again.artifact).toEqual(first.artifact);
    expect(again.proof).toMatchObject({ promoted: false, p: 1, champion: '1' });
    expect(again.outOfSample).toBeNull();
  });

  it('promotes nothing where there is nothing to learn, identifiers or not', async () => {
    const { proof } = await prover.prove(job(coin(12_000, 28)));
    expect(proof.promoted).toBe(false);
    expect(proof.why).toMatch(/^no(t proven|)/);
    expect(proof.championPerformance?.loss).toBeCloseTo(-(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7)), 1);
  });

  it('compares with the logged answers of a champion that has no artifact', async () => {
    const rows = coin(4_000, 28).map((row, i): TrainingRow => {
      // The champion is an oracle on most rows; one row in ten was logged without a score.
      const score = row.outcome === 1 ? 0.9 : 0.1;
      return i % 10 === 0 ? row : { ...row, logged: { task: 'binary', label: score > 0.5 ? 1 : 0, score } };
    });
    const { proof } = await prover.prove(job(rows, { champion: { kind: 'logged', version: '0' } }));
    expect(proof).toMatchObject({ promoted: false, heldOutRows: 900, uncompared: 100 });
    expect(proof.championPerformance?.loss).toBeCloseTo(-Math.log(0.9), 6);
  });

  it('compares classes by name with a champion that knows others', async () => {
    const rows = makeRows(4_000, 28, 2, (random, row) => {
      const x = random();
      // `blue` appears after the champion was trained.
      return { features: { x }, outcome: x < 0.5 ? 'red' : row > 1_000 && x > 0.8 ? 'blue' : 'green' };
    });
    const old = await trainInWorker({
      workerUrl,
      pin: 'wasm',
      job: { task: 'multiclass', rows: rows.slice(0, 1_000), seed: 1 },
    });
    const champion: Champion = { kind: 'artifact', version: '1', artifact: old };
    const { proof, outOfSample } = await prover.prove(job(rows, { task: 'multiclass', champion }));
    expect(proof.promoted).toBe(true);
    expect(proof.championPerformance?.accuracy).toBeLessThan(0.85);
    expect(proof.challengerPerformance?.accuracy).toBeGreaterThan(0.95);
    expect(outOfSample).toMatchObject({ width: 3, labels: ['blue', 'green', 'red'] });
  });

  it('rejects with a reason what cannot be judged or trained', async () => {
    const short = await prover.prove(job(learnable(500, 4)));
    expect(short).toMatchObject({ artifact: null, outOfSample: null });
    expect(short.proof.why).toBe('not enough days: rows on 4 held-out days; a verdict needs at least 5');
    const nothingBefore = await prover.prove(job(learnable(500, 6)));
    expect(nothingBefore.proof).toMatchObject({
      promoted: false,
      why: expect.stringContaining('no row to learn from'),
    });
    const constant = await prover.prove(job(learnable(500, 28).map((row) => ({ ...row, outcome: 0 }))));
    expect(constant.proof.why).toContain('the same outcome');
  });

  it('refuses rows out of order, as a defect of the caller', async () => {
    const rows = learnable(500, 28).reverse();
    await expect(prover.prove(job(rows, { to: (rows[0] as TrainingRow).time + 1 }))).rejects.toThrow(
      'sorted by time',
    );
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const proving = prover.prove(job(learnable(30_000, 28)), {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'training') controller.abort();
      },
    });
    await expect(proving).rejects.toMatchObject({ code: 'aborted' });
    await expect(prover.prove(job([]), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
