/** The floor: `node:http` that reads the body, parses each line with JSON.parse, and answers how many there were. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface BareServer {
  readonly port: number;
  readonly parsed: () => number;
  readonly stop: () => void;
}

export async function startBareServer(): Promise<BareServer> {
  let parsed = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      let accepted = 0;
      for (const line of Buffer.concat(chunks).toString('utf8').split('\n')) {
        if (line !== '' && typeof JSON.parse(line) === 'object') accepted++;
      }
      parsed += accepted;
      const body = JSON.stringify({ accepted, refused: [] });
      response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': body.length });
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, parsed: () => parsed, stop: () => void server.close() };
}
