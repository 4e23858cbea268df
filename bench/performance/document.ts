/** docs/performance.md: each benchmark renews its own part of it and its own pictures. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { renewParts } from '../detectors/document.js';

const root = new URL('../../../', import.meta.url);
const document = new URL('docs/performance.md', root);
const pictures = new URL('docs/pictures/performance/', root);

/** @param drawn SVG by file name */
export function writePart(name: string, content: string, drawn: Readonly<Record<string, string>> = {}): void {
  writeFileSync(document, renewParts(readFileSync(document, 'utf8'), { [name]: content }));
  if (Object.keys(drawn).length > 0) mkdirSync(pictures, { recursive: true });
  for (const [file, svg] of Object.entries(drawn)) writeFileSync(new URL(file, pictures), svg);
}
