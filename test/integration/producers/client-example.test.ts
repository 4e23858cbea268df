import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { LeewayClient } from '../../../producers/client/index.js';
import { startIngestionServer } from './ingestion-server.js';

const AsyncFunction = (async () => {}).constructor as new (
  ...source: string[]
) => (client: unknown) => Promise<void>;

it('the example of LeewayClient runs as it stands, but for the address', async () => {
  const source = await readFile(
    new URL('../../../producers/client/leeway-client.ts', import.meta.url),
    'utf8',
  );
  const example = /@example\n((?: \* .*\n)+?) \*\//.exec(source)?.[1]?.replaceAll(/^ \* /gm, '');
  expect(example).toContain('new LeewayClient(');
  const server = await startIngestionServer();
  try {
    await new AsyncFunction('LeewayClient', example!.replace(/http:[^']*/, server.url))(LeewayClient);
    expect(server.accepted.map((line) => line.split(':')[0])).toEqual(['predictions', 'outcomes']);
  } finally {
    await server.close();
  }
});
