/** What a browser application is sent when it imports a part of the package. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

export interface Bundle {
  readonly code: string;
  /** Bytes, minified. */
  readonly size: number;
  readonly gzipped: number;
  /** What is still to be loaded from elsewhere, such as `node:fs`. */
  readonly imports: readonly string[];
  /** Files that code in it comes from. */
  readonly modules: readonly string[];
}

/**
 * Bundles one module that stands in a project, minified, for browsers.
 * @param folder the project, whose `node_modules` are searched
 * @param format `iife` runs as a classic script
 */
export async function bundleOf(
  folder: string,
  code: string,
  format: 'esm' | 'iife' = 'esm',
): Promise<Bundle> {
  const entry = join(folder, 'bundled-entry.js');
  const bundle = await rolldown({
    input: entry,
    cwd: folder,
    platform: 'browser',
    plugins: [
      {
        name: 'entry-from-memory',
        resolveId: (id) => (id === entry ? entry : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
  });
  try {
    const { output } = await bundle.generate({ format, minify: true });
    const [chunk, ...more] = output;
    if (more.length > 0) throw new Error(`one file expected, got ${output.length}`);
    return {
      code: chunk.code,
      size: Buffer.byteLength(chunk.code),
      gzipped: gzipSync(chunk.code).length,
      imports: [...chunk.imports, ...chunk.dynamicImports],
      // The bundler's own modules begin with \0.
      modules: Object.keys(chunk.modules).filter((module) => module !== entry && !module.startsWith('\0')),
    };
  } finally {
    await bundle.close();
  }
}
