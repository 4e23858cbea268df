import { describe, expect, it } from 'vitest';

import { kafkaSecurity } from '../../../src/config/kafka-security.js';

const PEM = '-----BEGIN CERTIFICATE-----\n';
const files: Readonly<Record<string, string>> = {
  'ca.pem': `${PEM}ca`,
  'leeway.pem': `${PEM}cert`,
  'leeway.key': '-----BEGIN PRIVATE KEY-----\nkey',
  phrase: 'open sesame\n',
  password: 'from a file\n',
  'not.pem': 'hello',
};

function read(path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  return text;
}

const security = (
  kafka: Parameters<typeof kafkaSecurity>[0],
  environment: Record<string, string> = {},
): ReturnType<typeof kafkaSecurity> => kafkaSecurity(kafka, environment, read);

describe('kafkaSecurity', () => {
  it('is nothing where nothing is said', () => {
    expect(security({})).toEqual({});
  });

  it('reads certificates, key, passphrase and password from files', () => {
    expect(
      security({
        tls: {
          ca: 'ca.pem',
          cert: 'leeway.pem',
          key: 'leeway.key',
          keyPassphraseFile: 'phrase',
          serverName: 'kafka',
        },
        sasl: { mechanism: 'scram-sha-256', username: 'leeway', passwordFile: 'password' },
      }),
    ).toEqual({
      tls: {
        ca: files['ca.pem'],
        cert: files['leeway.pem'],
        key: files['leeway.key'],
        keyPassphrase: 'open sesame',
        serverName: 'kafka',
      },
      sasl: { mechanism: 'scram-sha-256', username: 'leeway', password: 'from a file' },
    });
  });

  it('an empty group is TLS with the authorities that Node knows', () => {
    expect(security({ tls: {} })).toEqual({ tls: {} });
  });

  it('the environment stands above the file, and needs none', () => {
    const environment = {
      LEEWAY_KAFKA_SASL_MECHANISM: 'PLAIN',
      LEEWAY_KAFKA_USERNAME: 'other',
      LEEWAY_KAFKA_PASSWORD: 'p4ss',
      LEEWAY_KAFKA_TLS_CA: 'ca.pem',
    };
    const expected = {
      tls: { ca: files['ca.pem'] },
      sasl: { mechanism: 'plain', username: 'other', password: 'p4ss' },
    };
    expect(security({}, environment)).toEqual(expected);
    expect(
      security(
        {
          sasl: { mechanism: 'scram-sha-512', username: 'leeway', passwordFile: 'password' },
          tls: { ca: 'not.pem' },
        },
        environment,
      ),
    ).toEqual(expected);
    expect(security({}, { LEEWAY_KAFKA_TLS: 'true' })).toEqual({ tls: {} });
  });

  const sasl = { mechanism: 'plain', username: 'leeway' } as const;
  it.each([
    [
      'no password',
      { sasl },
      {},
      /password of leeway is missing: set LEEWAY_KAFKA_PASSWORD, or kafka\.sasl\.passwordFile/,
    ],
    [
      'no user',
      { sasl: { mechanism: 'plain' } },
      { LEEWAY_KAFKA_PASSWORD: 'p4ss' },
      /^kafka\.sasl\.username is missing/,
    ],
    [
      'an unknown mechanism',
      {},
      { LEEWAY_KAFKA_SASL_MECHANISM: 'gssapi' },
      /must be one of plain, scram-sha-256/,
    ],
    ['a certificate without a key', { tls: { cert: 'leeway.pem' } }, {}, /^kafka\.tls\.key is missing/],
    ['a key without a certificate', { tls: { key: 'leeway.key' } }, {}, /^kafka\.tls\.cert is missing/],
    [
      'a file that is not there',
      { tls: { ca: 'gone.pem' } },
      {},
      /^kafka\.tls\.ca: the file gone\.pem cannot be read \(ENOENT\)/,
    ],
    ['a file that is no certificate', { tls: { ca: 'not.pem' } }, {}, /^kafka\.tls\.ca: not\.pem is not PEM/],
    [
      'a password file that is not there',
      { sasl: { ...sasl, passwordFile: 'gone' } },
      {},
      /^kafka\.sasl\.passwordFile: the file gone cannot be read/,
    ],
  ] as const)('%s is an error that names the field', (_, kafka, environment, words) => {
    expect(() => security(kafka, environment)).toThrow(words);
    try {
      security(kafka, environment);
    } catch (error) {
      expect(String(error)).not.toContain('p4ss');
    }
  });
});
