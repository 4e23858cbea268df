import { spawn } from 'node:child_process';

/**
 * Runs a script of Python's: the question goes in as JSON, the answer comes out as JSON.
 *
 * @param needs what the Python must have, and how to get it, for the error
 * @throws Error when it ends with another code than 0; what it wrote to stderr has been shown
 */
export async function askPython(
  python: string,
  script: string,
  question: unknown,
  needs: string,
): Promise<unknown> {
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stdin.end(JSON.stringify(question));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `${python} ended with ${String(code)}: LEEWAY_PYTHON must name a Python that has ${needs}`,
    );
  }
  return JSON.parse(output);
}
