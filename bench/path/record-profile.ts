import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

/** Writes a CPU profile of `work` alone: loading the program's modules is no part of it. */
export async function recordProfile<T>(file: string, work: () => Promise<T>): Promise<T> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  const result = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  await writeFile(file, JSON.stringify(profile));
  return result;
}
