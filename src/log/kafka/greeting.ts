/**
 * The first words with a broker, before kafkajs: it tries a wrong certificate or a missing password for a long time, and
 * then says only that a connection was closed. One request tells what the port wants: SaslHandshake, which a listener with
 * SASL answers with its mechanisms and one without it with ILLEGAL_SASL_STATE.
 */
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LogError } from '../errors.js';
import { accessProblem } from './access-errors.js';
import { tlsOptions, type Security } from './security.js';

const ILLEGAL_SASL_STATE = 34;
/** A TLS record of type "alert": what a TLS port answers to what is no TLS. */
const TLS_ALERT = 0x15;
const ANSWER_MS = 5_000;

type Answer =
  | { readonly kind: 'mechanisms'; readonly names: readonly string[] }
  | { readonly kind: 'no SASL' }
  | { readonly kind: 'TLS only' }
  | { readonly kind: 'failed'; readonly error: Error };

/**
 * Throws `LogError` (`denied`) when the brokers want another kind of client. Resolves when one agrees, and when none
 * answers: whether to wait for them is the caller's affair.
 */
export async function greet(brokers: readonly string[], security: Security): Promise<void> {
  for (const broker of brokers) {
    const answer = await ask(broker, security);
    const problem = problemOf(answer, security) ?? (await plainText(broker, answer, security));
    if (problem !== undefined) throw new LogError('denied', `Kafka broker ${broker}: ${problem}`);
    if (answer.kind !== 'failed') return;
  }
}

/** What to change, or `undefined` when both agree or the broker is not there. */
export function problemOf(answer: Answer, { tls, sasl }: Security): string | undefined {
  switch (answer.kind) {
    case 'failed':
      return accessProblem(answer.error);
    case 'TLS only':
      return tls
        ? undefined
        : 'the port speaks TLS only: set kafka.tls (true, or a group with ca), or name a plaintext listener';
    case 'no SASL':
      return sasl
        ? 'the port takes no user and password: take kafka.sasl out, or name the SASL listener of the brokers in kafka.brokers'
        : undefined;
    case 'mechanisms':
      if (!sasl) {
        return `the port wants a user and a password: set kafka.sasl (its mechanisms: ${answer.names.join(', ')})`;
      }
      return answer.names.includes(sasl.mechanism.toUpperCase())
        ? undefined
        : `the port does not know ${sasl.mechanism}: set kafka.sasl.mechanism to one of ${answer.names.join(', ').toLowerCase()}`;
  }
}

/** A plain-text port closes the connection at the first word of TLS, as a broker may that is stopping: so asked in plain text. */
async function plainText(broker: string, answer: Answer, { tls }: Security): Promise<string | undefined> {
  if (!tls || answer.kind !== 'failed') return undefined;
  const plain = await ask(broker, {});
  return plain.kind === 'no SASL' || plain.kind === 'mechanisms'
    ? 'the port does not speak TLS: take kafka.tls out, or name the TLS listener of the brokers in kafka.brokers'
    : undefined;
}

function ask(broker: string, { tls, sasl }: Security): Promise<Answer> {
  const colon = broker.lastIndexOf(':');
  const [host, port] = [broker.slice(0, colon), Number(broker.slice(colon + 1))];
  return new Promise((resolve) => {
    const socket = tls
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tlsOptions(tls) })
      : connect({ host, port });
    let received = Buffer.alloc(0);
    const settle = (answer: Answer): void => {
      socket.destroy();
      resolve(answer);
    };
    const failed = (error: Error): void => settle({ kind: 'failed', error });
    socket.setTimeout(ANSWER_MS, () => failed(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.write(handshakeRequest(sasl?.mechanism.toUpperCase() ?? 'NONE'));
    });
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const answer = parseAnswer(received);
      if (answer !== undefined) settle(answer);
    });
    socket.once('error', failed);
    socket.once('close', () => failed(new Error('the connection was closed')));
  });
}

/** SaslHandshake, version 1: size, API key, version, correlation id, client id, mechanism. */
export function handshakeRequest(mechanism: string): Buffer {
  const client = Buffer.from('leeway');
  const body = Buffer.alloc(8);
  body.writeInt16BE(17, 0);
  body.writeInt16BE(1, 2);
  const parts = Buffer.concat([body, short(client), short(Buffer.from(mechanism))]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(parts.length);
  return Buffer.concat([size, parts]);
}

function short(text: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeInt16BE(text.length);
  return Buffer.concat([length, text]);
}

/** `undefined` while it is not whole. */
export function parseAnswer(bytes: Buffer): Answer | undefined {
  if (bytes[0] === TLS_ALERT) return { kind: 'TLS only' };
  if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return undefined;
  // After size and correlation id: the error, then the mechanisms.
  if (bytes.readInt16BE(8) === ILLEGAL_SASL_STATE) return { kind: 'no SASL' };
  const names: string[] = [];
  let at = 14;
  for (let i = bytes.readInt32BE(10); i > 0; i--) {
    const length = bytes.readInt16BE(at);
    names.push(bytes.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { kind: 'mechanisms', names };
}
