import { describe, expect, it, onTestFinished } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import { isLate, landingTime, type Flights } from '../../../producers/flights/flights.js';
import { FlightReplay } from '../../../producers/flights/replay.js';
import { MODEL, replayFlights, type ReplayProgress } from '../../../producers/flights/replayer.js';
import type { Scoreboard } from '../../../producers/flights/scoreboard.js';
import type { EventLog, NewRecord } from '../../../src/log/port.js';
import { topicSpecs } from '../../../src/topology.js';
import type { ScorerLoader } from '../../../src/training/port.js';
import { readAll } from '../../contract/event-log/fixture.js';
import { flightsOf } from '../../unit/flights/sample.js';
import { temporaryLog } from '../log/embedded/temporary-log.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2001, 0, 1);
const DAYS = 6;
const LEAD = 12 * HOUR;
const PARTITIONS = 2;
/** Asked for when this much has been decided (days); in force a lead later, less an hour. The second one is rejected. */
const REQUESTS = [
  { id: 'a', day: 1, promoted: true, version: '1', score: 0.3 },
  { id: 'b', day: 2, promoted: false, version: '2', score: 0.9 },
  { id: 'c', day: 3.5, promoted: true, version: '3', score: 0.7 },
];
/** Not where the frontier stops anyway: a batch must be cut there. */
const effectiveFrom = (day: number) => BEGIN + day * DAY + LEAD - HOUR;

function sampleFlights(): Flights {
  const random = seededRandom(5);
  const airports = ['LAX', 'JFK', 'ORD'];
  const airport = () => airports[Math.floor(random() * 3)] as string;
  return flightsOf(
    Array.from({ length: DAYS * 60 }, (_, i) => ({
      departure: BEGIN + Math.floor(((i + random()) / 60) * DAY),
      delay: Math.floor(random() * 60) - 30,
      distance: 200 + Math.floor(random() * 1500),
      origin: airport(),
      destination: airport(),
    })),
  );
}

const loader: ScorerLoader = {
  load: async (artifact) => {
    const score = artifact.body as number;
    return {
      task: 'binary',
      score: (rows) => rows.map(() => ({ task: 'binary', label: score >= 0.5 ? 1 : 0, score })),
      dispose: () => undefined,
    };
  },
};

const record = (topic: string, value: object): NewRecord => ({
  topic,
  partition: 0,
  key: MODEL,
  value: Buffer.from(JSON.stringify(value)),
});

/**
 * Stands in for profiler, evaluator and trainer: decides what it has seen, six hours at a time, and answers its requests
 * a while after they were decided.
 */
async function decide(log: EventLog): Promise<void> {
  let decided = BEGIN;
  const asked: string[] = [];
  const say = async (seen: number): Promise<void> => {
    while (decided + 6 * HOUR <= seen) {
      decided += 6 * HOUR;
      const due = REQUESTS.find(({ day }) => BEGIN + day * DAY === decided);
      if (due) {
        asked.push(due.id);
        await log.append([
          record('retraining', {
            v: 1,
            kind: 'retraining',
            id: due.id,
            model: MODEL,
            effectiveFrom: effectiveFrom(due.day),
          }),
        ]);
      }
      await log.append([
        record('metrics', {
          v: 1,
          kind: 'status',
          model: MODEL,
          decidedUntil: decided,
          requests: [...asked],
          ended: false,
        }),
      ]);
      if (!due) continue;
      const { id, promoted, version, score } = due;
      const artifact = { format: 'fake', task: 'binary', backend: '', seed: 0, body: score };
      const answer = {
        v: 1,
        kind: 'model',
        model: MODEL,
        request: id,
        version,
        promoted,
        effectiveFrom: effectiveFrom(due.day),
        artifact: promoted ? artifact : null,
      };
      await log.append([record('models', answer)]);
    }
  };
  const follower = await log.follow(['predictions'], 'first', async (records) => {
    for (const { value } of records) {
      const { time } = JSON.parse((value as Buffer).toString()) as { time: number };
      await say(time);
    }
  });
  onTestFinished(() => follower.close());
}

async function start(): Promise<EventLog> {
  const { log } = await temporaryLog();
  await log.ensureTopics(topicSpecs(PARTITIONS));
  await decide(log);
  return log;
}

function replayOnce(
  log: EventLog,
  signal: AbortSignal,
  onProgress: (progress: ReplayProgress) => void = () => undefined,
): Promise<Scoreboard> {
  return replayFlights(
    {
      log,
      replay: new FlightReplay(sampleFlights()),
      loader,
      partitions: PARTITIONS,
      begin: BEGIN,
      lead: LEAD,
      speed: Infinity,
      clock: () => 0,
      onProgress,
    },
    signal,
  );
}

async function texts(log: EventLog, topic: string): Promise<string[][]> {
  const all: string[][] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    all.push((await readAll(log, topic, partition)).map(({ value }) => (value as Buffer).toString()));
  }
  return all;
}

const published = async (log: EventLog) => ({
  predictions: await texts(log, 'predictions'),
  outcomes: await texts(log, 'outcomes'),
});

interface Said {
  readonly kind?: string;
  readonly id: string;
  readonly time: number;
  readonly version: string;
  readonly score: number;
  readonly prediction: number;
}

const parsed = (partitions: readonly (readonly string[])[]): Said[][] =>
  partitions.map((lines) => lines.map((line) => JSON.parse(line) as Said));

