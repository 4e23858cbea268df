import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { SingleTask } from '../../../src/events/event.js';
import { openBackend } from '../../../src/training/tensorflow/backend.js';
import { ForwardPass, type OutputScale } from '../../../src/training/tensorflow/network.js';
import { seededRandom } from '../../../src/training/tensorflow/random.js';
import {
  buildModel,
  trainNetwork,
  type TrainingSet,
} from '../../../src/training/tensorflow/train-network.js';

const schedule = { maxRows: 1_000, batch: 64, epochs: 3, learningRate: 0.01 };

function trainingSet(task: SingleTask): TrainingSet {
  const random = seededRandom(4);
  const rows = 700;
  const width = 9;
  const matrix = Float32Array.from({ length: rows * width }, () => (random() < 0.4 ? 0 : random() * 4 - 2));
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const x = matrix[row * width] as number;
    return task === 'regression' ? x : x > 1 && task === 'multiclass' ? 2 : x > 0 ? 1 : 0;
  });
  return { task, rows, width, matrix, targets, outputs: task === 'multiclass' ? 3 : 1 };
}

const scaleOf = (task: SingleTask): OutputScale =>
  task === 'regression' ? { task, mean: 30, sd: 7 } : { task };

describe.each(['wasm', 'cpu'] as const)('on %s', (pin) => {
  it.each(['binary', 'multiclass', 'regression'] as const)(
    'the %s forward pass agrees with TensorFlow',
    async (task) => {
      await openBackend({ pin, warn: () => {} });
      const set = trainingSet(task);
      const network = await trainNetwork(set, schedule, 5, () => {});
      const ours = new Float32Array(set.rows * set.outputs);
      new ForwardPass(network, scaleOf(task)).run(set.matrix, set.rows, ours);

      const model = buildModel(set.width, set.outputs, 1);
      const theirs = tf.tidy(() => {
        model.setWeights(
          network.layers.flatMap((layer) => [
            tf.tensor2d(layer.weights, [layer.inputs, layer.outputs]),
            tf.tensor1d(layer.bias),
          ]),
        );
        const raw = model.predict(tf.tensor2d(set.matrix, [set.rows, set.width])) as tf.Tensor;
        const answer =
          task === 'binary'
            ? tf.sigmoid(raw)
            : task === 'multiclass'
              ? tf.softmax(raw)
              : tf.add(tf.mul(raw, 7), 30);
        return answer.dataSync();
      });
      model.dispose();
      const unit = task === 'regression' ? 7 : 1;
      ours.forEach((answer, i) => expect(Math.abs(answer - (theirs[i] as number)) / unit).toBeLessThan(1e-5));
      // Not a comparison of constants: training has told the rows apart.
      expect(Math.max(...ours) - Math.min(...ours)).toBeGreaterThan(0.2 * unit);
    },
  );

  it('learns: the loss falls well below that of the rate', async () => {
    await openBackend({ pin, warn: () => {} });
    const set = trainingSet('binary');
    const network = await trainNetwork(set, { ...schedule, epochs: 20 }, 5, () => {});
    const scores = new Float32Array(set.rows);
    new ForwardPass(network, { task: 'binary' }).run(set.matrix, set.rows, scores);
    const loss = scores.reduce(
      (sum, p, row) => sum - Math.log((set.targets[row] as number) === 1 ? p : 1 - p),
      0,
    );
    expect(loss / set.rows).toBeLessThan(0.3);
  });

  it('leaves no tensor behind, whether it ends or fails', async () => {
    await openBackend({ pin, warn: () => {} });
    await trainNetwork(trainingSet('binary'), schedule, 5, () => {});
    const before = tf.memory().numTensors;
    await trainNetwork(trainingSet('binary'), schedule, 5, () => {});
    expect(tf.memory().numTensors).toBe(before);
    const failing = trainNetwork(trainingSet('binary'), schedule, 5, (done) => {
      if (done > 0.3) throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
    const wild = { ...trainingSet('regression'), targets: new Float32Array(700).fill(Infinity) };
    await expect(trainNetwork(wild, schedule, 5, () => {})).rejects.toMatchObject({ code: 'diverged' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same weights for the same seed, others for another', async () => {
    await openBackend({ pin, warn: () => {} });
    const first = await trainNetwork(trainingSet('binary'), schedule, 5, () => {});
    expect(await trainNetwork(trainingSet('binary'), schedule, 5, () => {})).toEqual(first);
    expect(await trainNetwork(trainingSet('binary'), schedule, 6, () => {})).not.toEqual(first);
  });

  it('lets the event loop turn between steps', async () => {
    await openBackend({ pin, warn: () => {} });
    let turns = 0;
    let turning = true;
    const turn = (): void => {
      turns++;
      if (turning) setImmediate(turn);
    };
    setImmediate(turn);
    await trainNetwork(trainingSet('binary'), schedule, 5, () => {});
    turning = false;
    // Ten steps an epoch, three epochs.
    expect(turns).toBeGreaterThanOrEqual(29);
  });
});
