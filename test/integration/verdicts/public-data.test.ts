/** The public drift files through the whole path, where LEEWAY_DATA has them: changes whose rows are known. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ELEC2_CHANGE, ELEC2_CHANGED } from '../../../bench/detectors/elec2.js';
import { ROWS_A_DAY } from '../../../bench/detectors/elec2-panes.js';
import { SEA_DRIFTS, SEA_TRAINING, seaErrors, seaFile } from '../../../bench/detectors/sea.js';
import { backtest } from '../../../src/backtest/backtest.js';
import type { ColumnWishes } from '../../../src/backtest/mapping.js';
import { dataFile, titled } from '../../services/index.js';

const DAY = 86_400_000;
/** A Tuesday, as the first row of elec2 is. */
const BEGIN = Date.UTC(1996, 4, 7);

const electricity = dataFile('elec2.csv');
const seaRows = dataFile('sea.csv');
const SEASONAL = ['nswprice', 'nswdemand'];

const folder = mkdtempSync(join(tmpdir(), 'leeway-public-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a file shows under some settings; times in days since its first row. */
async function told(file: string, rowsPerDay: number, config: string, wishes: ColumnWishes) {
  const settings = join(folder, 'leeway.yaml');
  writeFileSync(settings, config);
  const { models } = await backtest({
    files: [file],
    wishes,
    rowsPerDay,
    begin: BEGIN,
    badShare: 0,
    config: settings,
    temporary: folder,
  });
  const [model] = models;
  if (!model) throw new Error(`${file} has no model`);
  const day = (time: number) => (time - BEGIN) / DAY;
  const alerts = [...model.alerts.values()].map(({ firedAt, onset, metric, change, track }) => ({
    firedAt: day(firedAt),
    onset: day(onset),
    metric,
    change,
    track,
  }));
  return { alerts, readiness: model.status?.readiness };
}

/** The first rows of a file, its head included. */
function beginningOf(path: string, rows: number): string {
  const beginning = join(folder, `first-${rows}.csv`);
  writeFileSync(
    beginning,
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, rows + 1)
      .join('\n'),
  );
  return beginning;
}

describe.skipIf(electricity.missing !== undefined)(titled('elec2', electricity), () => {
  it('three columns that begin to move are named within a day of data, and nothing in the year before', async () => {
    const change = ELEC2_CHANGE / ROWS_A_DAY;
    const file = beginningOf(electricity.address ?? '', ELEC2_CHANGE + 2 * ROWS_A_DAY);
    const { alerts } = await told(file, ROWS_A_DAY, 'pane: 1h\n', {
      features: [...ELEC2_CHANGED, ...SEASONAL],
    });
    expect(alerts.map(({ metric }) => metric).sort()).toEqual(
      ELEC2_CHANGED.map((name) => `drift:${name}`).sort(),
    );
    for (const { firedAt, onset } of alerts) {
      expect(onset).toBe(change);
      expect(firedAt).toBeGreaterThan(change);
      expect(firedAt).toBeLessThanOrEqual(change + 1);
    }
  });

  it('two columns with seasons and no break are quiet for 47 weeks, against 88', async () => {
    const { alerts, readiness } = await told(
      electricity.address ?? '',
      ROWS_A_DAY,
      'pane: 1h\nreference: { units: 616 }\n',
      { features: SEASONAL },
    );
    expect(alerts).toEqual([]);
    // A price that rises all through its reference has no level to be held against: that is said.
    expect(readiness).toMatch(/^data watched \(nswprice: trend in the reference: /);
  });
});

describe.skipIf(seaRows.missing !== undefined)(titled('SEA', seaRows), () => {
  /** A model that is trained once for each concept, 2,500 rows after its drift: each training is a version. */
  function served(path: string): string {
    const sea = seaFile(path);
    const errors = seaErrors(sea);
    const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
    const rows = lines.flatMap((line, row) => {
      if (row < SEA_TRAINING) return [];
      const version = 1 + SEA_DRIFTS.filter((drift) => row >= drift + SEA_TRAINING).length;
      const label = sea.labels[row] ?? 0;
      const prediction = errors[row] === 1 ? 1 - label : label;
      const [a, b, c] = line.split(',');
      return [`${a},${b},${c},${version},${prediction},${label}`];
    });
    const file = join(folder, 'served.csv');
    writeFileSync(file, ['a,b,c,version,prediction,outcome', ...rows].join('\n'));
    return file;
  }

  it('three drifts are named as the concept before the model is retrained, and no data drift is claimed', async () => {
    const rowsADay = 250;
    const { alerts } = await told(
      served(seaRows.address ?? ''),
      rowsADay,
      'pane: 1h\nreference: { units: 28 }\n',
      {
        version: 'version',
        prediction: 'prediction',
        outcome: 'outcome',
        features: ['a', 'b', 'c'],
        task: 'binary',
      },
    );
    const day = (row: number) => (row - SEA_TRAINING) / rowsADay;
    expect(alerts.filter(({ track }) => track === 'data')).toEqual([]);
    const windows = SEA_DRIFTS.map((drift) => [day(drift), day(drift + SEA_TRAINING)] as const);
    const drifts = windows.map(([from, to]) =>
      alerts.filter(({ firedAt }) => firedAt > from && firedAt <= to),
    );
    for (const drift of drifts) expect(drift[0]).toMatchObject({ track: 'performance', change: 'concept' });
    // Another threshold is another share of the classes: true, and said after the concept, of the version that follows.
    const others = alerts.filter((alert) => !drifts.some(([first]) => first === alert));
    expect(others.map(({ change, metric }) => ({ change, metric }))).toEqual(
      others.map(() => ({ change: 'label', metric: 'drift:outcome' })),
    );
    drifts.forEach(([first], i) => {
      expect(Math.abs((first?.onset ?? 0) - (windows[i]?.[0] ?? 0))).toBeLessThanOrEqual(2);
    });
  });
});
