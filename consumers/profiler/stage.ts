import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { LogRecord, NewRecord } from '../../src/log/port.js';
import type { PureStage } from '../runtime/stage.js';
import { measureProfiler } from './measure.js';
import { profile, profilerTools } from './profiler.js';
import {
  emptyProfiler,
  restoreProfiler,
  type ProfilerSettings,
  type ProfilerState,
  type Side,
} from './state.js';
import { tick } from './tick.js';

/** Original bytes of a dead letter beyond this are cut, and their hash kept. */
export const DEAD_LETTER_BYTES = 64 * 1024;

/** The profiler as a stage of the runtime: bytes in, records for `profiles` and `dead-letters` out. */
export function profilerStage(settings: ProfilerSettings): PureStage<ProfilerState> {
  const tools = profilerTools(settings);
  return {
    empty: emptyProfiler,
    step(state, records) {
      const topic = (records[0] as LogRecord).topic as Side;
      const { frames, deadLetters } = profile(state, topic, records, settings, tools);
      const byOffset = new Map<number, LogRecord>();
      if (deadLetters.length > 0) for (const record of records) byOffset.set(record.offset, record);
      const letters = deadLetters.map(({ offset, refusal }) =>
        deadLetter(byOffset.get(offset) as LogRecord, 'profiler', refusal.code, refusal.message),
      );
      return [
        ...frames.flatMap(({ model, records: texts }) =>
          texts.map((text) => ({ topic: 'profiles', key: model, value: Buffer.from(text) })),
        ),
        ...letters,
      ];
    },
    tick: (state, now) =>
      tick(state, now, settings).map((record) => ({
        topic: 'profiles',
        key: record.model,
        value: Buffer.from(JSON.stringify(record)),
      })),
    /** The topic that is behind in event time goes first, so that the join holds no more rows than it must. */
    prefer: (state, topics) => {
      let behind = topics[0] as string;
      let lowest = Infinity;
      for (const topic of topics) {
        let newest = -Infinity;
        for (const stream of state.models.values()) newest = Math.max(newest, stream[topic as Side].newest);
        if (newest < lowest) [behind, lowest] = [topic, newest];
      }
      return behind;
    },
    // 2: the join in pages of typed arrays; 3: rows that carry features; 4: rows that know their append. Older ones do not,
    // so the join is made anew from the log.
    format: 4,
    measure: (state) => measureProfiler(state, settings),
    encode: (state) => serialize(state),
    decode: (bytes) => restoreProfiler(deserialize(bytes) as ProfilerState),
  };
}

/** A record that could not be processed, as it was, with where it came from and why it was refused. */
export function deadLetter(record: LogRecord, stage: string, reason: string, message: string): NewRecord {
  const value = record.value ?? Buffer.alloc(0);
  const coordinates = `${record.topic}/${record.partition}/${record.offset}`;
  return {
    topic: 'dead-letters',
    key: coordinates,
    value: value.length > DEAD_LETTER_BYTES ? value.subarray(0, DEAD_LETTER_BYTES) : value,
    headers: {
      topic: record.topic,
      partition: String(record.partition),
      offset: String(record.offset),
      appended: String(record.appendedAt),
      stage,
      reason,
      message,
      ...(record.key !== null && { key: record.key.slice(0, 1024) }),
      ...(value.length > DEAD_LETTER_BYTES && {
        bytes: String(value.length),
        sha256: createHash('sha256').update(value).digest('hex'),
      }),
    },
  };
}
