/**
 * How many records a second the reader turns into rows, beside JSON.parse alone and beside the strict edge with its content
 * hash on the same records. On one core, predictions and outcomes apart; medians of rounds that take turns.
 *
 * `npm run bench -- scan [--events 40000] [--rounds 15] [--seed 1]`
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { outcomeHash, predictionHash } from '../src/events/content-hash.js';
import { parseOutcome, parsePrediction } from '../src/events/parse.js';
import { createOutcomeReader, createPredictionReader } from '../src/events/scan/reader.js';
import { workload } from './path/workload.js';

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '40000' },
    rounds: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
  },
});

/** Returns an int32 of the record, so that nothing is optimised away and no number is boxed. */
type Contender = (bytes: Buffer) => number;

const records: Record<'prediction' | 'outcome', Buffer[]> = { prediction: [], outcome: [] };
for (const { kind, json } of workload({
  events: Number(flags.events),
  rate: 200,
  seed: Number(flags.seed),
})) {
  if (kind !== 'end') records[kind].push(Buffer.from(json));
}

const predictions = createPredictionReader();
const outcomes = createOutcomeReader();
report('predictions', records.prediction, {
  'JSON.parse alone': parseOnly,
  'the strict edge': (bytes) => {
    const parsed = parsePrediction(bytes.toString('utf8'));
    return parsed.ok && parsed.event.kind === 'prediction' ? predictionHash(parsed.event) | 0 : 0;
  },
  'the reader': (bytes) => {
    const row = predictions.read(bytes);
    return 'contentHash' in row ? row.contentHash | 0 : 0;
  },
});
report('outcomes', records.outcome, {
  'JSON.parse alone': parseOnly,
  'the strict edge': (bytes) => {
    const parsed = parseOutcome(bytes.toString('utf8'));
    return parsed.ok && parsed.event.kind === 'outcome' ? outcomeHash(parsed.event) | 0 : 0;
  },
  'the reader': (bytes) => {
    const row = outcomes.read(bytes);
    return 'contentHash' in row ? row.contentHash | 0 : 0;
  },
});
console.log(
  `\nRead by the scan alone: ${share(predictions.counts)} of predictions, ${share(outcomes.counts)} of outcomes`,
);
console.log(`${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);

function parseOnly(bytes: Buffer): number {
  return Object.keys(JSON.parse(bytes.toString('utf8')) as object).length;
}

function report(name: string, of: readonly Buffer[], contenders: Readonly<Record<string, Contender>>): void {
  const seconds: Record<string, number[]> = {};
  const garbage: Record<string, number[]> = {};
  let sink = 0;
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [contender, read] of Object.entries(contenders)) {
      const begin = performance.now();
      for (const bytes of of) sink = (sink + read(bytes)) | 0;
      (seconds[contender] ??= []).push((performance.now() - begin) / 1000);
      // Few enough that most rounds see no collection.
      const few = of.slice(0, 1000);
      const heap = process.memoryUsage().heapUsed;
      for (const bytes of few) sink = (sink + read(bytes)) | 0;
      (garbage[contender] ??= []).push((process.memoryUsage().heapUsed - heap) / few.length);
    }
  }
  const bytes = of.reduce((sum, record) => sum + record.length, 0) / of.length;
  console.log(
    `\n${of.length.toLocaleString('en-US')} ${name} of ${Math.round(bytes)} bytes (checksum ${sink})`,
  );
  for (const contender of Object.keys(contenders)) {
    const each = median(seconds[contender] ?? []) / of.length;
    const best = Math.min(...(seconds[contender] ?? [])) / of.length;
    console.log(
      [
        `  ${contender.padEnd(18)}`,
        `${Math.round(1 / each)
          .toLocaleString('en-US')
          .padStart(10)}/s`,
        `${(each * 1e9).toFixed(0).padStart(6)} ns (best ${(best * 1e9).toFixed(0)})`.padEnd(24),
        `${Math.max(0, median(garbage[contender] ?? []))
          .toFixed(0)
          .padStart(6)} bytes of garbage a record`,
      ].join(' '),
    );
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1] ?? NaN;
}

function share(counts: { readonly scanned: number; readonly parsed: number }): string {
  return `${((100 * counts.scanned) / (counts.scanned + counts.parsed)).toFixed(2)}%`;
}
