/**
 * Appends 100 kB records until the disk (here: the largest file that its parent allows) takes no more, then a small one;
 * prints what happened as JSON. Arguments: module of the embedded log, its directory.
 */
const [, , moduleUrl, directory] = process.argv;
const { createEmbeddedLog } = await import(moduleUrl);
const log = await createEmbeddedLog({ directory });
await log.ensureTopics([
  { name: 't', partitions: 1, cleanup: 'delete', retentionMs: -1, maxRecordBytes: 200_000 },
]);
let stored = 0;
let refusal;
while (refusal === undefined) {
  try {
    await log.append([{ topic: 't', key: null, value: Buffer.alloc(100_000, stored) }]);
    stored++;
  } catch (error) {
    refusal = { code: error.code, handling: error.handling, message: error.message };
  }
}
await log.close();
process.stdout.write(JSON.stringify({ stored, refusal }));
