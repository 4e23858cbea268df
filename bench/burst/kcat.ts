/** kcat as a load generator: librdkafka costs a fraction of what a producer in Node does. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { KafkaPlace } from '../path/leg-task.js';

export interface Kcat {
  /** Lines of a key, a tab and a value. Resolves when there is room for more. */
  write(topic: string, lines: Buffer): Promise<void>;
  /** Resolves once the broker has everything. @throws Error where kcat ends badly */
  close(): Promise<void>;
}

export function hasKcat(): boolean {
  return spawnSync('kcat', ['-V'], { stdio: 'ignore' }).status === 0;
}

export function openKcat({ brokers, prefix }: KafkaPlace, topics: readonly string[]): Kcat {
  const children = new Map<string, ChildProcess>(
    topics.map((topic) => {
      const settings = ['partitioner=murmur2_random', 'enable.idempotence=true', 'linger.ms=5'];
      const args = ['-P', '-b', brokers.join(','), '-t', prefix + topic, '-K', '\t'];
      const child = spawn('kcat', [...args, ...settings.flatMap((one) => ['-X', one])], {
        stdio: ['pipe', 'inherit', 'inherit'],
      });
      return [topic, child];
    }),
  );
  return {
    async write(topic, lines) {
      const stdin = children.get(topic)?.stdin;
      if (!stdin) throw new Error(`kcat was not started for ${topic}`);
      if (!stdin.write(lines)) await once(stdin, 'drain');
    },
    async close() {
      await Promise.all(
        [...children].map(async ([topic, child]) => {
          const exit = once(child, 'exit') as Promise<[number | null]>;
          child.stdin?.end();
          const [code] = await exit;
          if (code !== 0) throw new Error(`kcat for ${topic} ended with ${String(code)}`);
        }),
      );
    },
  };
}
