import { describe, expect, it } from 'vitest';

import { accessProblem } from '../../../../src/log/kafka/access-errors.js';
import { handshakeRequest, parseAnswer, problemOf } from '../../../../src/log/kafka/greeting.js';

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** What a broker answers to SaslHandshake, version 1. */
function answer(code: number, mechanisms: readonly string[]): Buffer {
  const body = Buffer.alloc(10);
  body.writeInt16BE(code, 4);
  body.writeInt32BE(mechanisms.length, 6);
  const names = mechanisms.map((name) => Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name)]));
  const whole = Buffer.concat([body, ...names]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(whole.length);
  return Buffer.concat([size, whole]);
}

describe('the greeting', () => {
  it('asks in the words of the protocol', () => {
    expect(handshakeRequest('PLAIN').toString('hex')).toBe(
      ['00000017', '0011', '0001', '00000000', '0006', hex('leeway'), '0005', hex('PLAIN')].join(''),
    );
  });

  it('understands the answer, once it is whole', () => {
    const bytes = answer(33, ['PLAIN', 'SCRAM-SHA-512']);
    for (let length = 0; length < bytes.length; length++)
      expect(parseAnswer(bytes.subarray(0, length))).toBeUndefined();
    expect(parseAnswer(bytes)).toEqual({ kind: 'mechanisms', names: ['PLAIN', 'SCRAM-SHA-512'] });
    expect(parseAnswer(answer(34, []))).toEqual({ kind: 'no SASL' });
    expect(parseAnswer(Buffer.from([0x15, 3, 3, 0, 2, 2, 80]))).toEqual({ kind: 'TLS only' });
  });

  const sasl = { mechanism: 'scram-sha-512', username: 'u', password: 'p4ss' } as const;
  it.each([
    [{ kind: 'no SASL' }, {}, undefined],
    [{ kind: 'no SASL' }, { sasl }, /takes no user and password/],
    [{ kind: 'mechanisms', names: ['SCRAM-SHA-512'] }, { sasl }, undefined],
    [{ kind: 'mechanisms', names: ['PLAIN'] }, { sasl }, /does not know scram-sha-512: set .* one of plain$/],
    [{ kind: 'mechanisms', names: ['PLAIN'] }, {}, /wants a user and a password/],
    [{ kind: 'TLS only' }, { sasl }, /speaks TLS only/],
    [{ kind: 'failed', error: new Error('connect ECONNREFUSED') }, { sasl, tls: {} }, undefined],
  ] as const)('%j with %j', (said, security, words) => {
    const problem = problemOf(said, security);
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toMatch(words);
  });
});

describe('accessProblem', () => {
  const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });

  it.each([
    [coded('SELF_SIGNED_CERT_IN_CHAIN'), /kafka\.tls\.ca/],
    [coded('CERT_HAS_EXPIRED'), /expired/],
    [
      coded('ERR_SSL_X', 'ssl3_read_bytes:tlsv13 alert certificate required:'),
      /kafka\.tls\.cert and kafka\.tls\.key/,
    ],
    [
      Object.assign(new Error('not here'), { type: 'GROUP_AUTHORIZATION_FAILED' }),
      /not allowed in the group/,
    ],
    [new Error('outer', { cause: coded('CERT_HAS_EXPIRED') }), /expired/],
  ])('%s', (error, words) => {
    expect(accessProblem(error)).toMatch(words);
  });

  it.each([coded('ECONNREFUSED'), new Error('Closed connection'), undefined])('%s is none', (error) => {
    expect(accessProblem(error)).toBeUndefined();
  });
});
