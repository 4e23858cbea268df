/** A small binary model whose metrics can be told by hand: one prediction a minute, its outcome ten minutes later. */
import type { WireOutcome, WirePrediction } from '../../../src/events/wire.js';
import type { CliProcess } from './cli-process.js';

export const STEADY = 'steady';
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);

export function steadyPrediction(i: number): WirePrediction {
  const x = i % 10;
  return {
    id: `p${i}`,
    model: STEADY,
    version: '1',
    time: START + i * MINUTE,
    features: { x },
    prediction: 1,
    score: 0.7,
  };
}

/** Every fourth answer turns out wrong. */
export function steadyOutcome(i: number): WireOutcome {
  return { id: `p${i}`, model: STEADY, time: START + (i + 10) * MINUTE, outcome: i % 4 === 0 ? 0 : 1 };
}

/** The accuracy of the five-minute pane of outcomes that begins at `start`. */
export function steadyAccuracy(start: number): number {
  const first = (start - START) / MINUTE - 10;
  const rows = [0, 1, 2, 3, 4].map((k) => first + k).filter((i) => i >= 0);
  return rows.filter((i) => i % 4 !== 0).length / rows.length;
}

/** Sends predictions and outcomes `from`..`to - 1` over HTTP, as NDJSON; all must be accepted. */
export async function postSteady(cli: CliProcess, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, k) => from + k);
  await post(cli, 'predictions', rows.map(steadyPrediction));
  await post(cli, 'outcomes', rows.map(steadyOutcome));
}

async function post(
  cli: CliProcess,
  kind: 'predictions' | 'outcomes',
  events: readonly object[],
): Promise<void> {
  const response = await fetch(`${await cli.url()}/v1/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  const body = await response.text();
  if (body !== JSON.stringify({ accepted: events.length, refused: [] })) {
    throw cli.failure(`POST /v1/${kind} was answered ${response.status} ${body}`);
  }
}
