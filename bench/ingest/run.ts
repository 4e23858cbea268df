import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LegProcess } from '../performance/leg-process.js';
import type { SenderAsks, SenderResult, SenderTask, ServerAsks, ServerResult, ServerTask } from './tasks.js';

export interface IngestRun {
  readonly sent: SenderResult;
  readonly server: ServerResult;
  readonly bytes: number;
}

export type IngestSize = Omit<SenderTask, 'port'> & Pick<ServerTask, 'partitions' | 'profile'>;

/**
 * One server under one load.
 *
 * @param folder of scratch files
 * @throws Error where the server has taken another number of events than were sent
 */
export async function runIngest(
  server: ServerTask['server'],
  size: IngestSize,
  folder: string,
): Promise<IngestRun> {
  const { partitions, profile, ...load } = size;
  const data = mkdtempSync(join(folder, 'ingest-'));
  const target = new LegProcess<ServerAsks>(
    new URL('server.js', import.meta.url),
    { server, data, partitions, profile } satisfies ServerTask,
    `the ${server} server`,
  );
  let sender: LegProcess<SenderAsks> | null = null;
  try {
    const port = await target.ask('start');
    const task: SenderTask = { port, ...load };
    // Its requests are large and live long: moving them between generations is no part of the load.
    sender = new LegProcess<SenderAsks>(new URL('sender.js', import.meta.url), task, 'the sender', [
      '--max-semi-space-size=64',
    ]);
    const { bytes } = await sender.ask('prepare');
    const warm = await sender.ask('warmUp');
    await target.ask('mark');
    const sent = await sender.finish('send');
    const result = await target.finish('stop');
    if (result.taken !== warm.events + sent.events) {
      throw new Error(
        `the ${server} server has taken ${result.taken} of ${warm.events + sent.events} events`,
      );
    }
    return { sent, server: result, bytes };
  } finally {
    sender?.kill();
    target.kill();
    rmSync(data, { recursive: true, force: true });
  }
}
