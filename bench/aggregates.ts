/**
 * What the aggregates cost a value and a prediction of ten features, beside plain Maps of counts as the floor. In panes of
 * 2,500 records, as a batch of the profiler makes them, and in one pane of all records.
 *
 * `npm run bench -- aggregates [--records 100000] [--rounds 9] [--seed 1]`
 *
 * CPU time of the process, collecting garbage included. Rounds of all cases take turns, so that other load on the machine
 * falls on all alike.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { addJoinedPair, emptyOutcomePane } from '../src/aggregates/outcome-pane.js';
import { addToHistogram, emptyHistogram } from '../src/aggregates/numeric-histogram.js';
import { addPredictionRow, emptyPredictionPane } from '../src/aggregates/prediction-pane.js';
import { records, rowReader, type Records } from './aggregates/records.js';

const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
    seed: { type: 'string', default: '1' },
  },
});
const size = wholeNumber('records');
const rounds = wholeNumber('rounds');
const data = records(size, wholeNumber('seed'));
const reader = rowReader(data);
const BATCH = 2500;

/** One round of a case, and how many things it adds. */
interface Case {
  readonly name: string;
  readonly unit: 'value' | 'prediction' | 'pair';
  readonly adds: number;
  readonly run: () => void;
}

const numbers = data.numbers.length;
const cases: readonly Case[] = [
  { name: 'plain Map of counts', unit: 'value', adds: size * numbers, run: () => mapOfNumbers(data) },
  ...[BATCH, size].map((each) => ({
    name: `histogram, ${inPanes(each)}`,
    unit: 'value' as const,
    adds: size * numbers,
    run: () => histograms(data, each),
  })),
  {
    name: 'plain Map of counts a feature',
    unit: 'prediction',
    adds: size,
    run: () => mapOfFeatures(data),
  },
  { name: 'filling the row only', unit: 'prediction', adds: size, run: () => fillRows(size) },
  ...[BATCH, size].map((each) => ({
    name: `row and pane, ${inPanes(each)}`,
    unit: 'prediction' as const,
    adds: size,
    run: () => predictions(size, each),
  })),
  { name: 'filling the pair only', unit: 'pair', adds: size, run: () => fillPairs(size) },
  ...[BATCH, size].map((each) => ({
    name: `pair and pane, ${inPanes(each)}`,
    unit: 'pair' as const,
    adds: size,
    run: () => pairs(size, each),
  })),
];

const times = cases.map(() => new Float64Array(rounds));
for (let round = -2; round < rounds; round++) {
  cases.forEach(({ adds, run }, i) => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    const nanoseconds = (1000 * (user + system)) / adds;
    // Two rounds warm up.
    if (round >= 0) (times[i] as Float64Array)[round] = nanoseconds;
  });
}

const result = cases.map(({ name, unit }, i) => {
  const sorted = (times[i] as Float64Array).toSorted();
  return { name, unit, median: sorted[rounds >>> 1] as number, least: sorted[0] as number };
});
console.log(`
${size.toLocaleString('en-US')} records of five numbers and five categories, a score, a label and a latency, ${rounds} rounds
${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}

| what | CPU ns, median | least |
|---|---|---|
${result.map(({ name, unit, median, least }) => `| a ${unit}: ${name} | ${median.toFixed(1)} | ${least.toFixed(1)} |`).join('\n')}
`);
console.log(JSON.stringify({ bench: 'aggregates', records: size, rounds, result }));

function inPanes(each: number): string {
  return each === size ? 'one pane' : `panes of ${each.toLocaleString('en-US')}`;
}

function mapOfNumbers({ numbers }: Records): void {
  for (const values of numbers) countsOf(values);
}

/** By 500ths, since a Map of every distinct float would measure memory only. */
function countsOf(values: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const key = Math.floor((values[i] as number) * 500) & 0x1ff;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function histograms({ numbers }: Records, each: number): void {
  let own = numbers.map(() => emptyHistogram());
  for (let i = 0; i < size; i++) {
    if (i % each === 0) own = numbers.map(() => emptyHistogram());
    for (let k = 0; k < own.length; k++) {
      addToHistogram(own[k] as (typeof own)[number], (numbers[k] as Float64Array)[i] as number);
    }
  }
}

function mapOfFeatures({ numbers, texts }: Records): void {
  const ofNumbers = numbers.map(() => new Map<number, number>());
  const ofTexts = texts.map(() => new Map<string, number>());
  for (let i = 0; i < size; i++) {
    ofNumbers.forEach((counts, k) => {
      const key = Math.floor(((numbers[k] as Float64Array)[i] as number) * 500) & 0x1ff;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
    ofTexts.forEach((counts, k) => {
      const key = (texts[k] as readonly string[])[i] as string;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  }
}

function fillRows(count: number): void {
  for (let i = 0; i < count; i++) reader.prediction(i);
}

function predictions(count: number, each: number): void {
  let pane = emptyPredictionPane();
  for (let i = 0; i < count; i++) {
    if (i % each === 0) pane = emptyPredictionPane();
    addPredictionRow(pane, reader.prediction(i), true);
  }
}

function fillPairs(count: number): void {
  for (let i = 0; i < count; i++) reader.pair(i);
}

function pairs(count: number, each: number): void {
  let pane = emptyOutcomePane();
  for (let i = 0; i < count; i++) {
    if (i % each === 0) pane = emptyOutcomePane();
    addJoinedPair(pane, reader.pair(i), Infinity);
  }
}

function wholeNumber(name: 'records' | 'rounds' | 'seed'): number {
  const number = Number(flags[name]);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new RangeError(`--${name} must be a whole number from 1, not ${flags[name]}`);
  }
  return number;
}
