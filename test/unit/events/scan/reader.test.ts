import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workload } from '../../../../bench/path/workload.js';
import { FIRST_DAY } from '../../../../producers/flights/dataset.js';
import { FIRST_POSITION, FlightReplay } from '../../../../producers/flights/replay.js';
import { namedStreams } from '../../../../producers/simulators/random.js';
import { simulate, simulators } from '../../../../producers/simulators/index.js';
import type { Task } from '../../../../src/events/event.js';
import { parseOutcome, parsePrediction } from '../../../../src/events/parse.js';
import { outcomeRowOf, predictionRowOf } from '../../../../src/events/rows/fill-row.js';
import { createOutcomeReader, createPredictionReader } from '../../../../src/events/scan/reader.js';
import { rowText } from '../rows/row-text.js';
import { flightsOf } from '../../flights/sample.js';
import { topic } from './wild-records.js';

/** What a reader gave, as a text; rows must be written down before the next record. */
function given(result: ReturnType<ReturnType<typeof createPredictionReader>['read']> | ReturnType<ReturnType<typeof createOutcomeReader>['read']>): string {
  if ('ok' in result) return `refused: ${result.code} ${result.message}`;
  return result.kind === 'end' ? JSON.stringify(result) : rowText(result);
} // prettier-ignore

const taskOf = (model: string): Task | undefined =>
  model === 'delivery'
    ? 'regression'
    : model === 'shop'
      ? 'multiclass'
      : model === 'modèle'
        ? 'ranking'
        : model === 'a'
          ? 'binary'
          : undefined;

function expectedPrediction(bytes: Buffer, options = {}): string {
  const parsed = parsePrediction(bytes.toString('utf8'), options);
  if (!parsed.ok) return given(parsed);
  return given(parsed.event.kind === 'end' ? parsed.event : predictionRowOf(parsed.event));
}

function expectedOutcome(bytes: Buffer): string {
  const parsed = parseOutcome(bytes.toString('utf8'));
  if (!parsed.ok) return given(parsed);
  return given(parsed.event.kind === 'end' ? parsed.event : outcomeRowOf(parsed.event));
}

/** `expect` for each of so many records would cost more than reading them. */
function isSame(bytes: Buffer, got: string, expected: string): void {
  if (got !== expected) expect([bytes.toString('latin1'), got]).toEqual([bytes.toString('latin1'), expected]);
}