function expectedScore(time: number): [version: string, score: number] {
  const inForce = REQUESTS.findLast(({ day, promoted }) => promoted && effectiveFrom(day) <= time);
  return inForce ? [inForce.version, inForce.score] : ['0', 0.2];
}

class Killed extends Error {}

/** A log whose writer dies at some commits, before or after it, as a process would. */
function dying(log: EventLog, random: Random, chance: number): EventLog {
  return new Proxy(log, {
    get: (target, name) => {
      if (name !== 'writer') {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async (id: string) => {
        const writer = await target.writer(id);
        return {
          commit: async (produced: readonly NewRecord[]) => {
            if (random() < chance) throw new Killed('before the commit');
            await writer.commit(produced);
            if (random() < chance) throw new Killed('after the commit');
          },
          close: () => writer.close(),
        };
      };
    },
  });
}

describe('the replayer', () => {
  it('publishes every flight once, scored by the version in force at its own time, and end markers everywhere', async () => {
    const log = await start();
    const scoreboard = await replayOnce(log, new AbortController().signal);
    const events = await published(log);
    const flights = sampleFlights();

    for (const partitions of [parsed(events.predictions), parsed(events.outcomes)]) {
      for (const lines of partitions)
        expect(lines.findIndex(({ kind }) => kind === 'end')).toBe(lines.length - 1);
      const ids = partitions.flatMap((lines) => lines.slice(0, -1).map(({ id }) => id));
      expect(ids.toSorted()).toEqual(Array.from({ length: flights.count }, (_, i) => `f-${i}`).toSorted());
    }
    const predictions = parsed(events.predictions).flatMap((lines) => lines.slice(0, -1));
    for (const { time, version, score } of predictions) expect([version, score]).toEqual(expectedScore(time));
    expect(new Set(predictions.map(({ version }) => version))).toEqual(new Set(['0', '1', '3']));

    const scored = predictions.filter(({ version }) => version !== '0');
    const late = (id: string) => isLate(flights, Number(id.slice(2)));
    expect(scoreboard.live.n).toBe(scored.length);
    expect(scoreboard.live.right).toBe(
      scored.filter(({ id, prediction }) => (prediction === 1) === late(id)).length,
    );
    expect(scoreboard.alwaysOnTime.right).toBe(scored.filter(({ id }) => !late(id)).length);
    expect(scoreboard.firstVersion.logLoss).toBeCloseTo(
      scored.reduce((sum, { id }) => sum - Math.log(late(id) ? 0.3 : 0.7), 0),
      9,
    );
  });

  it('is killed before and after random commits, and leaves the very bytes and the scoreboard of an undisturbed replay', async () => {
    const undisturbed = await start();
    const scoreboard = await replayOnce(undisturbed, new AbortController().signal);
    const expected = await published(undisturbed);
    for (const seed of [1, 2, 3]) {
      const log = await start();
      const random = seededRandom(seed);
      let kills = 0;
      let found: Scoreboard | null = null;
      while (!found) {
        try {
          found = await replayOnce(dying(log, random, 0.15), new AbortController().signal);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          kills++;
        }
      }
      expect(kills).toBeGreaterThan(2);
      expect(found).toEqual(scoreboard);
      expect(await published(log)).toEqual(expected);
      // Once more after the end: nothing is added.
      expect(await replayOnce(log, new AbortController().signal)).toEqual(scoreboard);
      expect(await published(log)).toEqual(expected);
    }
  });

  it('stops when it is told to, also while it waits for decisions, and goes on from there', async () => {
    const undisturbed = await start();
    await replayOnce(undisturbed, new AbortController().signal);
    const { log } = await temporaryLog();
    await log.ensureTopics(topicSpecs(PARTITIONS));
    const stop = new AbortController();
    // Nobody decides: it comes to wait for ever.
    const waited: ReplayProgress[] = [];
    await replayOnce(log, stop.signal, (progress) => {
      if (progress.waitingFor === 'nothing') return;
      waited.push(progress);
      stop.abort();
    });
    expect(waited[0]).toMatchObject({ waitingFor: 'decisions', version: '0' });
    const times = parsed((await published(log)).predictions)
      .flat()
      .map(({ time }) => time);
    expect(Math.max(...times)).toBeLessThan(BEGIN + LEAD);
    expect(times.length).toBeGreaterThan(0);
    await decide(log);
    await replayOnce(log, new AbortController().signal);
    expect(await published(log)).toEqual(await published(undisturbed));
  });

  it('keeps to its pace: no event is published before the clock has come to it', async () => {
    const log = await start();
    const stop = new AbortController();
    const flights = sampleFlights();
    const landings = Array.from({ length: flights.count }, (_, i) => landingTime(flights, i)).sort(
      (a, b) => a - b,
    );
    const speed = HOUR;
    let now = 0;
    const early: number[] = [];
    await replayFlights(
      {
        log,
        replay: new FlightReplay(flights),
        loader,
        partitions: PARTITIONS,
        begin: BEGIN,
        lead: LEAD,
        speed,
        // Each look at the clock costs a quarter of a millisecond; six of them are six hours of event time.
        clock: () => {
          now += 0.25;
          if (now > 6) stop.abort();
          return now;
        },
        onProgress: ({ predictions, outcomes }) => {
          const reached = (flights.departure[0] as number) + now * speed;
          for (const last of [flights.departure[predictions - 1], landings[outcomes - 1]])
            if (last !== undefined && last >= reached) early.push(last);
        },
      },
      stop.signal,
    );
    expect(early).toEqual([]);
    expect((await published(log)).predictions.flat().length).toBeGreaterThan(0);
  });
});
