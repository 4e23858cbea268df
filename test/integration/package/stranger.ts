/** An empty project into which the package was installed, as its users do. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { outputOf } from './command.js';
import { root } from './project.js';

export interface Stranger {
  readonly folder: string;
  /** Of the installed package. */
  readonly package: string;
  /** Seconds that `npm install` took. */
  readonly installSeconds: number;
  /** Runs an ES module in plain Node. @returns what it printed */
  run(name: string, code: string): Promise<string>;
  /** Compiles TypeScript strictly, declarations of packages included. @throws Error with the compiler's complaints */
  compile(files: Readonly<Record<string, string>>, options: Readonly<Record<string, unknown>>): Promise<void>;
}

/** @param folder a new one */
export async function installInto(folder: string, tarball: string): Promise<Stranger> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const began = performance.now();
  // The packages are those of `npm ci`, so most come from npm's cache.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await outputOf('npm', ['install', pathToFileURL(tarball).href, ...flags], folder);
  const installSeconds = (performance.now() - began) / 1000;
  return {
    folder,
    package: join(folder, 'node_modules', 'leeway'),
    installSeconds,
    run: async (name, code) => {
      await writeFile(join(folder, name), code);
      return await outputOf(process.execPath, [name], folder);
    },
    compile: async (files, options) => {
      for (const [name, code] of Object.entries(files)) await writeFile(join(folder, name), code);
      const project = 'tsconfig.json';
      const compilerOptions = {
        target: 'es2022',
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        ...options,
      };
      const config = JSON.stringify({ compilerOptions, files: Object.keys(files) });
      await writeFile(join(folder, project), config);
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      await outputOf(process.execPath, [compiler, '-p', project], folder);
    },
  };
}
