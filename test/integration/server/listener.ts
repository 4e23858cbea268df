/** A client of the feed: keeps what it got and waits for what is to come. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { FeedRecord } from '../../../src/records/feed.js';

export interface FeedMessage {
  readonly topic: string;
  readonly cursor: string;
  readonly record: FeedRecord;
}

export class Listener {
  readonly messages: FeedMessage[] = [];
  readonly webSocket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake: () => void = () => undefined;

  private constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString('utf8')) as FeedMessage);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      webSocket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString('utf8') });
        this.#wake();
      });
    });
  }

  static async open(url: string, query = '', headers: Record<string, string> = {}): Promise<Listener> {
    const webSocket = new WebSocket(`${url.replace('http', 'ws')}/feed${query}`, { headers });
    const listener = new Listener(webSocket);
    await once(webSocket, 'open');
    return listener;
  }

  /** The first `count` messages, once they have come. */
  async first(count: number): Promise<FeedMessage[]> {
    while (this.messages.length < count) {
      if (this.webSocket.readyState === WebSocket.CLOSED) throw new Error('the feed closed the connection');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.messages.slice(0, count);
  }

  close(): void {
    this.webSocket.close();
  }
}
