/** Passwords, certificates and what goes wrong with them, against a real broker that insists on them. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createKafkaLog, type KafkaLogOptions } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { commitBatch, consume } from '../../contract/event-log/consumer.js';
import { failureOf, numbered, readAtLeast, record, spec, texts } from '../../contract/event-log/fixture.js';
import { startSecuredKafka, type SecuredKafka } from '../../services/kafka-secured.js';
import { onPath } from '../../services/process.js';
import { titled } from '../../services/service.js';

const lacking = ['java', 'mvn', 'openssl'].find((program) => onPath(program) === undefined);
const needs = { name: 'kafka', ...(lacking !== undefined && { missing: `no ${lacking} on PATH` }) };

describe.skipIf(lacking !== undefined)(titled('Kafka behind passwords and certificates', needs), () => {
  let kafka: SecuredKafka;
  const logs: EventLog[] = [];

  beforeAll(async () => {
    kafka = await startSecuredKafka();
  });
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await kafka?.stop();
  });

  function openLog(broker: string, options: Partial<KafkaLogOptions> = {}): EventLog {
    const log = createKafkaLog({
      brokers: [broker],
      clientId: 'secured',
      prefix: `${randomUUID().slice(0, 8)}.`,
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 100,
      maxWaitMs: 50,
      ...options,
    });
    logs.push(log);
    return log;
  }

  const sasl = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', password = kafka.password) => ({
    mechanism,
    username: 'leeway',
    password,
  });

  /** Everything that stages do: topics, appends, a group with transactions, ranges. */
  async function expectToWork(log: EventLog): Promise<void> {
    await log.ensureTopics([spec('in'), spec('out')]);
    await log.append(numbered('in', 3));
    const consumer = await consume(log, {
      group: 'copier',
      topics: ['in'],
      process: (batch) =>
        commitBatch(
          batch,
          batch.records.map((r) => record('out', r.key, `copy of ${r.value?.toString() ?? ''}`)),
        ),
    });
    expect(texts(await readAtLeast(3, log, 'out'))).toEqual(['copy of 0', 'copy of 1', 'copy of 2']);
    await consumer.close();
    expect(consumer.fatal).toEqual([]);
  }

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'works with a password by %s',
    async (mechanism) => {
      await expectToWork(openLog(kafka.saslPlaintext, { sasl: sasl(mechanism) }));
    },
  );

  it('works with a password over TLS', async () => {
    const tls = { ca: kafka.authority.cert };
    await expectToWork(openLog(kafka.saslTls, { tls, sasl: sasl('scram-sha-512') }));
  });

  it('works with a certificate of its own (mutual TLS)', async () => {
    const { cert, key } = kafka.client;
    await expectToWork(openLog(kafka.mutualTls, { tls: { ca: kafka.authority.cert, cert, key } }));
  });

  it('works by another name that the certificate carries', async () => {
    const tls = { ca: kafka.authority.cert, serverName: 'kafka.example' };
    await expectToWork(openLog(kafka.otherName, { tls }));
  });

  const refusals: [string, () => EventLog, RegExp][] = [
    [
      'a wrong password (plain)',
      () => openLog(kafka.saslPlaintext, { sasl: sasl('plain', 'wrong-one') }),
      /does not accept user and password .*kafka\.sasl\.username/,
    ],
    [
      'a wrong password (scram)',
      () => openLog(kafka.saslPlaintext, { sasl: sasl('scram-sha-256', 'wrong-one') }),
      /does not accept user and password .*kafka\.sasl\.username/,
    ],
    [
      'no password',
      () => openLog(kafka.saslPlaintext),
      /wants a user and a password: set kafka\.sasl .*SCRAM-SHA-256/,
    ],
    [
      'a password where none is asked for',
      () => openLog(kafka.address, { sasl: sasl('plain') }),
      /takes no user and password: take kafka\.sasl out/,
    ],
    [
      'an authority that is not ours',
      () => openLog(kafka.saslTls, { tls: { ca: kafka.stranger.cert }, sasl: sasl('plain') }),
      /not signed by anybody known here: set kafka\.tls\.ca/,
    ],
    [
      'no authority at all',
      () => openLog(kafka.saslTls, { tls: {}, sasl: sasl('plain') }),
      /not signed by anybody known here: set kafka\.tls\.ca/,
    ],
    [
      "a certificate for another broker's name",
      () => openLog(kafka.otherName, { tls: { ca: kafka.authority.cert } }),
      /for another name: .*kafka\.tls\.serverName/,
    ],
    [
      'an expired certificate',
      () => openLog(kafka.expired, { tls: { ca: kafka.authority.cert } }),
      /has expired: renew it/,
    ],
    [
      'no certificate of our own',
      () => openLog(kafka.mutualTls, { tls: { ca: kafka.authority.cert } }),
      /does not accept this client's certificate .*kafka\.tls\.cert and kafka\.tls\.key/,
    ],
    [
      'plain text to a TLS port',
      () => openLog(kafka.saslTls, { sasl: sasl('plain') }),
      /speaks TLS only: set kafka\.tls/,
    ],
    [
      'TLS to a plain-text port',
      () => openLog(kafka.address, { tls: { ca: kafka.authority.cert } }),
      /does not speak TLS: take kafka\.tls out/,
    ],
  ];

  it.each(refusals)('says what is wrong and where: %s', async (_, open, words) => {
    const error = (await failureOf(open().ensureTopics([spec('in')]))) as Error;
    expect(error).toMatchObject({ name: 'LogError', code: 'denied', handling: 'fatal' });
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain('wrong-one');
    expect(error.message).not.toContain(kafka.password);
  });

  it('a broker that is away is still something to wait for', async () => {
    const log = openLog('127.0.0.1:1');
    await expect(log.range('in', 0)).rejects.toMatchObject({ code: 'unreachable', handling: 'retry' });
  });
});
