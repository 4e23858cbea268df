/** whylogs on the same rows, where there is a Python that has it: `LEEWAY_PYTHON`. */
import { fileURLToPath } from 'node:url';
import { askPython } from '../performance/ask-python.js';

interface Timed {
  readonly rows: number;
  /** Of CPU time. */
  readonly seconds: number;
  /** Of the profile, serialised. */
  readonly bytes: number;
}

export interface WhylogsSpeed {
  readonly version: string;
  readonly python: string;
  readonly frames: Timed;
  readonly single: Timed;
  readonly peakBytes: number;
}

export interface WhylogsPlan {
  readonly file: string;
  readonly rows: number;
  /** Rows a frame. */
  readonly frameRows: number;
  /** How many rows are logged one by one. */
  readonly singleRows: number;
}

/** From dist/bench/profiles to the script beside the source. */
const script = fileURLToPath(new URL('../../../bench/profiles/whylogs_speed.py', import.meta.url));

/** @throws Error when Python ends with another code than 0; what it wrote to stderr has been shown */
export async function whylogsSpeed(python: string, plan: WhylogsPlan): Promise<WhylogsSpeed> {
  return (await askPython(
    python,
    script,
    plan,
    'whylogs (pip install -r bench/profiles/requirements.txt)',
  )) as WhylogsSpeed;
}
