/** NannyML on the same chunks, where there is a Python that has it: `LEEWAY_PYTHON`. */
import { fileURLToPath } from 'node:url';
import { askPython } from '../performance/ask-python.js';
import { realised, type Estimates } from './ours.js';
import type { EstimateStream } from './streams.js';

interface Theirs {
  /** By metric, a chunk each: value, lower and upper end of the sampling band. */
  readonly [metric: string]: readonly (readonly [number, number, number])[];
}

/** From dist/bench/estimates to the script beside the source. */
const script = fileURLToPath(new URL('../../../bench/estimates/nannyml_estimates.py', import.meta.url));

/** @throws Error when Python ends with another code than 0; what it wrote to stderr has been shown */
export async function nannymlEstimates(python: string, stream: EstimateStream): Promise<Estimates> {
  const { task, reference, live } = stream;
  const theirs = (await askPython(
    python,
    script,
    { task, reference, live },
    'nannyml (pip install -r bench/estimates/requirements.txt)',
  )) as Theirs;
  const known = live.map((rows) => realised(task, rows));
  return Object.fromEntries(
    Object.entries(theirs).map(([metric, chunks]) => [
      metric,
      chunks.flatMap(([value, low, high], chunk) => {
        const now = known[chunk]?.[metric];
        return now === undefined ? [] : [{ value, low, high, realised: now }];
      }),
    ]),
  );
}
