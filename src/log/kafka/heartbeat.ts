/**
 * Waits for work while the group hears from this member: kafkajs sends heartbeats only between batches.
 * When the group rebalances, `stop` is called, the work is awaited, and the heartbeat's error goes on to kafkajs,
 * which then rejoins.
 */
export async function whileBeating<T>(
  work: Promise<T>,
  heartbeat: () => Promise<void>,
  intervalMs: number,
  stop: () => Promise<void>,
): Promise<T> {
  let wake = (): void => undefined;
  let finished = false;
  const finish = (): void => {
    finished = true;
    wake();
  };
  const settled = work.then(finish, finish);
  for (;;) {
    await new Promise<void>((resolve) => {
      if (finished) return resolve();
      const timer = setTimeout(resolve, intervalMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    if (finished) return await work;
    try {
      await heartbeat();
    } catch (error) {
      await stop();
      await settled;
      throw error;
    }
  }
}
