/** What a stranger gets: the package is packed from a clean copy of the tree, installed in an empty project, and used. */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { chromiumArguments, chromiumService, titled } from '../../services/index.js';
import { widening } from '../../support/pinned-streams.js';
import { bundleOf } from './bundle.js';
import { outputOf } from './command.js';
import { examplesOf } from './examples.js';
import { packProject, readManifest, root, type Packed } from './project.js';
import { installInto, type Stranger } from './stranger.js';
import { clientInUse, commonJsInUse, librariesInUse } from './typed-uses.js';

const examples = [...(await examplesOf('README.md')), ...(await examplesOf('docs/libraries.md'))];
const browser = chromiumService();

let folder: string;
let packed: Packed;
let stranger: Stranger;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'leeway-package-')));
  packed = await packProject(join(folder, 'checkout'));
  stranger = await installInto(join(folder, 'application'), packed.tarball);
  say(
    `the package: ${kilobytes(packed.size)} (${kilobytes(packed.unpackedSize)} unpacked, ${packed.files.length} files),` +
      ` installed with all it needs in ${stranger.installSeconds.toFixed(0)} s`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the tarball', () => {
  it('has the compiled code with its maps, the page, the licence and nothing else', () => {
    const wanted =
      /^(package\.json|README\.md|LICENSE|NOTICE|dist\/(src|consumers|producers|detectors)\/.+\.(js|js\.map|d\.ts)|dist\/src\/dashboard\/[^/]+\.(html|css|svg))$/;
    expect(packed.files.filter((file) => !wanted.test(file))).toEqual([]);
    expect(packed.files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'NOTICE']));
  });

  it('has no output of a source that is gone', () => {
    expect(packed.files).not.toContain('dist/detectors/long-gone.js');
  });

  it('has all that the manifest names', async () => {
    const { exports, bin } = await readManifest(stranger.package);
    const named = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const paths = [...named, ...Object.values(bin)].map((path) => posix.normalize(path));
    expect(packed.files).toEqual(expect.arrayContaining(paths));
  });

  it('has maps that show their sources, which are in them', async () => {
    for (const file of packed.files.filter((name) => name.endsWith('.js'))) {
      const code = await readFile(join(stranger.package, file), 'utf8');
      const map = /^\/\/# sourceMappingURL=(.+)$/m.exec(code)?.[1];
      if (map === undefined) continue;
      const path = posix.join(posix.dirname(file), map);
      expect(packed.files, file).toContain(path);
      const { sources, sourcesContent } = JSON.parse(
        await readFile(join(stranger.package, path), 'utf8'),
      ) as { sources: string[]; sourcesContent?: (string | null)[] };
      expect(
        sources.filter((source) => !source.startsWith('../')),
        path,
      ).toEqual([]);
      expect(
        sourcesContent?.map((content) => typeof content),
        path,
      ).toEqual(sources.map(() => 'string'));
    }
  });

  it('names no folder of the machine that made it', async () => {
    const folders = [packed.builtIn, resolve(root)];
    for (const file of packed.files) {
      const text = await readFile(join(stranger.package, file), 'utf8');
      expect(
        folders.filter((name) => text.includes(name)),
        file,
      ).toEqual([]);
    }
  });
});

describe('in plain Node', () => {
  it('imports every entry', async () => {
    const { exports } = await readManifest(stranger.package);
    const entries = Object.entries(exports)
      .filter(([, target]) => typeof target !== 'string')
      .map(([entry]) => posix.join('leeway', entry));
    expect(entries).toContain('leeway/detectors');
    const code = entries.map((entry) => `console.log(Object.keys(await import('${entry}')).length > 0);`);
    expect(await stranger.run('entries.js', code.join('\n'))).toBe('true\n'.repeat(entries.length));
  });

  it('gives CommonJS the detectors', async () => {
    const code = `console.log(require('leeway/detectors').createDetector('ddm').update(0).drift);`;
    expect(await stranger.run('common.cjs', code)).toBe('false\n');
  });

  it('runs the command', async () => {
    const { bin } = await readManifest(stranger.package);
    expect(Object.keys(bin)).toEqual(['leeway']);
    const printed = await outputOf(join('node_modules', '.bin', 'leeway'), ['topology'], stranger.folder);
    expect(printed).toContain('predictions');
  });

  it.each(examples)('prints what $where promises', async ({ code, prints }) => {
    expect(await stranger.run('example.js', code)).toBe(prints);
  });
});

