import { fileURLToPath } from 'node:url';
import { askPython } from '../performance/ask-python.js';

export interface NannymlRun {
  readonly version: string;
  readonly seconds: number;
  readonly peakBytes: number;
}

/** From dist/bench/backtest to the script beside the source. */
const script = fileURLToPath(new URL('../../../bench/backtest/nannyml_speed.py', import.meta.url));

/** Drift of each feature and CBPE by day, the first 42 days as the reference; from reading the file on. */
export async function askNannyml(python: string, file: string): Promise<NannymlRun> {
  return (await askPython(python, script, { file }, 'nannyml (pip install nannyml)')) as NannymlRun;
}
