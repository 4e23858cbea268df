import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, freePort, freshFolder, onPath, run, serve, untilReady } from './process.js';
import { withProgress } from './progress.js';
import type { Running } from './service.js';

/** Starts a real InfluxDB 1.x on free ports of 127.0.0.1: the installed one, else Debian's package, unpacked. */
export async function startInflux(): Promise<Running> {
  const influxd = onPath('influxd') ?? (await unpacked());
  for (let attempt = 1; ; attempt++) {
    try {
      return await startServer(influxd);
    } catch (error) {
      // Another process may have taken one of the two ports between our asking and the server's binding.
      if (attempt === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function startServer(influxd: string): Promise<Running> {
  const [port, rpc] = [await freePort(), await freePort()];
  const folder = freshFolder('influx-run');
  const configuration = join(folder, 'influxdb.conf');
  writeFileSync(configuration, serverConfiguration(folder, port, rpc));
  const server = serve(folder, influxd, ['run', '-config', configuration]);
  const address = `http://127.0.0.1:${port}`;
  await untilReady('InfluxDB', server, () => answers(`${address}/ping`), 60);
  return { address, stop: () => server.stop() };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

function serverConfiguration(folder: string, port: number, rpc: number): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${folder}/meta"
  logging-enabled = false
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  index-version = "tsi1"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[continuous_queries]
  enabled = false
[ifql]
  enabled = false
[logging]
  level = "warn"
  suppress-logo = true
`;
}

/** Debian's package in the cache folder: needs apt-get and dpkg, but neither root nor an installation. */
async function unpacked(): Promise<string> {
  const home = join(cacheFolder, 'influxdb');
  const influxd = join(home, 'usr/bin/influxd');
  if (existsSync(influxd)) return influxd;
  const [apt, dpkg] = [onPath('apt-get'), onPath('dpkg')];
  if (apt === undefined || dpkg === undefined) {
    throw new Error(
      'no influxd on PATH and no Debian package tools: install InfluxDB 1.x or set LEEWAY_INFLUX=http://...',
    );
  }
  const work = freshFolder('influx-install');
  try {
    await withProgress("fetching InfluxDB 1.x from Debian's packages (once, about 5 MB)", async () => {
      await run(apt, ['download', '-qq', 'influxdb'], work);
      const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
      if (archive === undefined)
        throw new Error('apt-get download left no .deb file: run apt-get update first');
      mkdirSync(join(work, 'root'));
      await run(dpkg, ['-x', archive, 'root'], work);
    });
    if (!existsSync(home)) renameSync(join(work, 'root'), home);
    return influxd;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
