/**
 * Trains a small dense network with TensorFlow.js: seeded weights, own seeded shuffle (tfjs's ignores seeds), own loop.
 * The same inputs on the same backend give the same weights, bit for bit.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SingleTask } from '../../events/event.js';
import { TrainingError } from '../errors.js';
import type { DenseNetwork } from './network.js';
import { seededRandom, shuffleInPlace } from './random.js';
import type { Schedule } from './schedule.js';

const hiddenUnits = [32, 16];

export interface TrainingSet {
  readonly task: SingleTask;
  readonly rows: number;
  /** Inputs per row. */
  readonly width: number;
  /** `rows` x `width`. */
  readonly matrix: Float32Array;
  /** binary: 0 or 1; multiclass: class index; regression: the standardised value. */
  readonly targets: Float32Array;
  /** Numbers that the network gives per row: classes, else 1. */
  readonly outputs: number;
}

/** Adam whose rate the loop may lower: tfjs keeps it in a protected field that its own `apply` reads at each step. */
class ScheduledAdam extends tf.AdamOptimizer {
  setRate(rate: number): void {
    this.learningRate = rate;
  }
}

/** An untrained network: logits out, so that the losses are computed where they are numerically stable. */
export function buildModel(width: number, outputs: number, seed: number): layers.Sequential {
  const model = layers.sequential();
  [...hiddenUnits, outputs].forEach((units, k, all) => {
    model.add(
      layers.layers.dense({
        units,
        ...(k === 0 ? { inputShape: [width] } : {}),
        ...(k < all.length - 1 ? { activation: 'relu' as const } : {}),
        kernelInitializer: layers.initializers.glorotUniform({ seed: seed + k }),
      }),
    );
  });
  return model;
}

/**
 * Yields to the event loop after every step, so heartbeats go out even on the thread that trains.
 * @param onStep is told the share done, 0..1
 */
export async function trainNetwork(
  set: TrainingSet,
  schedule: Schedule,
  seed: number,
  onStep: (done: number) => void,
): Promise<DenseNetwork> {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: set.rows }, (_, row) => row);
  const model = buildModel(set.width, set.outputs, Math.floor(random() * 2 ** 30));
  const optimizer = new ScheduledAdam(schedule.learningRate, 0.9, 0.999, 1e-7);
  try {
    const batch = Math.min(schedule.batch, set.rows);
    const stepsPerEpoch = Math.floor(set.rows / batch);
    const steps = stepsPerEpoch * schedule.epochs;
    const inputs = new Float32Array(batch * set.width);
    const targets = new Float32Array(batch);
    for (let step = 0; step < steps; step++) {
      const first = (step % stepsPerEpoch) * batch;
      if (first === 0) shuffleInPlace(order, random);
      for (let i = 0; i < batch; i++) {
        const row = order[first + i] as number;
        inputs.set(set.matrix.subarray(row * set.width, (row + 1) * set.width), i * set.width);
        targets[i] = set.targets[row] as number;
      }
      optimizer.setRate(schedule.learningRate * (1 - step / steps));
      learnFrom(model, optimizer, set, inputs, targets);
      onStep((step + 1) / steps);
      await nextTurn();
    }
    return await readWeights(model);
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

function learnFrom(
  model: layers.Sequential,
  optimizer: tf.Optimizer,
  set: TrainingSet,
  inputs: Float32Array,
  targets: Float32Array,
): void {
  tf.tidy(() => {
    const x = tf.tensor2d(inputs, [targets.length, set.width]);
    optimizer.minimize(() => {
      const logits = model.apply(x, { training: true }) as tf.Tensor2D;
      switch (set.task) {
        case 'binary':
          return tf.losses.sigmoidCrossEntropy(tf.tensor2d(targets, [targets.length, 1]), logits);
        case 'multiclass':
          return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(targets, 'int32'), set.outputs), logits);
        case 'regression':
          return tf.losses.meanSquaredError(tf.tensor2d(targets, [targets.length, 1]), logits);
      }
    });
  });
}

async function readWeights(model: layers.Sequential): Promise<DenseNetwork> {
  const tensors = model.getWeights();
  const values = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[];
  if (values.some((array) => array.some((value) => !Number.isFinite(value)))) {
    throw new TrainingError(
      'diverged',
      'training diverged: a weight is not finite; check the outcomes for wild values',
    );
  }
  // Kernel and bias of each layer in turn; a bias is as long as its layer has outputs.
  return {
    layers: Array.from({ length: values.length / 2 }, (_, k) => {
      const weights = values[k * 2] as Float32Array;
      const bias = values[k * 2 + 1] as Float32Array;
      return { inputs: weights.length / bias.length, outputs: bias.length, weights, bias };
    }),
  };
}
