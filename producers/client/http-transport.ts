/** Batches as NDJSON to a Leeway server: `POST {url}/v1/predictions` and `/v1/outcomes`, with Node's own fetch. */
import { z } from 'zod';
import type { WireRefusal } from '../../src/events/wire.js';
import { DeliveryError, type DeliveryHandling } from './delivery-error.js';
import type { Destination, EncodedEvent, Transport } from './transport.js';

export interface HttpTransportOptions {
  /** Of the server, such as `http://127.0.0.1:4600`; a path prefix is kept. */
  readonly url: string;
  /** Sent with each request, such as `authorization` for a proxy in front. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A request without an answer for so long is tried again: the server drops what it had already. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

const ingestionAnswer = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
});

export class HttpTransport implements Transport {
  readonly #base: string;
  readonly #options: HttpTransportOptions;

  /** @throws TypeError where the url is none, or not http(s). */
  constructor(options: HttpTransportOptions) {
    const { protocol, href } = new URL(options.url);
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw new TypeError(`url must begin with http:// or https://, not ${options.url}`);
    }
    this.#base = href.replace(/\/$/, '');
    this.#options = options;
  }

  async send(destination: Destination, events: readonly EncodedEvent[]): Promise<readonly WireRefusal[]> {
    const { status, retryAfter, body } = await this.#post(destination, events);
    const said = `${this.#base}/v1/${destination} answered ${status}: ${body.slice(0, 500)}`;
    if ((status >= 200 && status < 300) || status === 400) {
      const answer = readAnswer(body, events.length);
      if (answer === null) throw new DeliveryError('fatal', `${said}; is this a Leeway server?`);
      if (answer.accepted === 0) await this.#sendRest(destination, events, answer.refused);
      return answer.refused;
    }
    throw new DeliveryError(handlingOf(status), said, {
      retryAfterMs: waitAskedFor(retryAfter, this.#options.now()),
    });
  }

  async close(): Promise<void> {}

  /** A server that takes a request whole or not at all has not logged the good ones beside the bad. */
  async #sendRest(
    destination: Destination,
    events: readonly EncodedEvent[],
    refused: readonly WireRefusal[],
  ): Promise<void> {
    const bad = new Set(refused.map(({ index }) => index));
    const good = events.filter((_, index) => !bad.has(index));
    if (good.length === 0) return;
    const again = await this.send(destination, good);
    if (again.length > 0) {
      const [first] = again;
      throw new DeliveryError(
        'fatal',
        `the server refused an event that it had not named before: ${first?.message}`,
      );
    }
  }

  async #post(destination: Destination, events: readonly EncodedEvent[]) {
    try {
      const response = await fetch(`${this.#base}/v1/${destination}`, {
        method: 'POST',
        headers: { ...this.#options.headers, 'content-type': 'application/x-ndjson' },
        body: events.map(({ json }) => json).join('\n'),
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: await response.text(),
      };
    } catch (error) {
      // fetch hides the socket's reason (ECONNREFUSED, ...) in the cause.
      const { message, cause } = error as Error;
      const reason =
        cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
      throw new DeliveryError('retry', `no answer from ${this.#base}: ${reason}; is the server up?`, {
        cause: error,
      });
    }
  }
}

function handlingOf(status: number): DeliveryHandling {
  if (status === 413) return 'split';
  return status === 408 || status === 429 || status >= 500 ? 'retry' : 'fatal';
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function waitAskedFor(header: string | null, now: number): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

/** `null`: not what a Leeway server says about so many events, so nothing is known about any of them. */
function readAnswer(body: string, sent: number): z.infer<typeof ingestionAnswer> | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const { data } = ingestionAnswer.safeParse(json);
  if (!data) return null;
  const places = new Set(data.refused.map(({ index }) => index));
  const named = [...places].every((index) => Number.isInteger(index) && index >= 0 && index < sent);
  const complete = data.accepted + places.size === sent || (data.accepted === 0 && places.size > 0);
  return named && complete && places.size === data.refused.length ? data : null;
}
