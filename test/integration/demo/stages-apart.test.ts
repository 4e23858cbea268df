import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { MetricPoint } from '../../../src/metric-store/port.js';
import { kafkaService, titled } from '../../services/index.js';
import { CliProcess, killRunning } from './cli-process.js';
import { removeKafkaPrefix } from './remove-kafka-prefix.js';
import { postSteady, STEADY, steadyAccuracy } from './steady-stream.js';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.js';

const kafka = await kafkaService();
const ROWS = 400;

afterEach(killRunning);
afterAll(removeTemporaryFolders);

describe.skipIf(kafka.missing !== undefined)(
  titled('stages in processes of their own on Kafka', kafka),
  () => {
    const address = kafka.address ?? '';
    const prefix = `apart-${randomUUID().slice(0, 8)}-`;
    afterAll(() => removeKafkaPrefix(address, prefix));

    it('take events in one process and work them out in another', async () => {
      const run = (stages: string): CliProcess =>
        new CliProcess([
          'run',
          '--stage',
          stages,
          '--port',
          '0',
          '--data',
          temporaryFolder(),
          '--kafka',
          address,
          '--prefix',
          prefix,
        ]);
      // Started together: either may come first to the topics that neither has yet.
      const workers = run('profiler,evaluator');
      const front = run('sink,feed,trainer');
      await postSteady(front, 0, ROWS);

      const points = await front.until('accuracy in the metric store', async () => {
        const answer = await front.get<{ metrics: MetricPoint[] }>(
          `/api/metrics?model=${STEADY}&metric=accuracy&resolution=5m`,
        );
        // All but the last few of 80 panes: the watermark passes them.
        return (answer?.metrics.length ?? 0) >= 70 ? answer?.metrics : undefined;
      });
      for (const { version, time, value } of points) {
        expect(version).toBe('1');
        expect(value, new Date(time).toISOString()).toBeCloseTo(steadyAccuracy(time), 12);
      }
      expect(workers.stdout).toContain('Leeway is running: profiler, evaluator');
      expect(await front.stop()).toEqual({ code: 0, signal: null });
      expect(await workers.stop()).toEqual({ code: 0, signal: null });
    });
  },
);
