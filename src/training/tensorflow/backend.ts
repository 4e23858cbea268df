/**
 * Chooses where TensorFlow.js computes: `native` (the optional peer `@tensorflow/tfjs-node`), `wasm`, `cpu`.
 * Training gives other bits on another backend, so what runs is named in every artifact and can be pinned.
 */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm as wasmVersion } from '@tensorflow/tfjs-backend-wasm';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import util from 'node:util';
import { TrainingError } from '../errors.js';

export type BackendKind = 'native' | 'wasm' | 'cpu';

export interface BackendOptions {
  /** Exactly this backend or an error. Without it: native if it is installed, else wasm, else cpu. */
  readonly pin?: BackendKind;
  /** Told, in plain words, why a better backend is not used. */
  readonly warn: (message: string) => void;
  /** Folder of the `.wasm` files; default: the package's own. */
  readonly wasmFolder?: string;
  /** Loads `@tensorflow/tfjs-node`, which registers itself. */
  readonly importNative?: () => Promise<unknown>;
}

/**
 * Makes a backend current for this thread.
 * @returns its name and version, e.g. `wasm 4.22.0`
 * @throws TrainingError `backend-unavailable`: the pinned backend cannot be used; says how to get it
 */
export async function openBackend(options: BackendOptions): Promise<string> {
  const { pin, warn } = options;
  if (pin === 'native' || pin === undefined) {
    const failure = await openNative(options.importNative ?? importTfjsNode);
    if (failure === null) return `native ${tf.version_core}`;
    if (pin === 'native')
      throw unavailable(pin, `${failure}: run 'npm install @tensorflow/tfjs-node@${tf.version_core}'`);
    // Not installed is the normal case; installed and broken is worth a word.
    if (!failure.startsWith('not installed'))
      warn(`@tensorflow/tfjs-node cannot be used (${failure}); training on wasm`);
  }
  if (pin !== 'cpu') {
    const folder = options.wasmFolder ?? packageWasmFolder();
    const failure = await openWasm(folder);
    if (failure === null) return `wasm ${wasmVersion}`;
    const found = `the .wasm files in ${folder} could not be started (${failure})`;
    if (pin === 'wasm') throw unavailable(pin, `${found}: reinstall the dependencies`);
    warn(`${found}; training on cpu, about four times slower`);
  }
  const { version_cpu: cpuVersion } = await import('@tensorflow/tfjs-backend-cpu');
  if (await tf.setBackend('cpu')) return `cpu ${cpuVersion}`;
  throw unavailable('cpu', 'TensorFlow.js refused it: reinstall the dependencies');
}

function unavailable(backend: BackendKind, why: string): TrainingError {
  return new TrainingError(
    'backend-unavailable',
    `the ${backend} backend of TensorFlow.js is not available: ${why}`,
  );
}

/** @returns null, or why not */
async function openNative(importNative: () => Promise<unknown>): Promise<string | null> {
  try {
    restoreUtilChecks();
    await importNative();
    return (await tf.setBackend('tensorflow')) ? null : 'loaded, but TensorFlow.js refused it';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    // The same code when a file INSIDE the package is missing: then it is installed and broken.
    const absent = code === 'ERR_MODULE_NOT_FOUND' && message.includes("package '@tensorflow/tfjs-node'");
    return absent ? 'not installed' : message;
  }
}

/** @returns null, or why not */
async function openWasm(folder: string): Promise<string | null> {
  try {
    setWasmPaths(folder.endsWith(sep) ? folder : folder + sep);
    // On failure this answers false and leaves 'wasm' as the name of a backend that is not there.
    return (await tf.setBackend('wasm')) ? null : 'TensorFlow.js refused it';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function importTfjsNode(): Promise<unknown> {
  // A variable, so that the compiler does not look for a package that is optional.
  const optionalPeer: string = '@tensorflow/tfjs-node';
  return import(optionalPeer);
}

/** Node 23 removed two functions that tfjs-node 4.22 still calls. */
function restoreUtilChecks(): void {
  const old = util as {
    isNullOrUndefined?: (value: unknown) => boolean;
    isArray?: (value: unknown) => boolean;
  };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  old.isArray ??= (value) => Array.isArray(value);
}

function packageWasmFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
}
