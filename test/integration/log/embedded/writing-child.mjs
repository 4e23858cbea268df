/**
 * Owns a log: appends records 0, 1, 2 ... for as long as it lives, ten at a time, has retention remove all but the newest as it
 * goes, and prints how many it has been promised. Arguments: module of the embedded log, its directory.
 */
const [, , moduleUrl, directory] = process.argv;
const { createEmbeddedLog } = await import(moduleUrl);
// A clock of its own, a second a batch: what is older than twenty batches goes.
let now = 1_000_000;
const log = await createEmbeddedLog({ directory, clock: () => now });
await log.ensureTopics([
  { name: 't', partitions: 1, cleanup: 'delete', retentionMs: 20_000, maxRecordBytes: 200_000 },
]);
for (let n = 0; ; now += 1_000) {
  const values = Array.from({ length: 10 }, () => Buffer.from(String(n++)));
  await log.append(values.map((value) => ({ topic: 't', key: null, value })));
  if (n % 50 === 0) await log.retain(now);
  process.stdout.write(`${n}\n`);
}
