/** The health rules: measured values in, findings out. Pure; each says what it saw, why that is bad and what to do. */
import type { Measures, PartitionMeasures, StageMeasures } from './measures.js';
import type { HealthThresholds } from './thresholds.js';
import { bytes, duration } from './words.js';

/** `degraded`: works, and somebody should look; `down`: does not work, send no traffic. */
export type Severity = 'degraded' | 'down';

export interface Finding {
  /** A stage's name, or `process` for what all stages share. */
  readonly about: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly what: string;
  readonly fix: string;
}

type Found = Pick<Finding, 'what' | 'fix'> & { readonly severity?: Severity };
type StageRule = (stage: StageMeasures, limits: HealthThresholds, all: Measures) => Found | null;
type ProcessRule = (all: Measures, limits: HealthThresholds) => readonly Found[];

/** Kafka counts the markers of transactions as records that nobody reads. */
const MARKERS = 10;
/** A watermark older than this belongs to a replay of the past, whose age says nothing. */
const REPLAYED_MS = 7 * 86_400_000;
/** Below so many records a share is chance. */
const FEW = 100;

const STAGE_RULES: Readonly<Record<string, StageRule>> = {
  condition: ({ stage, condition }) => {
    switch (condition.state) {
      case 'running':
        return null;
      case 'starting':
        return {
          severity: 'down',
          what: 'it is starting',
          fix: 'wait; a large join takes minutes to restore',
        };
      case 'waiting':
        return {
          what: `it waits: ${condition.why}`,
          fix: stage === 'sink' ? 'nothing is lost; bring the metric store back' : 'see the reason',
        };
      case 'stopped':
        return {
          severity: 'down',
          what: `it has stopped: ${condition.why}`,
          fix: 'mend what the reason says, then start the process again',
        };
    }
  },
  lag: ({ partitions }, { lag }) => {
    const worst = most(partitions, unread);
    if (!worst || unread(worst) <= lag) return null;
    return {
      what: `partition ${worst.partition} is ${unread(worst)} records behind`,
      fix: 'it catches up after a burst; if it keeps growing, start more processes (Kafka), at most one a partition',
    };
  },
  stalled: ({ stage, partitions }, { stalled }) => {
    // A training is one record that takes as long as it takes.
    if (stage === 'trainer') return null;
    const worst = most(
      partitions.filter((one) => unread(one) > MARKERS),
      ({ quietMs }) => quietMs,
    );
    if (!worst || worst.quietMs <= stalled) return null;
    return {
      what: `partition ${worst.partition} has ${unread(worst)} unread records and committed nothing for ${duration(worst.quietMs)}`,
      fix: "read the process's log; an open transaction of another program may hold its readers back",
    };
  },
  failures: ({ recent }, { failures }, { windowMs }) =>
    recent.failures <= failures
      ? null
      : {
          what: `it was reopened after a failure ${recent.failures} times in ${duration(windowMs)}; the last: ${recent.lastFailure}`,
          fix: 'nothing is lost or doubled; mend what the failure says, or look at the broker',
        },
  commit: ({ recent }, { commit }, { windowMs }) =>
    recent.slowestCommitMs <= commit
      ? null
      : {
          what: `a commit took ${duration(recent.slowestCommitMs)} within the last ${duration(windowMs)}`,
          fix: 'look at the disk (embedded log) or at the broker: its load, its disk, its replicas',
        },
  'dead-letters': ({ recent }, { deadLetters }) => {
    const [worst] = Object.entries(recent.deadLetters).sort(([, a], [, b]) => b - a);
    const all = Object.values(recent.deadLetters).reduce((sum, n) => sum + n, 0);
    if (!worst || recent.consumed < FEW || all / recent.consumed <= deadLetters) return null;
    return {
      what: `${all} of ${recent.consumed} records were dead-lettered, ${worst[1]} of them as ${worst[0]}`,
      fix: `mend the producer; leeway dead-letters list --reason ${worst[0]} shows them`,
    };
  },
  join: ({ partitions }, { join }) => {
    const worst = most(partitions, ({ joinBytes }) => joinBytes);
    if (!worst || worst.joinBytes <= join) return null;
    return {
      what: `the join of partition ${worst.partition} holds ${worst.joinRows} rows in ${bytes(worst.joinBytes)}`,
      fix: 'shorten the horizon, or start more processes (Kafka)',
    };
  },
};

