/** Rows with answers and outcomes in chunks: a reference, and what came after it. */
import { DAY, scoreCrossFitted } from '../flights/panes.js';
import { encode } from '../flights/lateness-model.js';
import { readFlights } from '../flights/rows.js';

export interface EstimateRow {
  /** Binary: the score; regression: the answer. */
  readonly answer: number;
  readonly outcome: number;
  /** Inputs, where another estimator wants them. */
  readonly inputs: readonly number[];
}

export interface EstimateStream {
  readonly name: string;
  readonly task: 'binary' | 'regression';
  readonly reference: readonly (readonly EstimateRow[])[];
  readonly live: readonly (readonly EstimateRow[])[];
}

const FIRST_MONDAY = Date.UTC(2001, 0, 8);
const REFERENCE_DAYS = 42;
const LIVE_DAYS = 126;

/** Real flights, so many a day, spread over it: late or not, scored by a model that had not seen them. */
export async function flightStream(rows: number): Promise<EstimateStream> {
  const flights = await readFlights();
  const { score } = scoreCrossFitted(
    flights,
    encode(flights),
    FIRST_MONDAY,
    FIRST_MONDAY + REFERENCE_DAYS * DAY,
  );
  const days = Array.from({ length: REFERENCE_DAYS + LIVE_DAYS }, (): number[] => []);
  for (let row = 0; row < flights.count; row++) {
    days[Math.floor(((flights.departure[row] ?? 0) - FIRST_MONDAY) / DAY)]?.push(row);
  }
  const chunks = days.map((own) => {
    const step = Math.max(1, Math.floor(own.length / rows));
    return own
      .filter((_, i) => i % step === 0)
      .slice(0, rows)
      .map((row) => ({ answer: score[row] ?? 0, outcome: flights.late[row] ?? 0, inputs: [] }));
  });
  return {
    name: 'flights',
    task: 'binary',
    reference: chunks.slice(0, REFERENCE_DAYS),
    live: chunks.slice(REFERENCE_DAYS),
  };
}
