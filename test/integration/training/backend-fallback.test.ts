import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openTensorflow } from '../../../src/training/tensorflow/runtime.js';
import { makeRows } from '../../unit/training/training-rows.js';

// A file of its own: TensorFlow.js keeps a wasm module that has started once, whatever folder is named later.
describe('without wasm', () => {
  const noWasm = { wasmFolder: '/nonexistent', importNative: () => Promise.reject(new Error('not here')) };

  it('refuses to train elsewhere when wasm is pinned', async () => {
    await expect(openTensorflow({ ...noWasm, pin: 'wasm', warn: () => {} })).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('/nonexistent'),
    });
  });

  it('warns, trains on cpu, and says so in the artifact', async () => {
    const warnings: string[] = [];
    const runtime = await openTensorflow({ ...noWasm, warn: (message) => warnings.push(message) });
    expect(runtime.backend).toBe('cpu 4.22.0');
    expect(tf.getBackend()).toBe('cpu');
    expect(warnings.at(-1)).toMatch(
      /\.wasm files in \/nonexistent could not be started \(.*\); training on cpu/,
    );
    const rows = makeRows(300, 3, 1, (random) => {
      const x = random();
      return { features: { x }, outcome: x > 0.5 ? 1 : 0 };
    });
    const artifact = await runtime.train({ task: 'binary', rows, seed: 1 });
    expect(artifact.backend).toBe('cpu 4.22.0');
    const scorer = await runtime.load(artifact);
    expect(
      scorer.score([{ x: 0.95 }, { x: 0.05 }]).map((answer) => answer.task === 'binary' && answer.label),
    ).toEqual([1, 0]);
  });
});
