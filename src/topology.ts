/**
 * The data flow of Leeway, as data: every topic with its key and its keeping, every stage with what it reads and writes.
 * The runtime creates the topics and subscribes the stages from this table; `leeway topology` prints it.
 */
import type { TopicSpec } from './log/port.js';

export type Keep =
  /** As long as the longest of label horizon and retraining range. */
  | 'rows'
  /** For who listens now. */
  | 'an hour'
  | 'days'
  | 'long'
  /** The latest record of each key. */
  | 'compacted';

interface TopicRow {
  readonly key: string;
  readonly keep: Keep;
  readonly writer: string;
  readonly maxRecordBytes: number;
  /** There only where the setting of this name is on. */
  readonly only?: 'rekey';
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const topics = {
  'predictions-in': {
    key: 'any',
    keep: 'days',
    writer: 'applications (rekey: true)',
    maxRecordBytes: MiB,
    only: 'rekey',
  },
  'outcomes-in': {
    key: 'any',
    keep: 'days',
    writer: 'applications (rekey: true)',
    maxRecordBytes: MiB,
    only: 'rekey',
  },
  predictions: { key: 'prediction id', keep: 'rows', writer: 'applications, rekey', maxRecordBytes: MiB },
  outcomes: { key: 'prediction id', keep: 'rows', writer: 'applications, rekey', maxRecordBytes: MiB },
  profiles: {
    key: 'model',
    keep: 'days',
    writer: 'profiler; trainer and server mirror into it',
    maxRecordBytes: 8 * MiB,
  },
  panes: { key: 'model', keep: 'long', writer: 'evaluator', maxRecordBytes: 8 * MiB },
  metrics: { key: 'model', keep: 'days', writer: 'evaluator', maxRecordBytes: 8 * MiB },
  provisional: { key: 'model', keep: 'an hour', writer: 'evaluator', maxRecordBytes: MiB },
  alerts: { key: 'model', keep: 'long', writer: 'evaluator', maxRecordBytes: MiB },
  retraining: { key: 'model', keep: 'long', writer: 'evaluator', maxRecordBytes: MiB },
  models: { key: 'model', keep: 'long', writer: 'trainer', maxRecordBytes: 8 * MiB },
  references: { key: 'model@version', keep: 'compacted', writer: 'trainer', maxRecordBytes: 8 * MiB },
  commands: { key: 'model', keep: 'long', writer: 'server', maxRecordBytes: MiB },
  'dead-letters': { key: 'source coordinates', keep: 'long', writer: 'any stage', maxRecordBytes: 2 * MiB },
  state: {
    key: 'owner/partition/chunk',
    keep: 'compacted',
    writer: 'evaluator, replayers',
    maxRecordBytes: 2 * MiB,
  },
} as const satisfies Record<string, TopicRow>;

export type TopicName = keyof typeof topics;

interface StageRow {
  /** Consumed through a group, in partitions that one process owns at a time; several topics are co-partitioned. */
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  /** Read outside of any group: looked up by range, or followed from the first record. */
  readonly looksAt: readonly TopicName[];
  /** Where the stage's own state lives: a file cache rebuilt from its input, or snapshots in `state`. */
  readonly state: 'none' | 'cache' | 'snapshots';
  readonly does: string;
  /** Runs only where the setting of this name is on. */
  readonly only?: 'rekey';
}

export const stages = {
  rekey: {
    reads: ['predictions-in', 'outcomes-in'],
    writes: ['predictions', 'outcomes'],
    looksAt: [],
    state: 'none',
    does: 'only with rekey: true: gives records of foreign producers the key and the partition that the join needs',
    only: 'rekey',
  },
  profiler: {
    reads: ['predictions', 'outcomes'],
    writes: ['profiles', 'dead-letters'],
    looksAt: [],
    state: 'cache',
    does: 'parses, joins by id, adds up pane deltas',
  },
  evaluator: {
    reads: ['profiles'],
    writes: ['panes', 'metrics', 'provisional', 'alerts', 'retraining', 'state'],
    looksAt: [],
    state: 'snapshots',
    does: 'closes panes, weighs evidence and effect, decides alerts and retraining',
  },
  trainer: {
    reads: ['retraining'],
    writes: ['models', 'references', 'profiles'],
    looksAt: ['predictions', 'outcomes', 'panes', 'models'],
    state: 'none',
    does: 'trains a challenger, proves it, promotes or rejects it',
  },
  sink: {
    reads: ['metrics'],
    writes: [],
    looksAt: [],
    state: 'none',
    does: 'writes metrics to the metric store',
  },
  feed: {
    reads: [],
    writes: ['commands', 'profiles', 'predictions', 'outcomes'],
    looksAt: ['metrics', 'provisional', 'alerts', 'retraining', 'models'],
    state: 'none',
    does: 'serves REST, WebSocket and the page; takes events and commands',
  },
} as const satisfies Record<string, StageRow>;

export type StageName = keyof typeof stages;
export const stageNames = Object.keys(stages) as StageName[];

/** What switches rows of the tables on. */
export interface TopologySettings {
  readonly rekey: boolean;
}

/** The stages that these settings ask for. */
export function stagesOf(settings: TopologySettings): StageName[] {
  return stageNames.filter((name) => isOn(stages[name], settings));
}

function isOn({ only }: StageRow | TopicRow, settings: TopologySettings): boolean {
  return only === undefined || settings[only];
}

const DAY = 86_400_000;
const RETENTION: Record<Exclude<Keep, 'compacted'>, number> = {
  rows: 90 * DAY,
  'an hour': DAY / 24,
  days: 30 * DAY,
  long: 730 * DAY,
};

/** The log's view of the topics. Every topic has the same number of partitions, so keys stay together across them. */
export function topicSpecs(partitions: number, settings: TopologySettings = { rekey: false }): TopicSpec[] {
  return Object.entries<TopicRow>(topics)
    .filter(([, row]) => isOn(row, settings))
    .map(([name, { keep, maxRecordBytes }]) => ({
      name,
      partitions,
      cleanup: keep === 'compacted' ? 'compact' : 'delete',
      retentionMs: keep === 'compacted' ? -1 : RETENTION[keep],
      maxRecordBytes,
    }));
}

/** Consumer group of a stage. */
export function groupOf(stage: StageName): string {
  return `leeway-${stage}`;
}

/** The table as a picture for people: solid lines are consumed through a group, dotted ones looked at. Pinned by a test. */
export function printTopology(): string {
  const lines = ['TOPICS', ''];
  for (const [name, row] of Object.entries<TopicRow>(topics)) {
    lines.push(
      `  ${name.padEnd(14)} key ${row.key.padEnd(21)} kept ${row.keep.padEnd(10)} written by ${row.writer}`,
    );
  }
  lines.push('', 'STAGES (── consumes, ·· looks at)', '');
  for (const [name, row] of Object.entries<StageRow>(stages)) {
    lines.push(...drawStage(name, row), `      ${row.does}${STATE_NOTE[row.state]}`, '');
  }
  return lines.join('\n');
}

const STATE_NOTE: Record<StageRow['state'], string> = {
  none: '',
  cache: '; its state is a file cache, rebuilt from its topics',
  snapshots: '; its state is snapshots in the topic state',
};

/** A stage between what flows in and what flows out, a topic a line. */
function drawStage(name: string, row: StageRow): string[] {
  const inputs = [
    ...row.reads.map((topic) => [topic, '─'] as const),
    ...row.looksAt.map((topic) => [topic, '·'] as const),
  ];
  const outputs = row.writes.length > 0 ? row.writes : ['(metric store)'];
  const width = Math.max(...inputs.map(([topic]) => topic.length));
  return Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, i) => {
    const [topic, dash] = inputs[i] ?? ['', ' '];
    const left = `${topic} `.padEnd(width + 3, dash) + joint(i, inputs.length, '┤', '┘');
    const middle = i === 0 ? `─> ${name} ─` : ' '.repeat(name.length + 5);
    const output = outputs[i];
    const right = output === undefined ? '' : `${joint(i, outputs.length, '├', '└')}─> ${output}`;
    return `  ${left}${middle}${right}`.trimEnd();
  });
}

/** The sign where line `i` of `n` meets the trunk: the first one crosses it. */
function joint(i: number, n: number, among: string, last: string): string {
  if (i >= n) return ' ';
  if (n === 1) return '─';
  if (i === 0) return '┬';
  return i === n - 1 ? last : among;
}
