/**
 * Makes the golden logs: a simulator's story with a fixed seed, dirtied, and what a trainer answers to its first request. The
 * same seeds give the same bytes.
 */
import type { LabelledRow } from '../../consumers/trainer/collect-rows.js';
import { makeReference } from '../../consumers/trainer/make-reference.js';
import { seededRandom } from '../../detectors/random.js';
import { simulate, type SimulatedEvent } from '../../producers/simulators/index.js';
import type { SingleAnswer, Features } from '../../src/events/event.js';
import { parseOutcome, parsePrediction } from '../../src/events/parse.js';
import type { EventLog } from '../../src/log/port.js';
import type { ModelRecord, RetrainingRecord } from '../../src/records/feed.js';
import type { OutOfSampleScores } from '../../src/training/port.js';
import { readAll } from '../contract/event-log/fixture.js';
import { breakRecord, repeatRecord } from '../oracle/spoil.js';
import type { GoldenHeader, GoldenLog, GoldenStep } from './golden-log.js';
import { ANY_REQUEST, replayGolden } from './replay.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Recipe {
  readonly simulator: string;
  readonly variant: string;
  readonly seed: number;
  readonly scale: number;
  readonly daysBefore: number;
  readonly daysAfter: number;
}

const stream: GoldenHeader['stream'] = {
  partitions: 3,
  pane: HOUR,
  grace: HOUR,
  horizon: 7 * DAY,
  futureTolerance: 5 * MINUTE,
  recordLimit: 16 * 1024,
  idleAfter: 30_000,
};

/** Three weeks of reference and one false alarm in eight weeks: a story of two months tells something. */
const policy: GoldenHeader['policy'] = {
  unit: DAY,
  budgetUnits: 56,
  effect: {
    js: 0.05,
    jsSevere: 0.1,
    points: 3,
    pointsSevere: 6,
    loss: 0.1,
    lossSevere: 0.2,
    latency: 1.5,
    latencySevere: 3,
    volume: 2,
    volumeSevere: 4,
    gap: 5,
    gapSevere: 10,
  },
  quiet: [],
  latchUnits: 14,
  windowUnits: [3, 7],
  retraining: { enabled: true, warmUpUnits: 1, rangeUnits: 21, cooldownUnits: 7, lead: DAY },
  rollingOutcomes: 100,
};

/** @param open an empty log, closed here */
export async function recordGolden(recipe: Recipe, open: () => Promise<EventLog>): Promise<GoldenLog> {
  const { simulator, ...options } = recipe;
  const { truth, events } = simulate(simulator, options);
  const header: GoldenHeader = { golden: 1, model: truth.model, stream, policy };
  const all = [...events];
  // Whole days from the first pane on, a warm-up, the range: then the first training is asked for.
  const began = Math.floor(Number(all[0]?.event.time) / HOUR) * HOUR;
  const initial =
    (Math.ceil(began / DAY) + policy.retraining.warmUpUnits + policy.retraining.rangeUnits) * DAY;
  const inForce = initial + policy.retraining.lead;
  const before = all.filter((e) => e.kind !== 'end' && Number(e.event.time) < inForce);
  const after = all.filter((e) => e.kind !== 'end' && Number(e.event.time) >= inForce);
  const first = dirty(before, recipe.seed, null);

  const log = await open();
  await replayGolden(log, { header, steps: [...first, { await: ANY_REQUEST }] });
  const [request] = await allOf<RetrainingRecord>(log, 'retraining');
  if (!request || request.effectiveFrom !== inForce)
    throw new Error(
      `${simulator}: the first request should be in force at ${inForce}, got ${JSON.stringify(request)}`,
    );
  const answer = await answerTo(log, request, before);
  return {
    header,
    steps: [
      ...first,
      { await: request.id },
      ...answer,
      ...dirty(after, recipe.seed + 1, '2'),
      { end: JSON.stringify({ kind: 'end', model: truth.model, time: truth.end }) },
    ],
  };
}

