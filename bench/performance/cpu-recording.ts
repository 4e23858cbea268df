import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

/** Records a CPU profile of this process from now until `stop`, which writes it to the file. */
export async function startCpuProfile(file: string): Promise<{ stop(): Promise<void> }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return {
    async stop() {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      await writeFile(file, JSON.stringify(profile));
    },
  };
}
