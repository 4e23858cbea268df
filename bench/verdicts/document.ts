/** docs/verdicts.md: each benchmark of what is told renews its own part. */
import { readFileSync, writeFileSync } from 'node:fs';
import { renewParts } from '../detectors/document.js';

const document = new URL('../../../docs/verdicts.md', import.meta.url);

export function writeVerdicts(parts: Readonly<Record<string, string>>): void {
  writeFileSync(document, renewParts(readFileSync(document, 'utf8'), parts));
}
