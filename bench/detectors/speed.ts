/** How long an update takes, beside river's on the same values. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { bernoulli } from '../../src/generators/index.js';
import { seededRandom } from '../../detectors/random.js';
import { figure } from './figures.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';
import { riverSpeed, type RiverSpeed } from './river.js';
import type { Section } from './section.js';
import type { SpeedResult, SpeedTask } from './speed-task.js';
import { median } from './statistics.js';
import { hit, onPanes, onValues } from './subjects.js';

export interface SpeedSize {
  /** Values that are gone through again and again. */
  readonly values: number;
  readonly runs: number;
  /** Least milliseconds of one run. */
  readonly least: number;
}

const RATE = 0.2;
/** A pane costs what a thousand values do. */
const PANES = 5_000;

/** @param python that has river, undefined where there is none */
export async function speed(
  size: SpeedSize,
  python: string | undefined,
  progress: Progress,
): Promise<Section> {
  const { runs, least } = size;
  const random = seededRandom(1);
  const draw = bernoulli(RATE);
  const errors = Array.from({ length: size.values }, (): number => draw(random));
  const hits = errors.map(hit);
  progress('speed: the loop alone');
  const floor = median(await timeInThread({ detector: null, reads: 'values', values: errors, runs, least }));
  const ours: Record<string, number> = {};
  for (const { name, values } of onValues()) {
    progress(`speed: ${name}`);
    const read = values === 'hit' ? hits : errors;
    ours[name] =
      median(await timeInThread({ detector: name, reads: 'values', values: read, runs, least })) - floor;
  }
  const panes: Record<string, number> = {};
  const some = errors.slice(0, PANES);
  for (const name of onPanes()) {
    progress(`speed: ${name}`);
    panes[name] =
      median(await timeInThread({ detector: name, reads: 'panes', values: some, runs, least })) - floor;
  }
  if (python !== undefined) progress('speed: river');
  const river = python === undefined ? null : await riverSpeed(python, { values: errors, runs, least });
  const table = tableOf(ours, river);
  const paneTable = markdownTable(
    ['detector on panes', 'µs a pane'],
    Object.entries(panes).map(([name, ns]) => [name, figure(ns / 1_000)]),
  );
  const floors = [
    `CPU time, medians of ${runs} runs. Our loop takes ${figure(floor)} ns a value and is taken off.`,
  ];
  if (river) {
    floors.push(
      `river ${river.version} on Python ${river.python}: its empty loop takes ${figure(river.loop)} ns, taken off too` +
        ` (a call of a method that does nothing: ${figure(river.call - river.loop)} ns more, left in).`,
    );
  } else {
    floors.push('river was left out: LEEWAY_PYTHON names no Python that has it.');
  }
  return {
    tables: { speed: `${table}\n\n${floors.join(' ')}`, 'speed-panes': paneTable },
    pictures: {},
    result: { floor, ours, panes, river },
  };
}

function tableOf(ours: Readonly<Record<string, number>>, river: RiverSpeed | null): string {
  const rows = Object.entries(ours).map(([name, ns]) => {
    const theirs = river?.ns[name];
    if (river === null || theirs === undefined) return [name, figure(ns), '–', '–'];
    const own = theirs - river.loop;
    return [name, figure(ns), figure(own), `${figure(own / ns)} ×`];
  });
  return markdownTable(['detector', 'ours, ns', 'river, ns', 'faster'], rows);
}

async function timeInThread(task: SpeedTask): Promise<SpeedResult> {
  const worker = new Worker(new URL('./speed-task.js', import.meta.url), { workerData: task });
  const [result] = (await once(worker, 'message')) as [SpeedResult];
  await worker.terminate();
  return result;
}
