/** WebSocket connections of the feed: subscribe messages, heartbeats, a limit on their number. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { CLOSE_BAD_REQUEST, type FeedClient, type FeedSocket } from './client.js';
import { CursorError } from './cursor.js';
import type { FeedHub } from './hub.js';
import {
  parseSubscribeMessage,
  parseSubscribeQuery,
  SubscribeError,
  type SubscribeRequest,
} from './subscription.js';

/** A subscribe message is small; whoever sends more is not a client of ours. */
const MAX_MESSAGE_BYTES = 65_536;
/** A close frame carries at most 123 bytes of reason. */
const MAX_REASON_BYTES = 123;

interface Connection {
  client: FeedClient | null;
  answered: boolean;
}

export class FeedConnections {
  readonly #hub: FeedHub;
  readonly #logger: Logger;
  readonly #maxConnections: number;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  readonly #connections = new Map<WebSocket, Connection>();

  constructor(hub: FeedHub, logger: Logger, maxConnections: number) {
    this.#hub = hub;
    this.#logger = logger;
    this.#maxConnections = maxConnections;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes over an HTTP upgrade whose path and origin have been checked. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#connections.size >= this.#maxConnections) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
  }

  /** Pings everyone; whoever has not answered the last ping is gone. */
  beat(): void {
    for (const [webSocket, connection] of this.#connections) {
      if (!connection.answered) {
        webSocket.terminate();
        continue;
      }
      connection.answered = false;
      webSocket.ping();
    }
  }

  /** Says goodbye, and resolves when all have gone; who does not answer within `graceMs` is cut off. */
  async disconnect(code: number, reason: string, graceMs: number): Promise<void> {
    const all = [...this.#connections.keys()];
    const gone = all.map((webSocket) => new Promise((resolve) => webSocket.once('close', resolve)));
    for (const webSocket of all) webSocket.close(code, reason);
    const cutOff = setTimeout(() => {
      for (const webSocket of all) webSocket.terminate();
    }, graceMs);
    await Promise.all(gone);
    clearTimeout(cutOff);
  }

  #accept(webSocket: WebSocket, request: IncomingMessage): void {
    const connection: Connection = { client: null, answered: true };
    this.#connections.set(webSocket, connection);
    webSocket.on('pong', () => {
      connection.answered = true;
    });
    webSocket.on('message', (data) => {
      this.#subscribe(webSocket, connection, () => parseSubscribeMessage(textOf(data)));
    });
    webSocket.on('error', (error) => this.#logger.debug({ err: error }, 'feed: connection failed'));
    webSocket.on('close', () => {
      if (connection.client !== null) this.#hub.remove(connection.client);
      this.#connections.delete(webSocket);
    });
    const query = new URL(request.url ?? '/', 'http://feed').searchParams;
    this.#subscribe(webSocket, connection, () => parseSubscribeQuery(query));
  }

  /** A new request replaces the one before. */
  #subscribe(webSocket: WebSocket, connection: Connection, parse: () => SubscribeRequest): void {
    let request: SubscribeRequest;
    try {
      request = parse();
    } catch (error) {
      if (!(error instanceof SubscribeError || error instanceof CursorError)) throw error;
      webSocket.close(CLOSE_BAD_REQUEST, closeReason(error.message));
      return;
    }
    if (connection.client !== null) this.#hub.remove(connection.client);
    connection.client = this.#hub.add(new SocketOfBrowser(webSocket), request);
  }
}

class SocketOfBrowser implements FeedSocket {
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  get bufferedAmount(): number {
    return this.#webSocket.bufferedAmount;
  }

  send(text: string, taken: () => void): void {
    // The error of a send is the close of the connection, which is handled there.
    this.#webSocket.send(text, taken);
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, closeReason(reason));
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Buffer).toString('utf8');
}

function closeReason(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= MAX_REASON_BYTES
    ? text
    : bytes.toString('latin1', 0, MAX_REASON_BYTES - 3).replace(/[^\x20-\x7e]/g, '?') + '...';
}
