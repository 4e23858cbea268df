/**
 * Keeps the real services of one test run: vitest's global set-up of the integration project. A service starts when
 * the first test file asks for it (so a run that needs none pays nothing), is shared by all, and stops at the end.
 */
import { createServer } from 'node:http';

import type { TestProject } from 'vitest/node';

import { startInflux } from './influx.js';
import { startKafka } from './kafka.js';
import type { Running, Service } from './service.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test files ask for services: `GET /kafka`, `GET /influx`. */
    servicesUrl: string;
  }
}

const starters: Readonly<Record<string, { readonly variable: string; start(): Promise<Running> }>> = {
  kafka: { variable: 'LEEWAY_KAFKA', start: startKafka },
  influx: { variable: 'LEEWAY_INFLUX', start: startInflux },
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running: Running[] = [];
  const asked = new Map<string, Promise<Service | undefined>>();

  async function provide(name: string): Promise<Service | undefined> {
    const starter = starters[name];
    if (starter === undefined) return undefined;
    const given = process.env[starter.variable];
    if (given !== undefined && given !== '') return { name, address: given };
    try {
      const service = await starter.start();
      running.push(service);
      return { name, address: service.address };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`test services: no ${name}: ${reason}\n`);
      return { name, missing: reason.split('\n')[0] ?? reason };
    }
  }

  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    const service = asked.get(name) ?? provide(name);
    asked.set(name, service);
    void service.then((answer) => {
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { missing: `no service is called ${name}` }));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the keeper has no TCP port');
  project.provide('servicesUrl', `http://127.0.0.1:${address.port}`);

  return async () => {
    server.closeAllConnections();
    server.close();
    await Promise.all(asked.values());
    await Promise.all(running.map((service) => service.stop()));
  };
}
