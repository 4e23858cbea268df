import * as tf from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../src/training/tensorflow/backend.js';

describe('openBackend', () => {
  let warnings: string[];
  const warn = (message: string): void => void warnings.push(message);

  beforeEach(() => {
    warnings = [];
  });

  it('uses wasm from the package itself, without a word where native is not installed', async () => {
    const importNative = (): Promise<never> =>
      Promise.reject(
        Object.assign(new Error("Cannot find package '@tensorflow/tfjs-node' imported from x"), {
          code: 'ERR_MODULE_NOT_FOUND',
        }),
      );
    expect(await openBackend({ warn, importNative })).toBe('wasm 4.22.0');
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tidy(() => [...tf.add([1], [2]).dataSync()])).toEqual([3]);
    expect(warnings).toEqual([]);
  });

  it('says so when native is installed and broken, and names the fix when it is pinned', async () => {
    const importNative = (): Promise<never> =>
      Promise.reject(new Error('libtensorflow.so.2: cannot open\nstack'));
    expect(await openBackend({ warn, importNative })).toBe('wasm 4.22.0');
    expect(warnings).toEqual([
      '@tensorflow/tfjs-node cannot be used (libtensorflow.so.2: cannot open); training on wasm',
    ]);
    await expect(openBackend({ warn, pin: 'native', importNative })).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('npm install @tensorflow/tfjs-node@4.22.0'),
    });
  });

  it('does not look for native when another backend is pinned', async () => {
    let asked = 0;
    const importNative = async (): Promise<unknown> => asked++;
    expect(await openBackend({ warn, pin: 'wasm', importNative })).toBe('wasm 4.22.0');
    expect(await openBackend({ warn, pin: 'cpu', importNative })).toBe('cpu 4.22.0');
    expect(asked).toBe(0);
  });

  it('prefers native where it loads', async () => {
    const importNative = async (): Promise<unknown> =>
      tf.registerBackend('tensorflow', () => new MathBackendCPU());
    expect(await openBackend({ warn, importNative })).toBe('native 4.22.0');
    expect(tf.getBackend()).toBe('tensorflow');
  });
});
