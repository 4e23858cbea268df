/** river's detectors on the same values, where there is a Python that has them: `LEEWAY_PYTHON`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

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
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stdin.end(JSON.stringify(plan));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `${python} ended with ${code}: LEEWAY_PYTHON must name a Python that has river (pip install river)`,
    );
  }
  return JSON.parse(output) as RiverSpeed;
}
