/** The public drift files and SEA from the generator: tables of delays, missed drifts and false alarms. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { figure, percent } from './figures.js';
import { ELEC2_CHANGE, ELEC2_CHANGED, elec2, watchColumn } from './elec2.js';
import { ROWS_A_DAY, watchDays } from './elec2-panes.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';
import { generatedSea, SEA_DRIFTS, SEA_TRAINING, seaErrors, seaFile, watchSea } from './sea.js';
import type { Section } from './section.js';
import { meanTimeRatio, summariseDelays } from './statistics.js';
import { onErrors, onNumbers, type Subject } from './subjects.js';

const LEFT_OUT = 'Left out: LEEWAY_DATA names no folder with elec2.csv.';

/** The change, and the days after it that are watched. */
const ELEC2_CHANGE_DAY = ELEC2_CHANGE / ROWS_A_DAY;
const ELEC2_WATCHED_DAYS = 7;

/** @param folder with sea.csv and elec2.csv; undefined: they are left out, and the table says so */
export function realStreams(runs: number, folder: string | undefined, progress: Progress): Section {
  progress(`SEA: ${runs} generated streams`);
  const streams = Array.from({ length: runs }, (_, run) => seaErrors(generatedSea(run + 1)));
  const file = fileIn(folder, 'sea.csv');
  const real = file === undefined ? null : seaErrors(seaFile(file));
  const sea = onErrors().map((subject) => {
    progress(`SEA: ${subject.name}`);
    return seaOf(subject, streams, real, progress);
  });
  const tables: Record<string, string> = {
    sea: markdownTable(
      [
        'detector',
        ...SEA_DRIFTS.map((drift) => `drift at ${drift.toLocaleString('en-US')}`),
        'false alarms a stream',
        'mean time ratio',
        'the real file',
        'its false alarms',
      ],
      sea.map(({ subject, byDrift, falseAlarms, ratio, real }) => [
        subject,
        ...byDrift.map(({ median, missed }) => `${figure(median)} / ${percent(missed)}`),
        figure(falseAlarms / runs),
        figure(ratio),
        real === null ? 'left out' : real.delays.map(figure).join(', '),
        real === null ? 'left out' : String(real.falseAlarms),
      ]),
    ),
  };
  progress('elec2');
  const path = fileIn(folder, 'elec2.csv');
  const changes = path === undefined ? null : elec2Changes(path);
  const days = path === undefined ? null : elec2Days(path);
  tables['elec2'] =
    changes === null
      ? LEFT_OUT
      : markdownTable(
          ['detector', ...ELEC2_CHANGED, 'nswprice: alarms', 'nswdemand: alarms'],
          changes.map(({ subject, delays, alarms }) => [
            subject,
            ...delays.map(figure),
            ...alarms.map(figure),
          ]),
        );
  tables['elec2-days'] =
    days === null
      ? LEFT_OUT
      : markdownTable(
          ['column', 'reference', 'live', 'alarms of the evidence', 'with an effect', 'the change is found'],
          days.map(({ column, referenceDays, liveDays, watched, delay }) => [
            column,
            `${referenceDays} days`,
            `${liveDays} days`,
            watched.refused.length > 0
              ? `not watched: ${watched.refused.join('; ')}`
              : String(watched.evidence.length),
            String(watched.told.length),
            delay === null ? '–' : `at the end of day ${delay}`,
          ]),
        );
  return { tables, pictures: {}, result: { runs, sea, elec2: changes, elec2Days: days } };
}

function fileIn(folder: string | undefined, name: string): string | undefined {
  if (folder === undefined) return undefined;
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

function seaOf(
  subject: Subject,
  streams: readonly Float64Array[],
  real: Float64Array | null,
  progress: Progress,
) {
  const results = streams.map((errors, run) => {
    progress(`SEA: ${subject.name}`, run / streams.length);
    return watchSea(subject, errors);
  });
  const falseAlarms = results.reduce((sum, one) => sum + one.falseAlarms, 0);
  const byDrift = SEA_DRIFTS.map((_, drift) =>
    summariseDelays(results.map(({ delays }) => delays[drift] ?? Infinity)),
  );
  const quiet = streams.reduce((sum, { length }) => sum + length - (SEA_DRIFTS.length + 1) * SEA_TRAINING, 0);
  return {
    subject: subject.name,
    byDrift,
    falseAlarms,
    ratio: meanTimeRatio(falseAlarms, quiet, summariseDelays(results.flatMap(({ delays }) => delays))),
    real: real === null ? null : watchSea(subject, real),
  };
}

function elec2Changes(path: string) {
  const columns = elec2(path);
  return onNumbers()
    .filter(({ name }) => !name.includes('(x + 4) / 8'))
    .map((subject) => ({
      subject: subject.name,
      delays: ELEC2_CHANGED.map((column) => {
        const alarms = watchColumn(subject, columns[column]);
        const before = alarms.find((row) => row < ELEC2_CHANGE);
        if (before !== undefined)
          throw new Error(`${subject.name} alarms at row ${before} of ${column}, a constant`);
        return (alarms[0] ?? Infinity) - ELEC2_CHANGE;
      }),
      alarms: (['nswprice', 'nswdemand'] as const).map(
        (column) => watchColumn(subject, columns[column]).length,
      ),
    }));
}

/** The exact change against six weeks; the columns without a break against 88 weeks, which hold a whole year. */
function elec2Days(path: string) {
  const columns = elec2(path);
  const changed = ELEC2_CHANGED.map((column) => ({ column, referenceDays: 42, changes: true }));
  const unchanged = (['nswprice', 'nswdemand'] as const).map((column) => ({
    column,
    referenceDays: 616,
    changes: false,
  }));
  return [...changed, ...unchanged].map(({ column, referenceDays, changes }) => {
    const days = changes ? ELEC2_CHANGE_DAY + ELEC2_WATCHED_DAYS : columns[column].length / ROWS_A_DAY;
    const watched = watchDays(columns[column].subarray(0, days * ROWS_A_DAY), referenceDays);
    const first = watched.evidence[0];
    const delay = changes && first !== undefined ? first - ELEC2_CHANGE_DAY + 1 : null;
    return { column, referenceDays, liveDays: days - referenceDays, watched, delay };
  });
}
