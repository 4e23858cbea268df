/** Events as JSON lines: as they are sent to Leeway, or with their topic, as `leeway simulate --out` writes them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Sample } from './sample.js';

/** @param rows reads no more lines than this */
export async function readLines(path: string, rows: number, sample: Sample): Promise<void> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    takeLine(line, `${path}:${number}`, sample);
    if (number >= rows) break;
  }
}

function takeLine(line: string, where: string, sample: Sample): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    sample.refuse(`${where}: not JSON: ${(error as Error).message}`);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    sample.refuse(`${where}: must be an object, with an event in it`);
    return;
  }
  const { topic, event } = value as { readonly topic?: unknown; readonly event?: unknown };
  if ((topic === 'predictions' || topic === 'outcomes') && event !== undefined) {
    sample.take(topic, JSON.stringify(event), where, 'file');
    return;
  }
  const kind = 'outcome' in value && !('features' in value) ? 'outcomes' : 'predictions';
  sample.take(kind, line, where, 'file');
}

/** Whether the first line of a file looks like an event of Leeway, as opposed to a row of a table. */
export function isEventLine(line: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return false;
  }
  if (typeof value !== 'object' || value === null) return false;
  const { topic, model, id } = value as Record<string, unknown>;
  return (
    topic === 'predictions' ||
    topic === 'outcomes' ||
    (typeof model === 'string' && typeof id === 'string' && ('features' in value || 'outcome' in value))
  );
}
