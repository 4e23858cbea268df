/** A file as a sample: events of Leeway, a line each. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isEventLine, readLines } from './read-lines.js';
import type { Sample } from './sample.js';

export async function readFile(path: string, rows: number, sample: Sample): Promise<void> {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  if (!isEventLine(await firstLine(path)))
    throw new Error(
      `${path} does not begin with an event: a line is an object with id, model, time, and features or an outcome`,
    );
  await readLines(path, rows, sample);
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path);
  try {
    for await (const line of file.readLines()) if (line.trim() !== '') return line;
    return '';
  } finally {
    await file.close();
  }
}
