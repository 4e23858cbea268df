import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const ours = new URL('dist/src/log/kafka/kafkajs.js', root).href;

/** What an application that imports kafkajs too gets to see, in a process of its own. */
function beside(...imports: readonly string[]): unknown {
  const code = `${imports.join('\n')}
    import { createRequire } from 'node:module';
    const require = createRequire('${ours}');
    const untouched = (part) => require('kafkajs/src/' + part);
    console.log(JSON.stringify({
      apart: Ours !== Theirs,
      batch: untouched('consumer/batch.js').name,
      fetches: untouched('protocol/requests/fetch/index.js').versions.length > 1,
    }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

const us = `import { Kafka as Ours } from '${ours}';`;
const them = `import kafkajs from 'kafkajs'; const { Kafka: Theirs } = kafkajs;`;
const later = `const { Kafka: Theirs } = (await import('kafkajs')).default;`;

it.each([
  ['before it', [them, us]],
  ['after it: linked, but not run yet', [us, them]],
  ['long after it', [us, later]],
])("keeps its own kafkajs apart from an application's that is imported %s", (_, imports) => {
  expect(beside(...imports)).toEqual({ apart: true, batch: 'Batch', fetches: true });
});
