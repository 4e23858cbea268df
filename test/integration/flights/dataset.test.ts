import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_DAY, openFlights } from '../../../producers/flights/dataset.js';
import { FIRST_POSITION, FlightReplay, type FlightPosition } from '../../../producers/flights/replay.js';
import { isLate } from '../../../producers/flights/flights.js';
import { bruteForceShares } from '../../unit/flights/brute-force.js';

const DAY_MS = 86_400_000;

describe('the real flights of 2001', () => {
  let replay: FlightReplay;
  const progress: number[] = [];

  beforeAll(async () => {
    replay = await openFlights({ onProgress: (read) => progress.push(read) });
  });

  it('are three million, in departure order, each with the row of the file as its id', () => {
    const { flights } = replay;
    expect(flights.count).toBe(3_000_000);
    expect(flights.airports.length).toBeGreaterThan(200);
    expect(flights.departure[0]).toBe(FIRST_DAY + 60_000);
    let disorder = 0;
    for (let flight = 1; flight < flights.count; flight++) {
      const step = flights.departure[flight]! - flights.departure[flight - 1]!;
      if (step < 0 || (step === 0 && flights.row[flight]! <= flights.row[flight - 1]!)) disorder++;
    }
    expect(disorder).toBe(0);
    expect(progress.at(-1)).toBe(3_000_000);
  });

  it('have the storm of February 22-25 and the bad day before it', () => {
    const { flights } = replay;
    const days = new Map<string, { flights: number; late: number }>();
    for (let flight = 0; flight < flights.count; flight++) {
      const departure = flights.departure[flight]!;
      if (departure >= FIRST_DAY + 60 * DAY_MS) break;
      const date = new Date(departure).toISOString().slice(5, 10);
      const day = days.get(date) ?? { flights: 0, late: 0 };
      day.flights++;
      if (isLate(flights, flight)) day.late++;
      days.set(date, day);
    }
    const lateShare = (date: string) => (days.get(date)!.late / days.get(date)!.flights).toFixed(3);
    expect(['02-16', '02-22', '02-23', '02-24', '02-25', '02-26'].map(lateShare)).toEqual([
      '0.406',
      '0.344',
      '0.340',
      '0.391',
      '0.417',
      '0.213',
    ]);
  });

  it('flow through features and JSON to the last landing', () => {
    let position: FlightPosition = FIRST_POSITION;
    const read = { predictions: 0, outcomes: 0, late: 0, bytes: 0, withoutShares: 0 };
    for (;;) {
      const batch = replay.nextBatch(position, Infinity, 10_000);
      for (const prediction of batch.predictions) {
        read.bytes += JSON.stringify(prediction).length;
        if (prediction.features.late_share_everywhere === null) read.withoutShares++;
      }
      for (const outcome of batch.outcomes) read.late += outcome.late;
      read.predictions += batch.predictions.length;
      read.outcomes += batch.outcomes.length;
      position = batch.position;
      if (batch.nextTime === null) break;
    }
    expect(read).toMatchObject({ predictions: 3_000_000, outcomes: 3_000_000 });
    expect(position).toEqual({ nextPrediction: 3_000_000, nextOutcome: 3_000_000 });
    expect(read.withoutShares).toBeLessThan(10_000);
  });

  it('give the same features after a restart in the middle of the storm, those of the definition', async () => {
    const early = await openFlights({ days: 56 });
    expect(early.flights.departure.at(-1)).toBeLessThan(FIRST_DAY + 56 * DAY_MS);
    let position: FlightPosition = FIRST_POSITION;
    let batch = early.nextBatch(position, FIRST_DAY + 54.5 * DAY_MS, Infinity);
    position = batch.position;
    batch = early.nextBatch(position, Infinity, 400);
    const restarted = new FlightReplay(early.flights).nextBatch(position, Infinity, 400);
    expect(restarted).toEqual(batch);
    // The same flights of the whole file: `days` changes nothing about those that it reads.
    expect(replay.nextBatch(position, Infinity, 400)).toEqual(batch);
    batch.predictions.slice(0, 40).forEach(({ features }, index) => {
      expect(features).toMatchObject(bruteForceShares(early.flights, position.nextPrediction + index));
    });
  });

  it('are every third of the file where that is asked for, the same ones each time', async () => {
    const [third, all] = [await openFlights({ days: 7, every: 3 }), await openFlights({ days: 7 })];
    const rows = Array.from(all.flights.row).filter((row) => row % 3 === 0);
    expect(Array.from(third.flights.row)).toEqual(rows);
  });

  it('refuses a number of days that holds no flight, and a file that is not there', async () => {
    await expect(openFlights({ days: 0 })).rejects.toThrow('days must be above 0');
    await expect(openFlights({ every: 0.5 })).rejects.toThrow(
      'every must be a whole number above 0, not 0.5',
    );
    await expect(openFlights({ path: '/nowhere/flights.parquet' })).rejects.toThrow(
      '/nowhere/flights.parquet',
    );
  });
});
