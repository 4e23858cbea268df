/** Examples in Markdown that promise what they print: `<!-- example -->`, a `ts` block, then a `text` block. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './project.js';

export interface Example {
  /** Such as `README.md:120`. */
  readonly where: string;
  /** TypeScript without types of its own, so that it is JavaScript too. */
  readonly code: string;
  readonly prints: string;
}

const MARKER = '<!-- example -->';
const BLOCKS = /\s*^```ts\n(?<code>.*?)^```\s*^```text\n(?<prints>.*?)^```$/msy;

/** @throws Error for a marker that is not followed by both blocks */
export async function examplesOf(file: string): Promise<Example[]> {
  const text = await readFile(join(root, file), 'utf8');
  const examples: Example[] = [];
  for (let at = text.indexOf(MARKER); at >= 0; at = text.indexOf(MARKER, at + 1)) {
    const where = `${file}:${text.slice(0, at).split('\n').length}`;
    BLOCKS.lastIndex = at + MARKER.length;
    const { code, prints } = BLOCKS.exec(text)?.groups ?? {};
    if (code === undefined || prints === undefined) {
      throw new Error(`${where}: after ${MARKER} come a ts block and a text block with what it prints`);
    }
    examples.push({ where, code, prints });
  }
  return examples;
}
