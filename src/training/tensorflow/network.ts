/**
 * The trained network as plain arrays, and its forward pass.
 *
 * Scoring does not go through TensorFlow: for a network of this size the calls into wasm cost more than the arithmetic,
 * nothing here can leak, and the same weights give the same bits on every backend. A test holds it to `model.predict`.
 */

export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** `inputs` x `outputs`, row by row: the weights of input i stand together. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Every layer but the last is followed by relu. */
export interface DenseNetwork {
  readonly layers: readonly DenseLayer[];
}

/** What the last layer's numbers mean: sigmoid, softmax, or a standardised target to be scaled back. */
export type OutputScale =
  | { readonly task: 'binary' }
  | { readonly task: 'multiclass' }
  | { readonly task: 'regression'; readonly mean: number; readonly sd: number };

/** Runs rows through a network; holds the scratch space of one row, so one instance serves one caller at a time. */
export class ForwardPass {
  readonly outputs: number;
  readonly #network: DenseNetwork;
  readonly #scale: OutputScale;
  readonly #scratch: readonly Float64Array[];

  constructor(network: DenseNetwork, scale: OutputScale) {
    this.#network = network;
    this.#scale = scale;
    this.#scratch = network.layers.map((layer) => new Float64Array(layer.outputs));
    this.outputs = network.layers.at(-1)?.outputs ?? 0;
  }

  /** Answers of `rows` rows of a design matrix: `outputs` numbers each (probabilities, or the value). */
  run(matrix: Float32Array, rows: number, out: Float32Array, outAt = 0): void {
    const width = this.#network.layers[0]?.inputs ?? 0;
    for (let row = 0; row < rows; row++) {
      let input: Float32Array | Float64Array = matrix;
      let inputAt = row * width;
      for (let k = 0; k < this.#scratch.length; k++) {
        const output = this.#scratch[k] as Float64Array;
        applyLayer(
          this.#network.layers[k] as DenseLayer,
          input,
          inputAt,
          output,
          k < this.#scratch.length - 1,
        );
        input = output;
        inputAt = 0;
      }
      this.#finish(input, out, outAt + row * this.outputs);
    }
  }

  #finish(raw: Float32Array | Float64Array, out: Float32Array, at: number): void {
    const scale = this.#scale;
    switch (scale.task) {
      case 'binary':
        out[at] = 1 / (1 + Math.exp(-(raw[0] as number)));
        break;
      case 'regression':
        out[at] = (raw[0] as number) * scale.sd + scale.mean;
        break;
      case 'multiclass': {
        let largest = -Infinity;
        for (let k = 0; k < this.outputs; k++) largest = Math.max(largest, raw[k] as number);
        let sum = 0;
        for (let k = 0; k < this.outputs; k++) sum += Math.exp((raw[k] as number) - largest);
        for (let k = 0; k < this.outputs; k++) out[at + k] = Math.exp((raw[k] as number) - largest) / sum;
        break;
      }
    }
  }
}

function applyLayer(
  layer: DenseLayer,
  input: Float32Array | Float64Array,
  inputAt: number,
  output: Float64Array,
  relu: boolean,
): void {
  const { inputs, outputs, weights } = layer;
  output.set(layer.bias);
  for (let i = 0; i < inputs; i++) {
    const value = input[inputAt + i] as number;
    // One-hot inputs and relu leave most values at zero: skipping them is most of the speed.
    if (value === 0) continue;
    const from = i * outputs;
    for (let k = 0; k < outputs; k++)
      output[k] = (output[k] as number) + value * (weights[from + k] as number);
  }
  if (relu) for (let k = 0; k < outputs; k++) if ((output[k] as number) < 0) output[k] = 0;
}
