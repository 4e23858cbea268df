import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/cli/settings.js';
import { ConfigError } from '../../../src/config/errors.js';
import { demoSettings } from '../../../src/config/load-config.js';
import { temporaryDirectory } from '../log/embedded/temporary-log.js';

async function file(text: string): Promise<string> {
  const path = join(await temporaryDirectory(), 'leeway.yaml');
  await writeFile(path, text);
  return path;
}

const HOUR = 3_600_000;

describe('readConfig', () => {
  it('puts flags over the file, the file over the command’s defaults, and these over everybody’s', async () => {
    const config = await file('host: 0.0.0.0\nport: 4700\ngrace: 20m\n');
    const read = readConfig({ config, port: '4800' }, demoSettings);
    expect(read).toMatchObject({
      port: 4800,
      host: '0.0.0.0',
      grace: 20 * 60_000,
      pane: HOUR,
      partitions: 4,
      data: '.leeway',
    });
    expect(readConfig({ config, host: '127.0.0.1', data: 'elsewhere' })).toMatchObject({
      port: 4700,
      host: '127.0.0.1',
      data: 'elsewhere',
      pane: 5 * 60_000,
    });
  });

  it('takes brokers and a prefix from flags, keeping what else the file says of Kafka', async () => {
    const config = await file('kafka:\n  brokers: [a:1]\n  prefix: mine\n');
    expect(readConfig({ config, kafka: 'b:2,c:3' }).kafka).toEqual({
      brokers: ['b:2', 'c:3'],
      prefix: 'mine',
    });
    expect(readConfig({ config, prefix: 'ours' }).kafka).toEqual({ brokers: ['a:1'], prefix: 'ours' });
    expect(readConfig({ config: await file(''), kafka: 'b:2' }).kafka).toEqual({ brokers: ['b:2'] });
  });

  it('takes the address of InfluxDB from a flag, keeping what else the file says of it', async () => {
    const config = await file('influx:\n  url: http://a:8086\n  database: mine\n  username: ada\n');
    expect(readConfig({ config, influx: 'http://b:8086' }).influx).toMatchObject({
      url: 'http://b:8086',
      database: 'mine',
      username: 'ada',
    });
    expect(readConfig({ config: await file(''), influx: 'http://b:8086' }).influx).toEqual({
      url: 'http://b:8086',
      database: 'leeway',
    });
    expect(readConfig({ config: await file('') }).influx).toBeUndefined();
  });

  it('names a file that is not there, a port that is none, and the line that is wrong', async () => {
    const missing = join(await temporaryDirectory(), 'none.yaml');
    expect(() => readConfig({ config: missing })).toThrow(`--config names ${missing}, which does not exist`);
    for (const port of ['x', '-1', '65536', '1.5']) {
      expect(() => readConfig({ port })).toThrow(`--port must be 0 to 65535, got ${port}`);
    }
    const config = await file('host: 127.0.0.1\ngrace: soon\n');
    expect(() => readConfig({ config })).toThrow(ConfigError);
    expect(() => readConfig({ config })).toThrow(/2:\d+/);
  });
});
