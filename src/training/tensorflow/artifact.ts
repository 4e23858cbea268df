/** What the built-in trainer puts into a `ModelArtifact`: written once, parsed strictly when it is loaded. */
import { z } from 'zod';
import { TrainingError } from '../errors.js';
import type { ModelArtifact } from '../port.js';
import { floatsFromBase64, floatsToBase64 } from './base64-floats.js';
import { encoderPlanSchema, type EncoderPlan } from './encoder-plan.js';
import type { DenseNetwork, OutputScale } from './network.js';

export const artifactFormat = 'leeway-dense/1';
/** A `models` record carries the artifact in one piece, below Kafka's default limit of 1 MB. */
export const maxArtifactBytes = 900_000;

const bodySchema = z.object({
  encoder: encoderPlanSchema,
  /** Class names in the order of the outputs; empty unless multiclass. */
  labels: z.array(z.string()),
  output: z.discriminatedUnion('task', [
    z.object({ task: z.literal('binary') }),
    z.object({ task: z.literal('multiclass') }),
    z.object({ task: z.literal('regression'), mean: z.number(), sd: z.number().positive() }),
  ]),
  layers: z
    .array(
      z.object({
        inputs: z.int().positive(),
        outputs: z.int().positive(),
        /** Base64 of little-endian float32. */
        weights: z.base64(),
        bias: z.base64(),
      }),
    )
    .min(1),
});

/** A model as the code uses it. */
export interface DenseModel {
  readonly encoder: EncoderPlan;
  readonly labels: readonly string[];
  readonly output: OutputScale;
  readonly network: DenseNetwork;
}

/** Throws `TrainingError` (`artifact-too-large`), naming what takes the room. */
export function writeArtifact(model: DenseModel, backend: string, seed: number): ModelArtifact {
  const body: z.infer<typeof bodySchema> = {
    encoder: model.encoder,
    labels: [...model.labels],
    output: model.output,
    layers: model.network.layers.map((layer) => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      weights: floatsToBase64(layer.weights),
      bias: floatsToBase64(layer.bias),
    })),
  };
  const artifact = { format: artifactFormat, task: model.output.task, backend, seed, body };
  const bytes = Buffer.byteLength(JSON.stringify(artifact));
  if (bytes > maxArtifactBytes) {
    const largest = model.encoder.features
      .map((feature) => ({ name: feature.name, bytes: Buffer.byteLength(JSON.stringify(feature)) }))
      .sort((a, b) => b.bytes - a.bytes)[0];
    throw new TrainingError(
      'artifact-too-large',
      `the trained model takes ${bytes} bytes; at most ${maxArtifactBytes} fit into a record. ` +
        `Its largest feature is '${largest?.name ?? ''}' (${largest?.bytes ?? 0} bytes), and it has ` +
        `${model.network.layers[0]?.inputs ?? 0} inputs: publish fewer features, or coarser categories`,
    );
  }
  return artifact;
}

/** Throws `TrainingError` (`bad-artifact`) on another format, a field that is wrong, or shapes that do not fit. */
export function readArtifact(artifact: ModelArtifact): DenseModel {
  if (artifact.format !== artifactFormat) {
    throw new TrainingError(
      'bad-artifact',
      `this artifact has the format '${artifact.format}'; this version of Leeway reads '${artifactFormat}': ` +
        'score with the version that trained it, or train anew',
    );
  }
  const parsed = bodySchema.safeParse(artifact.body);
  if (!parsed.success) {
    throw new TrainingError('bad-artifact', `the artifact is damaged: ${z.prettifyError(parsed.error)}`);
  }
  const { encoder, labels, output, layers } = parsed.data;
  try {
    const network = {
      layers: layers.map(({ inputs, outputs, weights, bias }) => ({
        inputs,
        outputs,
        weights: floatsFromBase64(weights, inputs * outputs),
        bias: floatsFromBase64(bias, outputs),
      })),
    };
    checkShapes(network, output.task === 'multiclass' ? labels.length : 1);
    return { encoder, labels, output, network };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TrainingError('bad-artifact', `the artifact is damaged: ${cause.message}`, { cause });
  }
}

function checkShapes(network: DenseNetwork, outputs: number): void {
  let width = network.layers[0]?.inputs;
  network.layers.forEach((layer, k) => {
    if (layer.inputs !== width) {
      throw new RangeError(`layer ${k} takes ${layer.inputs} inputs, the one before it gives ${width}`);
    }
    width = layer.outputs;
  });
  if (width !== outputs) throw new RangeError(`the last layer gives ${width} outputs, expected ${outputs}`);
}
