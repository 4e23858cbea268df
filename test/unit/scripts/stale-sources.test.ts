import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staleSources } from '../../../scripts/stale-sources.mjs';

let root: string;
/** Writes a file that was changed so many seconds after the first one. */
function put(path: string, second: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), 1_000 + second, 1_000 + second);
}

const BUILT = [
  ['src/cli/main.ts', 'dist/src/cli/main.js'],
  ['src/dashboard/page.css', 'dist/src/dashboard/page.css'],
  ['bench/run.ts', 'dist/bench/run.js'],
] as const;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'leeway-stale-'));
  for (const folder of ['consumers', 'producers', 'detectors']) mkdirSync(join(root, folder));
  for (const file of ['tsconfig.json', 'tsconfig.build.json']) put(file, 0);
  for (const [source] of BUILT) put(source, 0);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('staleSources', () => {
  const build = () => BUILT.forEach(([, output]) => put(output, 10));

  it('are all of them where nothing has been built', () => {
    expect(staleSources(root)).toEqual([
      'tsconfig.json',
      'tsconfig.build.json',
      ...BUILT.map(([source]) => source),
    ]);
  });

  it('are none after a build', () => {
    build();
    expect(staleSources(root)).toEqual([]);
  });

  it.each([...BUILT.map(([source]) => source), 'tsconfig.build.json'])('%s, changed since', (path) => {
    build();
    put(path, 11);
    expect(staleSources(root)).toEqual([path]);
  });

  it('a new one, but not what only the type checker or another program reads', () => {
    build();
    for (const path of ['consumers/new.ts', 'src/types.d.ts', 'src/dashboard/tsconfig.json', 'bench/peer.py'])
      put(path, 5);
    expect(staleSources(root)).toEqual(['consumers/new.ts']);
  });
});
