/** Wrong starts, each with the one line that says what to do. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { anyBroker } from '../../../src/cli/start-checks/brokers.js';
import { dataDirectory, LAYOUT } from '../../../src/cli/start-checks/data-directory.js';
import { influxVersion } from '../../../src/cli/start-checks/influx-version.js';
import { VERSION } from '../../../src/cli/version.js';
import { CliProcess } from '../demo/cli-process.js';
import { removeTemporaryFolders, temporaryFolder } from '../demo/temporary-folder.js';

afterAll(removeTemporaryFolders);

const GiB = 2 ** 30;
const plenty = () => Promise.resolve(100 * GiB);

describe('the data directory', () => {
  const check = async (path: string, free = plenty): Promise<string[]> => {
    const warnings: string[] = [];
    await dataDirectory(path, GiB, (text) => warnings.push(text), free);
    return warnings;
  };

  it('is created, and marked with layout and version', async () => {
    const path = join(temporaryFolder(), 'made', 'here');
    expect(await check(path)).toEqual([]);
    expect(JSON.parse(readFileSync(join(path, 'leeway.json'), 'utf8'))).toEqual({
      layout: LAYOUT,
      version: VERSION,
    });
    expect(await check(path)).toEqual([]);
  });

  it('of a newer layout is not touched', async () => {
    const path = temporaryFolder();
    const marker = join(path, 'leeway.json');
    const newer = JSON.stringify({ layout: LAYOUT + 1, version: '9.9.9' });
    writeFileSync(marker, newer);
    await expect(check(path)).rejects.toThrow(
      `${path} was last used by Leeway 9.9.9 (layout ${LAYOUT + 1}), and this is ${VERSION} (layout ${LAYOUT}): start that version`,
    );
    expect(readFileSync(marker, 'utf8')).toBe(newer);
  });

  it('whose mark was cut off is marked anew', async () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'leeway.json'), '{"layo');
    await check(path);
    expect(readFileSync(join(path, 'leeway.json'), 'utf8')).toContain(VERSION);
  });

  it('may be a file, or lie where nothing can be made', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(check(file)).rejects.toThrow(
      /EEXIST: there is a file in its place; name a folder with --data/,
    );
    await expect(check(join(file, 'below'))).rejects.toThrow(/ENOTDIR: there is a file in its place/);
  });

  it.skipIf(process.getuid?.() === 0)(
    'may be one that nobody gave us (not to be tried as root)',
    async () => {
      const path = temporaryFolder();
      chmodSync(path, 0o555);
      await expect(check(path)).rejects.toThrow(
        /EACCES: no permission; give it to the user that runs Leeway/,
      );
      await expect(check(join(path, 'below'))).rejects.toThrow(/EACCES: no permission/);
    },
  );

  it('warns while there is little room, and is refused without any', async () => {
    const path = temporaryFolder();
    expect(await check(path, () => Promise.resolve(GiB / 2))).toEqual([
      `only 512 MiB are free in ${path}: a full disk makes ingestion answer 429`,
    ]);
    await expect(check(path, () => Promise.resolve(2 ** 20))).rejects.toThrow(
      /only 1 MiB are free in .*: free space, or name a larger disk with --data \(at least 64 MiB\)/,
    );
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('the brokers', () => {
  it('are reached when one of them accepts a connection', async () => {
    const port = await listening(createTcpServer((socket) => socket.destroy()));
    await anyBroker(['127.0.0.1:1', `127.0.0.1:${port}`], () => expect.unreachable('nothing to warn of'), 0);
  });

  it('may come up a moment later', async () => {
    const server = createTcpServer((socket) => socket.destroy());
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const warnings: string[] = [];
    await anyBroker([`127.0.0.1:${port}`], (text) => {
      warnings.push(text);
      server.listen(port, '127.0.0.1');
    });
    expect(warnings).toEqual([expect.stringMatching(/no Kafka broker can be reached yet .*ECONNREFUSED/)]);
  });

  it('that nobody can reach are named, each with its reason', async () => {
    await expect(anyBroker(['127.0.0.1:1', 'no-such-host.invalid:9092'], () => undefined, 0)).rejects.toThrow(
      /127\.0\.0\.1:1: ECONNREFUSED; no-such-host\.invalid:9092: E\w+\): is it running, and is the address that of kafka\.brokers/,
    );
  });
});

describe('InfluxDB', () => {
  const serving = async (version: string | null): Promise<string> => {
    const server = createServer((_, response) => {
      if (version !== null) response.setHeader('X-Influxdb-Version', version);
      response.writeHead(204).end();
    });
    return `http://127.0.0.1:${await listening(server)}`;
  };

  it.each(['1.8.10', 'v1.6.7~rc0', '1.12.1'])('%s will do', async (version) => {
    await influxVersion(await serving(version));
  });

  it.each(['v2.7.1', '3.0.0'])('%s is refused', async (version) => {
    await expect(influxVersion(await serving(version))).rejects.toThrow(
      `is InfluxDB ${version}, and Leeway writes to 1.x (1.8 or newer)`,
    );
  });

  it('is not what answers without a version; what does not answer is waited for elsewhere', async () => {
    await expect(influxVersion(await serving(null))).rejects.toThrow('answers, but not as InfluxDB does');
    await influxVersion('http://127.0.0.1:1');
  });
});

describe('InfluxDB that hangs up on everybody', () => {
  it('is waited for, and said to be: it may be on its way up', async () => {
    const server = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const cli = new CliProcess(['run', '--port', '0', '--influx', `http://127.0.0.1:${port}`]);
    onTestFinished(() => cli.signal('SIGKILL'));
    await cli.until('a word of waiting', () =>
      (cli.stdout + cli.stderr).includes('waiting for the metric store') ? true : undefined,
    );
    expect(cli.stdout + cli.stderr).toContain('is it running, and is influx.url right?');
  });
});
