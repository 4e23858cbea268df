import { readFileSync } from 'node:fs';
import type { DetectorDescription } from '../../detectors/index.js';

/** The docstring of a detector, as it stands in its file. */
export function docstringOf({ name, reads }: DetectorDescription): string {
  const folder = reads === 'panes' ? 'panes' : 'single';
  const source = readFileSync(new URL(`../../detectors/${folder}/${name}.ts`, import.meta.url), 'utf8');
  const [, docstring] = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\nexport const \w+ = define/u.exec(source) ?? [];
  if (docstring === undefined) throw new Error(`${name} has no docstring above its definition`);
  return docstring;
}
