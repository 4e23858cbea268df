/** Records that others have compressed: the broker itself does it here, with the codecs of Kafka's own client. */
import { randomUUID } from 'node:crypto';
import * as zlib from 'node:zlib';

import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { failureOf, readAll, record, texts } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { quick } from './kafka-fixture.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';
const prefix = `${randomUUID().slice(0, 8)}.`;
/** Whether it is there is for the run to find out, not for the compiler. */
const optional: string = 'fzstd';
const hasZstd =
  'zstdDecompress' in zlib ||
  (await import(optional).then(
    () => true,
    () => false,
  ));

const zstd = { name: 'zstd', ...(!hasZstd && { missing: 'needs Node 22.15 or the package fzstd' }) };

/** Repeats itself, and not only at short distances. */
const values = Array.from(
  { length: 3_000 },
  (_, i) =>
    `{"id":"p-${i}","features":{"age":${i % 90},"plan":"${['free', 'pro'][i % 2]}","noise":${Math.sin(i)}}}`,
);

describe.skipIf(kafka.missing !== undefined)(titled('Kafka codecs', kafka), () => {
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  let log: EventLog;

  beforeAll(async () => {
    await admin.connect();
    log = createKafkaLog({ brokers: [broker], clientId: 'codecs', prefix, ...quick });
  });
  afterAll(async () => {
    await log?.close();
    await admin.disconnect();
  });

  async function filled(codec: string): Promise<string> {
    const configEntries = [
      { name: 'compression.type', value: codec },
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
    ];
    await admin.createTopics({ topics: [{ topic: prefix + codec, numPartitions: 1, configEntries }] });
    await log.append(values.map((value, i) => record(codec, `p-${i}`, value)));
    return codec;
  }

  it.each(['gzip', 'snappy', 'lz4'])('reads %s', async (codec) => {
    expect(texts(await readAll(log, await filled(codec)))).toEqual(values);
  });

  it.skipIf(!hasZstd)(titled('reads zstd', zstd), async () => {
    expect(texts(await readAll(log, await filled('zstd')))).toEqual(values);
  });

  // The other half of the case above: whoever cannot read it is told why.
  if (!hasZstd)
    it('says what zstd needs where nothing can read it', async () => {
      const error = (await failureOf(readAll(log, await filled('zstd')))) as Error;
      expect(error).toMatchObject({ name: 'LogError', code: 'topic-mismatch', handling: 'fatal' });
      expect(error.message).toMatch(/zstd records need Node 22\.15 or newer, or the package fzstd/);
    });
});
