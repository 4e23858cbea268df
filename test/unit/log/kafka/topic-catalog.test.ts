import { KafkaJSProtocolError, KafkaJSRequestTimeoutError, type Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { topicConfigs } from '../../../../src/log/kafka/topic-catalog.js';

const DESCRIBED = {
  resources: [
    { resourceName: 't', configEntries: [{ configName: 'cleanup.policy', configValue: 'delete' }] },
  ],
};

/** A broker whose first answers are these failures; kafkajs asks no second time. */
function failing(failures: Error[]): { admin: Admin; asked: () => number } {
  let asked = 0;
  const describeConfigs = (): Promise<unknown> => {
    const failure = failures[asked++];
    return failure ? Promise.reject(failure) : Promise.resolve(DESCRIBED);
  };
  return { admin: { describeConfigs } as unknown as Admin, asked: () => asked };
}

const timeout = (): Error =>
  new KafkaJSRequestTimeoutError('Request DescribeConfigs(key: 32, version: 2) timed out', {
    broker: 'b:9092',
    clientId: 'leeway',
    correlationId: 1,
    createdAt: 0,
    sentAt: 0,
    pendingDuration: 0,
  });

describe('the settings of topics', () => {
  it('are asked for again where a busy broker has not answered in time', async () => {
    const { admin, asked } = failing([timeout(), timeout()]);
    expect((await topicConfigs(admin, ['t'])).get('t')?.get('cleanup.policy')).toBe('delete');
    expect(asked()).toBe(3);
  });

  it('are given up where it never answers', async () => {
    const { admin, asked } = failing(Array.from({ length: 100 }, timeout));
    await expect(topicConfigs(admin, ['t'])).rejects.toThrow('timed out');
    expect(asked()).toBeLessThan(10);
  });

  it('are not asked for again where it refuses', async () => {
    const refusal = new KafkaJSProtocolError({
      name: 'KafkaJSProtocolError',
      message: 'no',
      type: 'TOPIC_AUTHORIZATION_FAILED',
      code: 29,
      retriable: false,
      helpUrl: undefined,
    } as never);
    const { admin, asked } = failing([refusal]);
    await expect(topicConfigs(admin, ['t'])).rejects.toBe(refusal);
    expect(asked()).toBe(1);
  });
});
