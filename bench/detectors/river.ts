/** river's detectors on the same values, where there is a Python that has them: `LEEWAY_PYTHON`. */
import { fileURLToPath } from 'node:url';
import { askPython } from '../performance/ask-python.js';

export interface RiverSpeed {
  readonly version: string;
  readonly python: string;
  /** Nanoseconds of going through the values, and of calling a method that does nothing for each. */
  readonly loop: number;
  readonly call: number;
  /** Nanoseconds an update with the loop, medians, by our names. */
  readonly ns: Readonly<Record<string, number>>;
}

export interface RiverPlan {
  readonly values: readonly number[];
  readonly runs: number;
  /** Least milliseconds of one run. */
  readonly least: number;
}

/** From dist/bench/detectors to the script beside the source. */
const script = fileURLToPath(new URL('../../../bench/detectors/river_speed.py', import.meta.url));

/** @throws Error when Python ends with another code than 0; what it wrote to stderr has been shown */
export async function riverSpeed(python: string, plan: RiverPlan): Promise<RiverSpeed> {
  return (await askPython(python, script, plan, 'river (pip install river)')) as RiverSpeed;
}
