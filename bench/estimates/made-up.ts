/** Made-up streams with a known change: inputs that move, and a concept that does. */
import { seededRandom, type Random } from '../../detectors/random.js';
import { drawNormal } from '../../src/estimates/draw.js';
import type { EstimateRow, EstimateStream } from './streams.js';

const REFERENCE_CHUNKS = 42;
const LIVE_CHUNKS = 60;

type World = (random: Random) => EstimateRow;

/** Scores are too sure of themselves; what happens follows a flatter curve. */
function classifier(mean: number, deviation: number, slope: number): World {
  return (random) => {
    const z = mean + deviation * drawNormal(random);
    const outcome = random() < sigmoid(slope * z - 0.5) ? 1 : 0;
    return { answer: sigmoid(z), outcome, inputs: [] };
  };
}

/** Errors grow with the answer; `scale` widens all of them. */
function regression(skew: number, scale: number): World {
  return (random) => {
    const input = random() ** skew;
    const answer = 10 * input;
    return { answer, outcome: answer + scale * (1 + answer) * drawNormal(random), inputs: [input] };
  };
}

export function madeUpStreams(rows: number): EstimateStream[] {
  const ordinary = classifier(0, 2, 0.6);
  return [
    made('inputs move', 'binary', rows, 1, ordinary, classifier(1, 1.5, 0.6)),
    made('concept changes', 'binary', rows, 2, ordinary, classifier(0, 2, 0.1)),
    made('regression, inputs move', 'regression', rows, 3, regression(1, 1), regression(2, 1)),
    made('regression, concept changes', 'regression', rows, 4, regression(1, 1), regression(1, 1.5)),
  ];
}

function made(
  name: string,
  task: EstimateStream['task'],
  rows: number,
  seed: number,
  before: World,
  after: World,
): EstimateStream {
  const random = seededRandom(seed);
  const chunks = (n: number, world: World) =>
    Array.from({ length: n }, () => Array.from({ length: rows }, () => world(random)));
  return { name, task, reference: chunks(REFERENCE_CHUNKS, before), live: chunks(LIVE_CHUNKS, after) };
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
