import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const ours = new URL('dist/src/log/kafka/kafkajs.js', root).href;

/** What an application that imports kafkajs too gets to see, in a process of its own. */
function beside(...imports: readonly string[]): unknown {
  const code = `${imports.join('\n')}
    console.log(JSON.stringify({ apart: Ours !== Theirs, lz4: typeof CompressionCodecs[CompressionTypes.LZ4]().decompress }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

const us = `import { Kafka as Ours } from '${ours}';`;
const them = `import kafkajs from 'kafkajs'; const { Kafka: Theirs, CompressionCodecs, CompressionTypes } = kafkajs;`;

it.each([
  ['before it', [them, us]],
  ['after it: linked, but not run yet', [us, them]],
])("keeps its own kafkajs apart from an application's that is imported %s", (_, imports) => {
  expect(beside(...imports)).toEqual({ apart: true, lz4: 'function' });
});
