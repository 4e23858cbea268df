/** Says on standard error what takes so long: once at the start, then every five seconds, then how long it took. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  process.stderr.write(`test services: ${what} ...\n`);
  const ticking = setInterval(() => process.stderr.write(`test services: ${what} ... ${seconds()}\n`), 5000);
  try {
    const result = await work();
    process.stderr.write(`test services: ${what}: done in ${seconds()}\n`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}
