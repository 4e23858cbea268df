import type { Answer, Features } from '../../src/events/event.js';
import type { EventLog, NewRecord, Writer } from '../../src/log/port.js';
import type { FeedRecord, ModelRecord } from '../../src/records/feed.js';
import type { ModelArtifact, Scorer, ScorerLoader } from '../../src/training/port.js';
import { isLate } from './flights.js';
import { emptyGate, frontier, passRecord, pendingAnswers, promotions, type LoopGate } from '../loop-gate.js';
import { FIRST_POSITION, type FlightBatch, type FlightPosition, type FlightReplay } from './replay.js';
import { addScore, emptyScoreboard, type Scoreboard } from './scoreboard.js';

export const MODEL = 'flight-lateness';
/** Version 0: "as late as usual", one flight in five; what is in force until the trainer has made version 1. */
export const USUAL: Answer = { task: 'binary', label: 0, score: 0.2 };
const STATE_KEY = `replayer/${MODEL}`;

export interface ReplayerOptions {
  readonly log: EventLog;
  readonly replay: FlightReplay;
  readonly loader: ScorerLoader;
  readonly partitions: number;
  /** Event time at which the replay begins, epoch ms. */
  readonly begin: number;
  /** L: how far it may run ahead of the decisions, ms. */
  readonly lead: number;
  /** Event-time ms a wall-clock ms; Infinity = as fast as the rest can follow. */
  readonly speed: number;
  readonly clock: () => number;
  readonly onProgress: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly time: number;
  readonly predictions: number;
  readonly outcomes: number;
  readonly version: string;
  readonly waitingFor: 'nothing' | 'decisions' | 'training';
}

/** What the replayer keeps in the log, in the commit that publishes the events before it. */
interface ReplayerState {
  readonly position: FlightPosition;
  readonly scoreboard: Scoreboard;
  readonly done: boolean;
}

interface LoadedVersion {
  readonly record: ModelRecord;
  readonly scorer: Scorer;
}

/** Events of one commit: large enough to be cheap, small enough to keep the rest busy. */
const EVENTS_A_COMMIT = 4000;

/**
 * Replays the flights through the scorer into the log: predictions at departure, outcomes at landing, in event time,
 * each scored by the version that is in force at its own time. Position, scoreboard and events are one commit, so a kill
 * at any moment loses nothing and repeats nothing.
 */
