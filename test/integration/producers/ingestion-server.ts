/** A real HTTP server that takes what the edge takes and answers as Leeway's does, and can be told to misbehave. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseOutcome, parsePrediction } from '../../../src/events/parse.js';
import type { WireRefusal } from '../../../src/events/wire.js';

export interface Trouble {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface IngestionServer {
  readonly url: string;
  /** Accepted lines, as `predictions:{...}`. */
  readonly accepted: string[];
  readonly requests: { readonly path: string; readonly lines: number }[];
  /** The answers to the next requests, before the server behaves again. */
  readonly trouble: Trouble[];
  /** Whether the good items of a request with bad ones are accepted. */
  acceptsParts: boolean;
  maxLines: number;
  close(): Promise<void>;
}

export async function startIngestionServer(port = 0): Promise<IngestionServer> {
  const http = createServer((request, response) => {
    answer(server, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const server: IngestionServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    accepted: [],
    requests: [],
    trouble: [],
    acceptsParts: true,
    maxLines: Infinity,
    close: () =>
      new Promise((resolve, reject) => {
        http.close((error) => (error ? reject(error) : resolve()));
        http.closeAllConnections();
      }),
  };
  return server;
}

async function answer(
  server: IngestionServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const lines = body.split('\n');
  const path = request.url ?? '';
  server.requests.push({ path, lines: lines.length });
  const trouble = server.trouble.shift();
  if (trouble) {
    response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? 'trouble');
    return;
  }
  const topic = /^\/v1\/(predictions|outcomes)$/.exec(path)?.[1];
  if (request.method !== 'POST' || !topic || request.headers['content-type'] !== 'application/x-ndjson') {
    response.writeHead(404).end('no such thing');
    return;
  }
  if (lines.length > server.maxLines) {
    response.writeHead(413).end('too large');
    return;
  }
  const refused: WireRefusal[] = [];
  const good = lines.filter((line, index) => {
    const parsed = topic === 'predictions' ? parsePrediction(line) : parseOutcome(line);
    if (!parsed.ok) refused.push({ index, code: parsed.code, message: parsed.message });
    return parsed.ok;
  });
  const taken = refused.length === 0 || server.acceptsParts ? good : [];
  server.accepted.push(...taken.map((line) => `${topic}:${line}`));
  response
    .writeHead(taken.length > 0 ? 202 : 400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ accepted: taken.length, refused }));
}