const PROCESS_RULES: Readonly<Record<string, ProcessRule>> = {
  stopping: ({ stopping }) =>
    stopping ? [{ severity: 'down', what: 'the process is stopping', fix: 'send to another one' }] : [],
  watermark: ({ watermarks }, { watermark }) =>
    watermarks
      .filter(({ ageMs }) => ageMs > watermark && ageMs <= REPLAYED_MS)
      .map(({ model, side, ageMs }) => ({
        what: `the watermark of ${model}'s ${side} is ${duration(ageMs)} old, so its panes stay open`,
        fix: `see whether its ${side} still arrive in every partition, and whether their times are right`,
      })),
  'event-loop': ({ eventLoopDelayMs }, { eventLoop }) =>
    eventLoopDelayMs <= eventLoop
      ? []
      : [
          {
            what: `the event loop was held up for ${duration(eventLoopDelayMs)} (99th percentile)`,
            fix: 'the machine is too busy: give the process a core of its own, or start stages apart (--stage)',
          },
        ],
  memory: ({ residentBytes }, { memory }) =>
    residentBytes <= memory
      ? []
      : [
          {
            what: `the process holds ${bytes(residentBytes)}`,
            fix: 'shorten the horizon, or start more processes (Kafka); pages of the mapped log are counted too',
          },
        ],
  disk: ({ diskFreeBytes }, { diskFree }) =>
    diskFreeBytes === null || diskFreeBytes >= diskFree
      ? []
      : [
          {
            what: `only ${bytes(diskFreeBytes)} are free where the data directory is`,
            fix: 'free space or move the data directory; a full disk makes ingestion answer 429',
          },
        ],
  clock: ({ logAheadMs }, { clock }) =>
    logAheadMs <= clock
      ? []
      : [
          {
            what: `the log's clock is ${duration(logAheadMs)} ahead of this machine's`,
            fix: 'synchronise the clocks (NTP) of this machine and of the brokers',
          },
        ],
  ingestion: ({ toldToWait, windowMs }) =>
    toldToWait === 0
      ? []
      : [
          {
            what: `${toldToWait} requests were told to come again (429) within the last ${duration(windowMs)}`,
            fix: 'senders that repeat lose nothing; if it lasts, raise ingestion.maxPending or look at the log',
          },
        ],
  feed: ({ feedProblems }) =>
    feedProblems.map((what) => ({ what, fix: 'see which program writes to the public topics' })),
};

/** Everything that is worth a look, in the order of the stages and of the rules. */
export function findingsOf(measures: Measures, limits: HealthThresholds): Finding[] {
  const findings: Finding[] = [];
  const add = (about: string, rule: string, found: Found): void => {
    findings.push({ about, rule, severity: found.severity ?? 'degraded', what: found.what, fix: found.fix });
  };
  for (const stage of measures.stages) {
    for (const [rule, find] of Object.entries(STAGE_RULES)) {
      const found = find(stage, limits, measures);
      if (found) add(stage.stage, rule, found);
    }
  }
  for (const [rule, find] of Object.entries(PROCESS_RULES)) {
    for (const found of find(measures, limits)) add('process', rule, found);
  }
  return findings;
}

/** Names of all rules: what the documentation must explain. */
export const RULES: readonly string[] = [...Object.keys(STAGE_RULES), ...Object.keys(PROCESS_RULES)];

function unread({ lag }: PartitionMeasures): number {
  return Object.values(lag).reduce((sum, n) => sum + n, 0);
}

function most(
  partitions: readonly PartitionMeasures[],
  size: (partition: PartitionMeasures) => number,
): PartitionMeasures | undefined {
  return partitions.reduce<PartitionMeasures | undefined>(
    (worst, one) => (worst === undefined || size(one) > size(worst) ? one : worst),
    undefined,
  );
}
