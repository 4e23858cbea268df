/**
 * Appends numbered records to `in` and copies them, in transactions, to both partitions of `out`, until it is killed.
 * Says on standard output how many records each partition of `in` has been promised to hold.
 * Arguments: module of the embedded log, its directory.
 */
const [, , moduleUrl, directory] = process.argv;
const { createEmbeddedLog } = await import(moduleUrl);
const log = await createEmbeddedLog({ directory });
const spec = { partitions: 2, cleanup: 'delete', retentionMs: -1, maxRecordBytes: 10_000 };
await log.ensureTopics([
  { name: 'in', ...spec },
  { name: 'out', ...spec },
]);

await log.subscribe({
  group: 'copy',
  topics: ['in'],
  maxBatchRecords: 7,
  onFatal: (error) => {
    throw error;
  },
  open: async (task) => ({
    positions: task.committed,
    close: async () => {},
    process: async (records) => {
      const copies = [0, 1].flatMap((partition) =>
        records.map((record) => ({
          topic: 'out',
          partition,
          key: String(task.partition),
          value: record.value,
        })),
      );
      await task.commit({ consumed: { in: records.at(-1).offset + 1 }, produced: copies });
    },
  }),
});

let next = (await log.range('in', 0)).next;
for (let size = 1; ; size = (size % 40) + 1) {
  const records = [0, 1].flatMap((partition) =>
    Array.from({ length: size }, (_, i) => ({
      topic: 'in',
      partition,
      key: null,
      value: Buffer.from(String(next + i)),
    })),
  );
  await log.append(records);
  next += size;
  process.stdout.write(`${next}\n`);
}
