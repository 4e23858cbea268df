/** Our profiler, records to deltas: from the bytes of each record to the bytes that would be committed. No log, no I/O. */
import { readFileSync } from 'node:fs';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { defaultConfig } from '../../src/config/load-config.js';
import { settingsOf } from '../../src/config/model-settings.js';
import { toOffset, type LogRecord } from '../../src/log/port.js';
import { startCpuProfile } from '../performance/cpu-recording.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { useSince, useSoFar } from '../performance/process-use.js';
import type { ProfilerAsks, ProfilerTask } from './tasks.js';

/** Later than all events. */
const APPENDED = Date.UTC(2026, 0, 1);
const WARM_UP = 40_000;

const { file, batch, profile } = taskOfLeg() as ProfilerTask;
const stage = profilerStage(settingsOf(defaultConfig));
let records: readonly LogRecord[] = [];

answerParent<ProfilerAsks>({
  prepare() {
    records = read();
    run(records.slice(0, WARM_UP));
    return null;
  },
  async profile() {
    const recording = profile === null ? null : await startCpuProfile(profile);
    const before = useSoFar();
    const deltaBytes = run(records);
    const use = useSince(before);
    await recording?.stop();
    return { ...use, rows: records.length, deltaBytes };
  },
});

/** All records from an empty state on; returns how many bytes of deltas that made. */
function run(of: readonly LogRecord[]): number {
  const state = stage.empty(0);
  let bytes = 0;
  for (let from = 0; from < of.length; from += batch) {
    for (const { topic, value } of stage.step(state, of.slice(from, from + batch))) {
      if (topic === 'dead-letters')
        throw new Error('a record was refused: the rows are not what they should be');
      bytes += value?.length ?? 0;
    }
  }
  return bytes;
}

function read(): LogRecord[] {
  const bytes = readFileSync(file);
  const found: LogRecord[] = [];
  for (let from = 0, end = bytes.indexOf(10); end !== -1; from = end + 1, end = bytes.indexOf(10, from)) {
    found.push({
      topic: 'predictions',
      partition: 0,
      offset: toOffset(found.length),
      key: null,
      value: bytes.subarray(from, end),
      headers: {},
      appendedAt: APPENDED,
    });
  }
  return found;
}
