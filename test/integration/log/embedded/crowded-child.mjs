/**
 * Appends to a log while its disk is filled, nearly to the last page, and freed again; prints as JSON how many records were
 * answered, refused and found. Arguments: module of the embedded log, the folder of the disk.
 */
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [, , moduleUrl, folder] = process.argv;
const { createEmbeddedLog } = await import(moduleUrl);
const log = await createEmbeddedLog({ directory: join(folder, 'log') });
await log.ensureTopics([
  { name: 't', partitions: 4, cleanup: 'delete', retentionMs: -1, maxRecordBytes: 200_000 },
]);
const filler = join(folder, 'filler');
const chunk = Buffer.alloc(1 << 20, 1);
const count = { answered: 0, refused: 0, found: 0 };

/** Leaves a few pages, so that writes of several pages find room for some of them. */
function fill(pages) {
  const file = openSync(filler, 'w');
  for (let size = chunk.length; size >= 1;) {
    try {
      writeSync(file, chunk, 0, size);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      size = Math.floor(size / 16);
    }
  }
  closeSync(file);
  truncateSync(filler, Math.max(0, statSync(filler).size - pages * 4096));
}

async function append(records) {
  try {
    await log.append(records);
    count.answered += records.length;
  } catch (error) {
    if (error.code !== 'log-full') throw error;
    count.refused += records.length;
  }
}

const record = (i) => ({
  topic: 't',
  partition: i % 4,
  key: null,
  value: Buffer.alloc(3_000 + ((i * 37) % 9_000), i & 255),
});

for (let round = 0; round < 30; round++) {
  // Each a transaction of its own.
  for (let i = 0; i < 20; i++) await append([record(i)]);
  fill((round * 13) % 60);
  for (let i = 0; i < 60; i++) {
    const fenced = log.fence('g', i % 4).catch((error) => {
      if (error.code !== 'log-full') throw error;
    });
    await Promise.all([append(Array.from({ length: 1 + (i % 30) }, (_, k) => record(k))), fenced]);
  }
  rmSync(filler);
}
for (let partition = 0; partition < 4; partition++) {
  const { first, next } = await log.range('t', partition);
  await log.read('t', partition, first, next, (records) => {
    count.found += records.length;
  });
}
await log.close();
process.stdout.write(JSON.stringify(count));
