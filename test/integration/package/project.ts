/**
 * The package as npm makes it from a clean checkout: a copy of this tree without what git ignores, packed by `npm pack`,
 * which builds first. So the test neither needs a fresh `dist/` nor touches it.
 */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { outputOf } from './command.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What git ignores, and git itself. */
const ignored = new Set(['.git', '.cache', '.leeway', 'coverage', 'dist', 'node_modules']);

/** Things that lie about in a working tree and must not be in the package. */
const litter = ['dist/detectors/long-gone.js', '.cache/report.json', '.leeway/data.mdb', 'notes.log'];

export interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
}

export interface Packed {
  /** Path of the `.tgz`. */
  readonly tarball: string;
  /** Where it was built: what is in the package must not name it. */
  readonly builtIn: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly unpackedSize: number;
  /** Paths inside the package, with `/`. */
  readonly files: readonly string[];
}

export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** @param folder an empty one, for the copy */
export async function packProject(folder: string): Promise<Packed> {
  await cp(root, folder, {
    recursive: true,
    filter: (source) => resolve(dirname(source)) !== resolve(root) || !ignored.has(basename(source)),
  });
  for (const file of litter) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const destination = join(folder, '.packed');
  await mkdir(destination);
  const answer = await outputOf('npm', ['pack', '--json', '--pack-destination', destination], folder);
  // What the build prints before comes on standard output too.
  const json = answer.slice(answer.search(/^\[$/m));
  const [made] = JSON.parse(json) as {
    filename: string;
    size: number;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  if (made === undefined) throw new Error(`npm pack made nothing:\n${answer}`);
  if (!made.files.some(({ path }) => path.startsWith('dist/src/'))) {
    throw new Error(
      'npm pack made a package without dist/: package.json needs a "prepack" script that builds',
    );
  }
  return {
    tarball: join(destination, made.filename),
    builtIn: folder,
    size: made.size,
    unpackedSize: made.unpackedSize,
    files: made.files.map(({ path }) => path),
  };
}
