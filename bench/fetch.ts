/**
 * What a record costs from the bytes of a fetch to a record of the log: kafkajs's own reading beside ours, on one core, in CPU
 * time, without network or broker.
 *
 * `npm run bench -- fetch [--records 10000] [--rounds 21] [--seed 1]`
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { FetchedBatch } from '../src/log/kafka/fetched/fetched-batch.js';
import { decodeFetchResponse } from '../src/log/kafka/fetched/fetch-response.js';
import { fetchBytes } from './fetch/fetch-bytes.js';
import { workload } from './path/workload.js';
import { median, short } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';

const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '21' },
    seed: { type: 'string', default: '1' },
  },
});
const records = wholeNumber('records', flags.records);
const rounds = wholeNumber('rounds', flags.rounds);

/** What kafkajs hands to its user, and what is made of it. */
interface TheirMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}
interface Decoded {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly object[] }[];
}
const require = createRequire(import.meta.url);
const theirResponse = require('kafkajs/src/protocol/requests/fetch/v11/response.js') as {
  decode(bytes: Buffer): Promise<Decoded>;
};
const TheirBatch = require('kafkajs/src/consumer/batch.js') as new (
  topic: string,
  fetchedOffset: string,
  data: object,
) => { readonly messages: readonly TheirMessage[] };

const noCodec = (type: number): never => {
  throw new Error(`nothing here is compressed, not even by codec ${type}`);
};
const contenders: Readonly<Record<string, (bytes: Buffer) => Promise<number>>> = {
  kafkajs: async (bytes) => {
    let read = 0;
    for (const { topicName, partitions } of (await theirResponse.decode(bytes)).responses) {
      for (const data of partitions) {
        const made = new TheirBatch(topicName, '0', data).messages.map(
          ({ offset, timestamp, key, value }) => ({
            topic: topicName,
            partition: 0,
            offset: Number(offset),
            key: key && key.toString('utf8'),
            value,
            headers: {},
            appendedAt: Number(timestamp),
          }),
        );
        read += made.length;
      }
    }
    return read;
  },
  ours: async (bytes) => {
    let read = 0;
    for (const { topicName, partitions } of (await decodeFetchResponse(bytes, noCodec)).responses) {
      for (const data of partitions) read += new FetchedBatch(topicName, '0', data).messages.length;
    }
    return read;
  },
};

const values: Buffer[] = [];
for (const { kind, json } of workload({
  events: records,
  rate: 200,
  seed: wholeNumber('seed', flags.seed),
})) {
  if (kind !== 'end') values.push(Buffer.from(json));
}
const bytes = await fetchBytes(values);
const costs = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++) {
  for (const [name, read] of Object.entries(contenders)) {
    const before = process.cpuUsage();
    const found = await read(bytes);
    const { user, system } = process.cpuUsage(before);
    if (found !== values.length) throw new Error(`${name} read ${found} of ${values.length} records`);
    (costs.get(name) as number[]).push((user + system) / found);
  }
}
const [theirs = NaN, ours = NaN] = [...costs.values()].map((each) => median(each));
console.log(`
${values.length} records of ${Math.round(bytes.length / values.length)} bytes in one fetch, medians of ${rounds} rounds. ${machineLine(machine())}

kafkajs  ${short(theirs)} us of CPU a record
ours     ${short(ours)} us of CPU a record, ${short(ours / theirs)} of it
`);
console.log(
  JSON.stringify({
    bench: 'fetch',
    records: values.length,
    theirs,
    ours,
    ratio: ours / theirs,
    machine: machine(),
  }),
);
