/** Scores with a trained artifact: no TensorFlow, no native code, synchronous. */
import type { SingleAnswer, Features } from '../../events/event.js';
import { TrainingError } from '../errors.js';
import type { ModelArtifact, Scorer } from '../port.js';
import { readArtifact, type DenseModel } from './artifact.js';
import { Encoder } from './encoder.js';
import { ForwardPass } from './network.js';
import type { RowTable } from './row-table.js';

/** Rows encoded at once: the matrix stays in the processor's cache. */
const block = 512;

export class DenseScorer implements Scorer {
  readonly task: SingleAnswer['task'];
  /** Class names in the order of the outputs; empty unless multiclass. */
  readonly labels: readonly string[];
  /** Numbers per answer. */
  readonly outputs: number;
  readonly #encoder: Encoder;
  readonly #forward: ForwardPass;
  readonly #matrix: Float32Array;
  #disposed = false;

  constructor(model: DenseModel) {
    this.task = model.output.task;
    this.labels = model.labels;
    this.#encoder = new Encoder(model.encoder);
    const inputs = model.network.layers[0]?.inputs;
    if (inputs !== this.#encoder.width) {
      throw new TrainingError(
        'bad-artifact',
        `the artifact is damaged: its features make ${this.#encoder.width} inputs, its network takes ${inputs}`,
      );
    }
    this.#forward = new ForwardPass(model.network, model.output);
    this.outputs = this.#forward.outputs;
    this.#matrix = new Float32Array(block * this.#encoder.width);
  }

  score(rows: readonly Features[]): SingleAnswer[] {
    if (this.#disposed) throw new Error('this scorer has been disposed of: load the artifact anew');
    const numbers = new Float32Array(rows.length * this.outputs);
    const width = this.#encoder.width;
    for (let first = 0; first < rows.length; first += block) {
      const size = Math.min(block, rows.length - first);
      this.#matrix.fill(0, 0, size * width);
      for (let i = 0; i < size; i++)
        this.#encoder.encode(rows[first + i] as Features, this.#matrix, i * width);
      this.#forward.run(this.#matrix, size, numbers, first * this.outputs);
    }
    return Array.from({ length: rows.length }, (_, row) => this.#answer(numbers, row * this.outputs));
  }

  /** `outputs` numbers for each of some rows of a table, in the order of `rows`. */
  scoreTable(table: RowTable, rows: Uint32Array): Float32Array {
    const numbers = new Float32Array(rows.length * this.outputs);
    for (let first = 0; first < rows.length; first += block) {
      const part = rows.subarray(first, first + block);
      this.#forward.run(this.#encoder.encodeTable(table, part), part.length, numbers, first * this.outputs);
    }
    return numbers;
  }

  dispose(): void {
    this.#disposed = true;
  }

  #answer(numbers: Float32Array, at: number): SingleAnswer {
    switch (this.task) {
      case 'binary': {
        const score = numbers[at] as number;
        return { task: 'binary', label: score >= 0.5 ? 1 : 0, score };
      }
      case 'regression':
        return { task: 'regression', value: numbers[at] as number };
      case 'multiclass': {
        const probabilities: Record<string, number> = {};
        let best = 0;
        for (let k = 0; k < this.outputs; k++) {
          probabilities[this.labels[k] as string] = numbers[at + k] as number;
          if ((numbers[at + k] as number) > (numbers[at + best] as number)) best = k;
        }
        return { task: 'multiclass', label: this.labels[best] as string, probabilities };
      }
    }
  }
}

/** Throws `TrainingError` (`bad-artifact`). */
export function loadScorer(artifact: ModelArtifact): DenseScorer {
  return new DenseScorer(readArtifact(artifact));
}