export async function replayFlights(options: ReplayerOptions, signal: AbortSignal): Promise<Scoreboard> {
  const { log, replay, begin, lead } = options;
  const gate = emptyGate(begin, lead);
  const news = new News();
  const follower = await log.follow(['metrics', 'retraining', 'models'], 'first', (records) => {
    for (const { key, value, topic } of records) {
      if (key !== MODEL || !value) continue;
      const text = value.toString('utf8');
      // Most metrics records are values, which the gate does not need.
      if (topic === 'metrics' && !text.startsWith('{"v":1,"kind":"status"')) continue;
      passRecord(gate, JSON.parse(text) as Extract<FeedRecord, { kind: 'status' | 'retraining' | 'model' }>);
    }
    news.tell();
  });
  const writer = await log.writer(`leeway-replayer-${MODEL}`);
  const stop = () => news.tell();
  signal.addEventListener('abort', stop);
  try {
    return await run(options, replay, gate, news, writer, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    await follower.close();
    await writer.close();
  }
}

async function run(
  options: ReplayerOptions,
  replay: FlightReplay,
  gate: LoopGate,
  news: News,
  writer: Writer,
  signal: AbortSignal,
): Promise<Scoreboard> {
  const { log, begin, speed, clock } = options;
  const resumed = await readState(log, options.partitions);
  const scoreboard = resumed?.scoreboard ?? emptyScoreboard();
  let position = resumed?.position ?? FIRST_POSITION;
  let done = resumed?.done ?? false;
  const versions: LoadedVersion[] = [];
  let pacedFrom: { wall: number; event: number } | null = null;

  while (!done && !signal.aborted) {
    for (const record of promotions(gate)) {
      if (versions.some((v) => v.record.version === record.version)) continue;
      versions.push({ record, scorer: await options.loader.load(record.artifact as ModelArtifact) });
    }
    const now = replay.nextBatch(position, -Infinity, 0).nextTime ?? Infinity;
    const allowed = frontier(gate);
    // A batch is scored by one version: it ends where the next one comes into force.
    const change = versions.map(({ record }) => record.effectiveFrom).find((from) => from > now) ?? Infinity;
    pacedFrom ??= { wall: clock(), event: Math.max(begin, now === Infinity ? begin : now) };
    const paced = speed === Infinity ? Infinity : pacedFrom.event + (clock() - pacedFrom.wall) * speed;
    const until = Math.min(allowed, change, paced);
    const progress = (waitingFor: ReplayProgress['waitingFor']): void =>
      options.onProgress({
        time: now === Infinity ? replayEnd(replay) : now,
        predictions: position.nextPrediction,
        outcomes: position.nextOutcome,
        version: versionAt(versions, now)?.record.version ?? '0',
        waitingFor,
      });
    if (now >= until && now !== Infinity) {
      if (now >= allowed) {
        progress(pendingAnswers(gate) > 0 ? 'training' : 'decisions');
        // The pace starts afresh after a wait: it would have to be made up for in one leap otherwise.
        pacedFrom = null;
        await news.next();
      } else await pause(20);
      continue;
    }
    const batch = replay.nextBatch(position, until, EVENTS_A_COMMIT);
    const produced = score(replay, position, batch, versionAt(versions, now), versions[0], scoreboard);
    position = batch.position;
    done = batch.nextTime === null;
    if (done) produced.push(...endMarkers(replay, options.partitions));
    const state: ReplayerState = { position, scoreboard, done };
    produced.push({ topic: 'state', key: STATE_KEY, value: Buffer.from(JSON.stringify(state)) });
    await writer.commit(produced);
    progress('nothing');
    await new Promise((resume) => setImmediate(resume));
  }
  for (const { scorer } of versions) scorer.dispose();
  return scoreboard;
}

function score(
  replay: FlightReplay,
  position: FlightPosition,
  batch: FlightBatch,
  inForce: LoadedVersion | undefined,
  first: LoadedVersion | undefined,
  scoreboard: Scoreboard,
): NewRecord[] {
  const features = batch.predictions.map((flight) => flight.features as unknown as Features);
  const answers = inForce ? inForce.scorer.score(features) : features.map(() => USUAL);
  if (inForce && first) {
    const firstAnswers = inForce === first ? answers : first.scorer.score(features);
    const onTime: Answer = { task: 'binary', label: 0 };
    answers.forEach((answer, i) => {
      const late = isLate(replay.flights, position.nextPrediction + i);
      addScore(scoreboard.live, answer, late);
      addScore(scoreboard.firstVersion, firstAnswers[i] as Answer, late);
      addScore(scoreboard.alwaysOnTime, onTime, late);
    });
  }
  const version = inForce?.record.version ?? '0';
  const records: NewRecord[] = [];
  batch.predictions.forEach(({ id, time, features: values }, i) => {
    const answer = answers[i] as Extract<Answer, { task: 'binary' }>;
    const event = {
      id,
      model: MODEL,
      version,
      time,
      features: values,
      prediction: answer.label,
      score: answer.score,
    };
    records.push({ topic: 'predictions', key: id, value: Buffer.from(JSON.stringify(event)) });
  });
  for (const { id, time, late } of batch.outcomes) {
    records.push({
      topic: 'outcomes',
      key: id,
      value: Buffer.from(JSON.stringify({ id, model: MODEL, time, outcome: late })),
    });
  }
  return records;
}

function endMarkers(replay: FlightReplay, partitions: number): NewRecord[] {
  const value = Buffer.from(JSON.stringify({ kind: 'end', model: MODEL, time: replayEnd(replay) }));
  return ['predictions', 'outcomes'].flatMap((topic) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic, partition, key: null, value })),
  );
}

function replayEnd(replay: FlightReplay): number {
  return Math.floor(replay.flights.departure[replay.flights.count - 1] ?? 0);
}

function versionAt(versions: readonly LoadedVersion[], time: number): LoadedVersion | undefined {
  return versions.findLast(({ record }) => record.effectiveFrom <= time);
}

async function readState(log: EventLog, partitions: number): Promise<ReplayerState | null> {
  let state: ReplayerState | null = null;
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('state', partition);
    await log.read('state', partition, first, next, (records) => {
      for (const { key, value } of records) {
        if (key === STATE_KEY && value) state = JSON.parse(value.toString('utf8')) as ReplayerState;
      }
    });
  }
  return state;
}

/** Wakes a waiting loop when something has come; nothing that came while it was busy is missed. */
class News {
  #fresh = false;
  #wake: (() => void) | null = null;

  tell(): void {
    this.#fresh = true;
    this.#wake?.();
  }

  async next(): Promise<void> {
    if (!this.#fresh) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
    this.#fresh = false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