describe('a record is read as the strict edge reads it', () => {
  it('predictions of any kind, in any order', () => {
    const seen = { scanned: 0, parsed: 0 };
    // One reader for all runs: whatever it has learnt must not matter either.
    const old = createPredictionReader({ taskOf });
    fc.assert(
      fc.property(topic('prediction'), fc.boolean(), (records, configured) => {
        const options = configured ? { taskOf } : {};
        const reader = createPredictionReader(options);
        for (const bytes of records) {
          isSame(bytes, given(reader.read(bytes)), expectedPrediction(bytes, options));
          isSame(bytes, given(old.read(bytes)), expectedPrediction(bytes, { taskOf }));
        }
        seen.scanned += reader.counts.scanned;
        seen.parsed += reader.counts.parsed;
      }),
      { numRuns: 150, seed: 20250106 },
    );
    expect(seen.scanned).toBeGreaterThan(seen.parsed / 10);
  });

  it('outcomes of any kind, in any order', () => {
    const seen = { scanned: 0, parsed: 0 };
    const old = createOutcomeReader();
    fc.assert(
      fc.property(topic('outcome'), (records) => {
        const reader = createOutcomeReader();
        for (const bytes of records) {
          const expected = expectedOutcome(bytes);
          isSame(bytes, given(reader.read(bytes)), expected);
          isSame(bytes, given(old.read(bytes)), expected);
        }
        seen.scanned += reader.counts.scanned;
        seen.parsed += reader.counts.parsed;
      }),
      { numRuns: 150, seed: 20250106 },
    );
    expect(seen.scanned).toBeGreaterThan(seen.parsed / 10);
  });

  it('records of a layout that is known, with some bytes changed, put in or taken out', () => {
    const reader = createPredictionReader();
    const outcomes = createOutcomeReader();
    const records = [...workload({ events: 600, rate: 200, seed: 5 })];
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('",:{}[]\\0-.e \t1n')), fc.nat(255));
    const change = fc.tuple(fc.nat(), fc.constantFrom('set', 'insert', 'remove', 'cut'), byte);
    const read = (kind: string, bytes: Buffer) => {
      if (kind === 'prediction') isSame(bytes, given(reader.read(bytes)), expectedPrediction(bytes));
      if (kind === 'outcome') isSame(bytes, given(outcomes.read(bytes)), expectedOutcome(bytes));
    };
    let next = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        // Good ones between, so that scanning goes on.
        for (let i = 0; i < 2; i++) {
          const { kind, json } = records[next++ % records.length] as (typeof records)[number];
          read(kind, Buffer.from(json));
        }
        const { kind, json } = records[next++ % records.length] as (typeof records)[number];
        let bytes = [...Buffer.from(json)];
        for (const [where, what, byte] of changes) {
          const at = where % bytes.length;
          if (what === 'cut') bytes = bytes.slice(0, at + 1);
          else bytes.splice(at, what === 'insert' ? 0 : 1, ...(what === 'remove' ? [] : [byte]));
        }
        read(kind, Buffer.from(bytes));
      }),
      { numRuns: 1500, seed: 7 },
    );
    expect(reader.counts.scanned).toBeGreaterThan(reader.counts.parsed);
  });

  it('any bytes', () => {
    const [predictions, outcomes] = [createPredictionReader(), createOutcomeReader()];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (array) => {
        const bytes = Buffer.from(array);
        isSame(bytes, given(predictions.read(bytes)), expectedPrediction(bytes));
        isSame(bytes, given(outcomes.read(bytes)), expectedOutcome(bytes));
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('what producers send is scanned', () => {
  function readAll(events: Iterable<{ kind: string; json: string }>, most: number) {
    const [predictions, outcomes] = [createPredictionReader(), createOutcomeReader()];
    let n = 0;
    for (const { kind, json } of events) {
      const bytes = Buffer.from(json);
      if (kind === 'prediction') isSame(bytes, given(predictions.read(bytes)), expectedPrediction(bytes));
      else if (kind === 'outcome') isSame(bytes, given(outcomes.read(bytes)), expectedOutcome(bytes));
      if (++n === most) break;
    }
    return [predictions.counts, outcomes.counts].map(({ scanned, parsed }) => scanned / (scanned + parsed));
  }

  it.each(Object.keys(simulators))('by the simulator %s', (name) => {
    const events = simulate(name, { seed: 3 }).events;
    const json = (function* () {
      for (const { kind, event } of events) yield { kind, json: JSON.stringify(event) };
    })();
    for (const share of readAll(json, 2000)) expect(share).toBeGreaterThan(0.99);
  });

  it('by the demo', () => {
    const random = namedStreams(4)('flights');
    const airports = ['ATL', 'ORD', 'DFW', 'LAX'];
    const replay = new FlightReplay(
      flightsOf(
        Array.from({ length: 1000 }, (_, i) => ({
          departure: FIRST_DAY + i * 97_000,
          delay: Math.floor(60 * random()) - 20,
          distance: 100 + Math.floor(2000 * random()),
          origin: airports[i % 4] as string,
          destination: airports[(i * 7 + 1) % 4] as string,
        })),
      ),
    );
    const { predictions, outcomes } = replay.nextBatch(FIRST_POSITION, Infinity, 2000);
    const head = { model: 'flight-lateness', version: '2' };
    const events = [
      // As replayer.ts writes them, with a score in all its digits.
      ...predictions.map(({ id, time, features }) => ({
        kind: 'prediction',
        json: JSON.stringify({ id, ...head, time, features, prediction: 0, score: random() }),
      })),
      ...outcomes.map(({ id, time, late }) => ({
        kind: 'outcome',
        json: JSON.stringify({ id, model: head.model, time, outcome: late }),
      })),
    ];
    for (const share of readAll(events, 2000)) expect(share).toBeGreaterThan(0.99);
  });

  it('by the benchmark', () => {
    for (const share of readAll(workload({ events: 2000, rate: 200, seed: 2 }), 2000)) {
      expect(share).toBeGreaterThan(0.99);
    }
  });
});
