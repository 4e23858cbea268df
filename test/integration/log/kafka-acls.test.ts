/** The rights of docs/kafka.md: with exactly these everything works, and each one that is missing is named. */
import { randomUUID } from 'node:crypto';

import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
  type AclEntry,
} from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { commitBatch, consume, type Consumer } from '../../contract/event-log/consumer.js';
import {
  eventually,
  failureOf,
  numbered,
  readAtLeast,
  record,
  spec,
  texts,
} from '../../contract/event-log/fixture.js';
import { startSecuredKafka, type SecuredKafka } from '../../services/kafka-secured.js';
import { onPath } from '../../services/process.js';
import { titled } from '../../services/service.js';
import { quick } from './kafka-fixture.js';

const lacking = ['java', 'mvn', 'openssl'].find((program) => onPath(program) === undefined);
const needs = { name: 'kafka', ...(lacking !== undefined && { missing: `no ${lacking} on PATH` }) };

type Right = readonly [resource: 'TOPIC' | 'GROUP' | 'TRANSACTIONAL_ID' | 'CLUSTER', operation: string];

/** The table of docs/kafka.md: all by prefix, but for the cluster. */
const RIGHTS: readonly Right[] = [
  ['TOPIC', 'DESCRIBE'],
  ['TOPIC', 'DESCRIBE_CONFIGS'],
  ['TOPIC', 'READ'],
  ['TOPIC', 'WRITE'],
  ['TOPIC', 'CREATE'],
  ['TOPIC', 'ALTER_CONFIGS'],
  ['GROUP', 'READ'],
  ['GROUP', 'DELETE'],
  ['TRANSACTIONAL_ID', 'DESCRIBE'],
  ['TRANSACTIONAL_ID', 'WRITE'],
];
/**
 * What others bring along (READ and WRITE: DESCRIBE; ALTER_CONFIGS: DESCRIBE_CONFIGS), and the deleting of readers' groups,
 * which the broker forgets by itself later.
 */
const IMPLIED = new Set([
  'TOPIC DESCRIBE',
  'TOPIC DESCRIBE_CONFIGS',
  'TRANSACTIONAL_ID DESCRIBE',
  'GROUP DELETE',
]);

describe.skipIf(lacking !== undefined)(titled('Kafka with an authorizer', needs), () => {
  let kafka: SecuredKafka;
  const logs: EventLog[] = [];

  beforeAll(async () => {
    kafka = await startSecuredKafka();
  });
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await kafka?.stop();
  });

  async function allow(prefix: string, rights: readonly Right[]): Promise<void> {
    const admin = new Kafka({ brokers: [kafka.address], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const acl = rights.map(([resource, operation]): AclEntry => ({
      principal: 'User:limited',
      host: '*',
      resourceType: AclResourceTypes[resource],
      resourceName: resource === 'CLUSTER' ? 'kafka-cluster' : prefix,
      resourcePatternType:
        resource === 'CLUSTER' ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
      operation: AclOperationTypes[operation as keyof typeof AclOperationTypes],
      permissionType: AclPermissionTypes.ALLOW,
    }));
    if (acl.length > 0) await admin.createAcls({ acl });
    await admin.disconnect();
  }

  /** As the user that ACLs bind. */
  function openLog(prefix: string, username = 'limited'): EventLog {
    const log = createKafkaLog({
      brokers: [kafka.saslPlaintext],
      clientId: 'acls',
      prefix,
      sasl: { mechanism: 'scram-sha-512', username, password: kafka.password },
      ...quick,
    });
    logs.push(log);
    return log;
  }

  const newPrefix = (): string => `${randomUUID().slice(0, 8)}.`;

  /** What stages do, to the end or to the first thing that they may not. */
  async function work(log: EventLog): Promise<void> {
    await log.ensureTopics([spec('in', { retentionMs: 3_600_000 }), spec('out')]);
    // A second start finds a topic whose retention is to be raised.
    await log.ensureTopics([spec('in', { retentionMs: 7_200_000 }), spec('out')]);
    await log.append(numbered('in', 2));
    const writer = await log.writer('one');
    await writer.commit([record('in', 'k', 'written')]);
    await writer.close();
    let consumer: Consumer | undefined;
    try {
      consumer = await consume(log, {
        group: 'copier',
        topics: ['in'],
        process: (batch) =>
          commitBatch(
            batch,
            batch.records.map((r) => record('out', r.key, r.value?.toString() ?? '')),
          ),
      });
      const joined = consumer;
      await eventually(
        'the copies or an end',
        () => joined.delivered().length === 3 || joined.fatal.length > 0,
      );
      if (consumer.fatal[0] !== undefined) throw consumer.fatal[0];
      expect(texts(await readAtLeast(3, log, 'out'))).toEqual(['0', '1', 'written']);
    } finally {
      await consumer?.close();
    }
  }

  it('works with exactly the rights of the table', async () => {
    const prefix = newPrefix();
    await allow(prefix, RIGHTS);
    await work(openLog(prefix));
  });

  it('touches nothing of another prefix', async () => {
    const [mine, theirs] = [newPrefix(), newPrefix()];
    await allow(mine, RIGHTS);
    const error = (await failureOf(openLog(theirs).ensureTopics([spec('in')]))) as Error;
    expect(error).toMatchObject({ code: 'denied' });
    expect(error.message).toContain(theirs);
  });

  const names = RIGHTS.map((right) => right.join(' '));
  it.each(names.filter((name) => !IMPLIED.has(name)))('without %s it stops and says so', async (missing) => {
    const prefix = newPrefix();
    await allow(
      prefix,
      RIGHTS.filter((right) => right.join(' ') !== missing),
    );
    const error = (await failureOf(work(openLog(prefix)))) as Error;
    expect(error).toMatchObject({ name: 'LogError', code: 'denied', handling: 'fatal' });
    expect(error.message).toMatch(
      /not allowed (on the topic|in the group|to use the transactional id).*docs\/kafka\.md/,
    );
    expect(error.message).toContain(prefix);
  });
});
