import { describe, expect, it } from 'vitest';
import {
  artifactFormat,
  readArtifact,
  writeArtifact,
  type DenseModel,
} from '../../../../src/training/tensorflow/artifact.js';
import { loadScorer } from '../../../../src/training/tensorflow/dense-scorer.js';
import { TrainingError } from '../../../../src/training/errors.js';
import type { ModelArtifact } from '../../../../src/training/port.js';

/** x -> relu(x, -x) -> outputs, by hand. */
function model(output: DenseModel['output'], last: number[], labels: string[] = []): DenseModel {
  const outputs = last.length / 2;
  return {
    encoder: { features: [{ kind: 'standardised', name: 'x', missing: false, mean: 10, sd: 2 }] },
    labels,
    output,
    network: {
      layers: [
        { inputs: 1, outputs: 2, weights: Float32Array.of(1, -1), bias: Float32Array.of(0, 0) },
        { inputs: 2, outputs, weights: Float32Array.from(last), bias: new Float32Array(outputs).fill(0.5) },
      ],
    },
  };
}
const load = (of: DenseModel): ReturnType<typeof loadScorer> =>
  loadScorer(JSON.parse(JSON.stringify(writeArtifact(of, 'wasm 4.22.0', 1))) as ModelArtifact);

describe('loadScorer', () => {
  it('answers a binary model with label and score', () => {
    const scorer = load(model({ task: 'binary' }, [1, -2]));
    // x = 14: 2 deviations: relu gives (2, 0): logit 2.5. x = 8: (0, 1): logit -1.5.
    const [up, down] = scorer.score([{ x: 14 }, { x: 8 }]);
    expect(up).toEqual({ task: 'binary', label: 1, score: Math.fround(1 / (1 + Math.exp(-2.5))) });
    expect(down).toEqual({ task: 'binary', label: 0, score: Math.fround(1 / (1 + Math.exp(1.5))) });
  });

  it('answers a multiclass model with the likeliest class, without overflow', () => {
    const scorer = load(model({ task: 'multiclass' }, [3_000, 0, 0, 1_000], ['a', 'b']));
    expect(scorer.score([{ x: 14 }])).toEqual([
      { task: 'multiclass', label: 'a', probabilities: { a: 1, b: 0 } },
    ]);
    expect(scorer.score([{ x: 10 }])).toEqual([
      { task: 'multiclass', label: 'a', probabilities: { a: 0.5, b: 0.5 } },
    ]);
  });

  it('scales a regression back', () => {
    const scorer = load(model({ task: 'regression', mean: 100, sd: 10 }, [1, -2]));
    expect(scorer.score([{ x: 14 }, {}])).toEqual([
      { task: 'regression', value: 125 },
      { task: 'regression', value: 105 },
    ]);
  });

  it('scores batches longer than a block, and none', () => {
    const scorer = load(model({ task: 'regression', mean: 0, sd: 1 }, [1, -1]));
    const rows = Array.from({ length: 1_300 }, (_, i) => ({ x: 10 + 2 * (i % 3) }));
    expect(scorer.score(rows).map((answer) => answer.task === 'regression' && answer.value)).toEqual(
      rows.map((_, i) => 0.5 + (i % 3)),
    );
    expect(scorer.score([])).toEqual([]);
  });

  it('is gone after dispose', () => {
    const scorer = load(model({ task: 'binary' }, [1, -2]));
    scorer.dispose();
    expect(() => scorer.score([{ x: 1 }])).toThrow('disposed');
  });
});

describe('the artifact', () => {
  const good = writeArtifact(model({ task: 'binary' }, [1, -2]), 'wasm 4.22.0', 7);

  it('names format, backend and seed, and comes back as it went', () => {
    expect(good).toMatchObject({ format: artifactFormat, task: 'binary', backend: 'wasm 4.22.0', seed: 7 });
    expect(readArtifact(JSON.parse(JSON.stringify(good)) as ModelArtifact)).toEqual(
      model({ task: 'binary' }, [1, -2]),
    );
  });

  it.each([
    ['another format', { ...good, format: 'onnx' }, /has the format 'onnx'/],
    ['no body', { ...good, body: null }, /damaged/],
    ['cut weights', damaged({ weights: 'AAAA' }), /expected 2 floats \(8 bytes\), found 3 bytes/],
    [
      'layers that do not fit',
      damaged({ outputs: 1, weights: 'AACAPw==', bias: 'AACAPw==' }),
      /takes 2 inputs/,
    ],
  ])('is refused with %s', (_, artifact, message) => {
    const attempt = (): unknown => loadScorer(artifact);
    expect(attempt).toThrow(TrainingError);
    expect(attempt).toThrow(message);
  });

  function damaged(layer: object): ModelArtifact {
    const body = structuredClone(good.body) as { layers: object[] };
    Object.assign(body.layers[0] as object, layer);
    return { ...good, body };
  }

  it('is refused when it does not fit into a record, and says what takes the room', () => {
    const big = model({ task: 'binary' }, [1, -2]);
    const categories = Array.from({ length: 50_000 }, (_, i) => `category-number-${i}`);
    const features = [{ kind: 'one-hot-category' as const, name: 'user', missing: false, categories }];
    const attempt = (): unknown => writeArtifact({ ...big, encoder: { features } }, 'wasm', 1);
    expect(attempt).toThrow(/at most 900000 fit into a record\. Its largest feature is 'user'/);
  });
});
