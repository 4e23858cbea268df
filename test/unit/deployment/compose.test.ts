import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { configSchema } from '../../../src/config/schema.js';

const root = new URL('../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      build: z.string().optional(),
      command: z.array(z.string()).optional(),
      ports: z.array(z.string()),
      environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      volumes: z.array(z.string()),
      depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).optional(),
      healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});
const compose = composeSchema.parse(parse(text('docker-compose.yml')));
const dockerfile = text('Dockerfile');

function service(name: string): z.infer<typeof composeSchema>['services'][string] {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

describe('docker-compose.yml', () => {
  it('starts Kafka, an InfluxDB of the 1.x line and Leeway, and waits until the first two are healthy', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['influxdb', 'kafka', 'leeway']);
    expect(service('influxdb').image).toBe('influxdb:1.8');
    expect(service('kafka').image).toMatch(/^apache\/kafka:\d+\.\d+\.\d+$/);
    for (const needed of Object.keys(service('leeway').depends_on ?? {})) {
      expect(service(needed).healthcheck, needed).toBeDefined();
    }
  });

  it('runs the Kafka that the tests run', () => {
    const version = /const VERSION = .*'([\d.]+)';/.exec(text('test/services/kafka.ts'))?.[1];
    expect(service('kafka').image).toBe(`apache/kafka:${String(version)}`);
  });

  it('opens no port to other machines', () => {
    for (const [name, { ports }] of Object.entries(compose.services)) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  it('points Leeway at listeners that exist, by the names of their services', () => {
    const command = service('leeway').command ?? [];
    const value = (flag: string): string => command[command.indexOf(flag) + 1] ?? '';
    const environment = service('kafka').environment ?? {};
    expect(String(environment['KAFKA_ADVERTISED_LISTENERS'])).toContain(`PLAINTEXT://${value('--kafka')}`);
    const listening = String(environment['KAFKA_LISTENERS'])
      .split(',')
      .map((listener) => listener.split('://')[0]);
    const mapped = String(environment['KAFKA_LISTENER_SECURITY_PROTOCOL_MAP']).split(',');
    expect(new Set(mapped.map((entry) => entry.split(':')[0]))).toEqual(new Set(listening));
    expect(value('--influx')).toBe('http://influxdb:8086');
    expect(value('--host')).toBe('0.0.0.0');
  });

  it("publishes the port that Leeway's configuration has by default, as the Dockerfile does", () => {
    const { port } = configSchema.parse({});
    expect(service('leeway').ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(dockerfile).toContain(`EXPOSE ${port}`);
  });

  it('declares every volume that it mounts', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((v) => v.split(':')[0]),
    );
    expect(new Set(Object.keys(compose.volumes))).toEqual(new Set(mounted));
  });

  it('uses flags that the command line has', () => {
    const folder = fileURLToPath(new URL('src/cli/', root));
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => text(`src/cli/${name}`))
      .join('\n');
    const dockerCommand = /^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]';
    const words = [
      ...(service('leeway').command ?? []),
      ...z.array(z.string()).parse(JSON.parse(dockerCommand)),
    ];
    const flags = words.filter((word) => word.startsWith('--'));
    expect(flags.length).toBeGreaterThan(0);
    for (const flag of new Set(flags)) expect(sources, flag).toMatch(new RegExp(`${flag}\\b`));
  });
});

describe('Dockerfile', () => {
  it('runs what package.json calls the command, as somebody who is not root', () => {
    const manifest = z
      .object({ bin: z.object({ leeway: z.string() }) })
      .parse(JSON.parse(text('package.json')));
    expect(dockerfile).toContain(`ENTRYPOINT ["node", "${manifest.bin.leeway.replace('./', '')}"]`);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.match(/^FROM node:20-slim/gm)).toHaveLength(2);
  });
});