/** Repeats, conflicts, late and broken records among the clean ones; predictions by `version` where one is given. */
function dirty(events: readonly SimulatedEvent[], seed: number, version: string | null): GoldenStep[] {
  const random = seededRandom(seed);
  const written: { at: number; step: GoldenStep }[] = [];
  for (const e of events) {
    if (e.kind === 'end') continue;
    const topic = e.kind === 'prediction' ? 'predictions' : 'outcomes';
    const text = JSON.stringify(
      version !== null && e.kind === 'prediction' ? { ...e.event, version } : e.event,
    );
    const time = Number(e.event.time);
    const add = (text: string, at: number) =>
      written.push({
        at,
        step: { key: e.event.id, ...(topic === 'predictions' ? { predictions: text } : { outcomes: text }) },
      });
    add(text, random() < 0.02 ? time + 3 * HOUR : time);
    const luck = random();
    if (luck < 0.02) add(repeatRecord(text, 'reworded'), time);
    else if (luck < 0.03) add(repeatRecord(text, 'changed'), time);
    else if (luck < 0.04)
      add(breakRecord(text, Math.floor(random() * 1000), stream.recordLimit).toString(), time);
  }
  return written.sort((a, b) => a.at - b.at).map(({ step }) => step);
}

/** Version 2 is the same scorer, declared with a reference of the three weeks that were asked for. */
async function answerTo(
  log: EventLog,
  request: RetrainingRecord,
  events: readonly SimulatedEvent[],
): Promise<GoldenStep[]> {
  const { model, task } = request;
  const answers = new Map<Features, SingleAnswer>();
  const rows: LabelledRow[] = [];
  const predictions = new Map<string, LabelledRow>();
  for (const e of events) {
    const parsed =
      e.kind === 'prediction'
        ? parsePrediction(JSON.stringify(e.event))
        : parseOutcome(JSON.stringify(e.event));
    if (!parsed.ok || parsed.event.kind === 'end') continue;
    const event = parsed.event;
    if (event.kind === 'prediction') {
      const { id, time, version, features, answer } = event;
      if (answer.task === 'failed' || answer.task === 'ranking' || time < request.from || time >= request.to)
        continue;
      answers.set(features, answer);
      predictions.set(id, { id, time, version, features, outcome: 0, outcomeTime: 0 });
    } else if (event.time < request.to) {
      const row = predictions.get(event.id);
      const { outcome } = event;
      if (row && typeof outcome !== 'object') rows.push({ ...row, outcome, outcomeTime: event.time });
    }
  }
  const answerOf = (row: Pick<LabelledRow, 'features'>) => answers.get(row.features) as SingleAnswer;
  const reference = await makeReference(
    log,
    request,
    '2',
    rows,
    scoresOf(rows.map(answerOf)),
    {
      task,
      score: (features) => features.map((own) => answerOf({ features: own })),
      dispose: () => undefined,
    },
    await partitionOfModel(log, model),
    stream.pane,
  );
  const change: ModelRecord = {
    v: 1,
    kind: 'model',
    model,
    task,
    version: '2',
    request: request.id,
    champion: request.champion,
    promoted: true,
    why: 'the recording declares it',
    effectiveFrom: request.effectiveFrom,
    trainedOn: { from: request.from, to: request.to, rows: rows.length },
    backend: '',
    proof: null,
    artifact: null,
    reference: reference.id,
  };
  return [
    { profile: { v: 1, kind: 'reference', model, reference } },
    { profile: { v: 1, kind: 'model-change', model, change } },
  ];
}

function scoresOf(answers: readonly SingleAnswer[]): OutOfSampleScores {
  const labels = [
    ...new Set(answers.flatMap((a) => (a.task === 'multiclass' ? Object.keys(a.probabilities ?? {}) : []))),
  ].sort();
  const values = answers.flatMap((a) => {
    if (a.task === 'binary') return [a.score ?? a.label];
    return a.task === 'regression' ? [a.value] : labels.map((label) => a.probabilities?.[label] ?? 0);
  });
  return {
    width: labels.length > 0 ? labels.length : 1,
    ...(labels.length > 0 && { labels }),
    values: Float32Array.from(values),
  };
}

async function partitionOfModel(log: EventLog, model: string): Promise<number> {
  for (let partition = 0; partition < stream.partitions; partition++)
    if ((await readAll(log, 'panes', partition)).some(({ key }) => key === model)) return partition;
  throw new Error(`no pane of ${model} is closed`);
}

async function allOf<R>(log: EventLog, topic: string): Promise<R[]> {
  const found: R[] = [];
  for (let partition = 0; partition < stream.partitions; partition++)
    for (const { value } of await readAll(log, topic, partition)) found.push(JSON.parse(String(value)) as R);
  return found;
}
