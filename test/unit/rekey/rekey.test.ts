import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REKEYED, rekeyed } from '../../../consumers/rekey/rekey.js';
import { toOffset, type LogRecord } from '../../../src/log/port.js';
import { stages } from '../../../src/topology.js';

const PARTITIONS = 8;

const record = (value: Buffer | null, over: Partial<LogRecord> = {}): LogRecord => ({
  topic: 'predictions-in',
  partition: 5,
  offset: toOffset(3),
  key: 'tenant-7',
  value,
  headers: { traceparent: '00-1-2-01' },
  appendedAt: 1,
  ...over,
});

describe('rekey', () => {
  it('keys a prediction and its outcome alike, whatever their own keys and partitions were', () => {
    const foreign = fc.record({
      key: fc.option(fc.string()),
      partition: fc.nat({ max: PARTITIONS - 1 }),
    });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), foreign, foreign, (id, one, other) => {
        const said = rekeyed(record(Buffer.from(JSON.stringify({ id, model: 'm' })), one));
        const happened = rekeyed(
          record(Buffer.from(JSON.stringify({ id, outcome: 1 })), { ...other, topic: 'outcomes-in' }),
        );
        expect([said.topic, happened.topic]).toEqual(['predictions', 'outcomes']);
        for (const { key, partition } of [said, happened]) {
          expect(key).toBe(id);
          expect(partition).toBeUndefined();
        }
      }),
    );
  });

  it('leaves bytes and headers as they are, also what JSON would write in another way', () => {
    const value = Buffer.from('{ "id" : "a\\u0062", "x": 1.0 }');
    const made = rekeyed(record(value));
    expect(made.value).toBe(value);
    expect(made.key).toBe('ab');
    expect(made.headers).toEqual({ traceparent: '00-1-2-01' });
  });

  it('hands what has no id on to the same partition, for the profiler to say what is wrong', () => {
    for (const text of ['{"kind":"end","model":"m","time":1}', '{"id":7}', '{"id":"x"', 'null', '']) {
      const value = Buffer.from(text);
      expect(rekeyed(record(value))).toEqual({
        topic: 'predictions',
        key: 'tenant-7',
        value,
        headers: { traceparent: '00-1-2-01' },
        partition: 5,
      });
    }
    expect(rekeyed(record(null)).partition).toBe(5);
  });

  it('reads and writes what the topology says', () => {
    expect(Object.keys(REKEYED)).toEqual([...stages.rekey.reads]);
    expect(Object.values(REKEYED)).toEqual([...stages.rekey.writes]);
    expect(() => rekeyed(record(null, { topic: 'metrics' }))).toThrow(
      'rekey does not read the topic metrics',
    );
  });
});