describe('typed', () => {
  const resolutions = [
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ];

  it.each(resolutions)('libraries need no types of Node: $moduleResolution', async (resolution) => {
    const shown = examples.map(({ code }, index) => [`example-${index}.ts`, code] as const);
    const files = { 'libraries.ts': librariesInUse, ...Object.fromEntries(shown) };
    await stranger.compile(files, { ...resolution, lib: ['es2022', 'dom'], types: [] });
  });

  it.each(resolutions)('the client, on Node: $moduleResolution', async (resolution) => {
    const typeRoots = [join(root, 'node_modules', '@types')];
    const options = { ...resolution, lib: ['es2022'], types: ['node'], typeRoots };
    await stranger.compile({ 'client.ts': clientInUse }, options);
  });

  it('CommonJS', async () => {
    const options = { ...resolutions[0], lib: ['es2022'], types: [] };
    await stranger.compile({ 'common.cts': commonJsInUse }, options);
  });

  it('a mistake is found', async () => {
    const wrong = `import { psi } from 'leeway/distances';\nexport const text: string = psi([1], [1]);`;
    await expect(stranger.compile({ 'wrong.ts': wrong }, { module: 'nodenext', types: [] })).rejects.toThrow(
      /wrong\.ts\(2,14\): error TS2322/,
    );
  });
});

/** What an import may add to a page, minified; what docs/libraries.md promises. */
const imports = [
  { names: 'createDetector', from: 'leeway/detectors', most: 40_000 },
  { names: 'psi', from: 'leeway/distances', most: 1_000 },
  { names: 'f1', from: 'leeway/metrics', most: 2_000 },
  { names: 'emptySum, addToSum, sumValue', from: 'leeway/aggregates', most: 2_000 },
  { names: 'abruptStream, bernoulli', from: 'leeway/generators', most: 2_000 },
];

describe('bundled for a browser', () => {
  it.each(imports)('{ $names } from $from: at most $most bytes', async ({ names, from, most }) => {
    const code = `import { ${names} } from '${from}'; globalThis.used = [${names}];`;
    const bundle = await bundleOf(stranger.folder, code);
    say(
      `{ ${names} } from ${from}: ${kilobytes(bundle.size)} minified, ${kilobytes(bundle.gzipped)} gzipped`,
    );
    expect(bundle.imports).toEqual([]);
    expect(bundle.size).toBeLessThan(most);
    expect(bundle.modules.filter((module) => !module.startsWith(stranger.package))).toEqual([]);
  });

  it('leaves out what is imported and not used', async () => {
    const code = imports.map(({ names, from }) => `import { ${names} } from '${from}';`).join('\n');
    expect((await bundleOf(stranger.folder, code)).modules).toEqual([]);
  });

  it('imports no Node API and no package but simple-statistics, whole', async () => {
    const entries = imports.map(({ from }) => `export * as ${posix.basename(from)} from '${from}';`);
    const { imports: left, modules } = await bundleOf(stranger.folder, entries.join('\n'));
    expect(left).toEqual([]);
    const homes = [stranger.package, join(stranger.folder, 'node_modules', 'simple-statistics')];
    expect(modules.filter((module) => !homes.some((home) => module.startsWith(home)))).toEqual([]);
  });

  describe.skipIf(browser.missing !== undefined)(titled('in Chromium', browser), () => {
    it('ADWIN alarms at 1023, through a snapshot too', async () => {
      const { code } = await bundleOf(
        stranger.folder,
        `import { createDetector, restoreDetector } from 'leeway/detectors';
         globalThis.alarms = (values) => {
           let detector = createDetector('adwin');
           return values.flatMap((value, index) => {
             if (index === 500) detector = restoreDetector(JSON.parse(JSON.stringify(detector.snapshot())));
             return detector.update(value).drift ? [index] : [];
           });
         };`,
        'iife',
      );
      const opened = await chromium.launch({
        executablePath: browser.address!,
        args: [...chromiumArguments],
      });
      try {
        const page = await opened.newPage();
        await page.addScriptTag({ content: code });
        const stream = JSON.stringify(widening());
        expect(await page.evaluate(`alarms(${stream})`)).toEqual([1023]);
      } finally {
        await opened.close();
      }
    });
  });
});

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Into the log of the test run, for people. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
