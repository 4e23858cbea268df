/** The public drift files, where LEEWAY_DATA has them: changes whose rows are known. */
import { beforeAll, describe, expect, it } from 'vitest';
import { elec2, ELEC2_CHANGE, ELEC2_CHANGED, watchColumn } from '../../../bench/detectors/elec2.js';
import { ROWS_A_DAY, watchDays } from '../../../bench/detectors/elec2-panes.js';
import { SEA_DRIFTS, SEA_TRAINING, seaErrors, seaFile, watchSea } from '../../../bench/detectors/sea.js';
import { onErrors, onNumbers, type Subject } from '../../../bench/detectors/subjects.js';
import { dataFile, titled } from '../../services/index.js';

const electricity = dataFile('elec2.csv');
const seaRows = dataFile('sea.csv');

function named(subjects: readonly Subject[], name: string): Subject {
  const subject = subjects.find((one) => one.name === name);
  if (!subject) throw new Error(`no detector ${name} among ${subjects.map((one) => one.name).join(', ')}`);
  return subject;
}

describe.skipIf(electricity.missing !== undefined)(titled('elec2', electricity), () => {
  let columns: ReturnType<typeof elec2>;
  beforeAll(() => {
    columns = elec2(electricity.address ?? '');
  });

  it('has three columns that are constant until row 17,424, and two that are not', () => {
    const { nswprice, ...all } = columns;
    for (const name of ELEC2_CHANGED) {
      const column = all[name];
      expect(column.findIndex((value) => value !== column[0])).toBe(ELEC2_CHANGE);
    }
    expect(nswprice.findIndex((value) => value !== nswprice[0])).toBeLessThan(10);
  });

  // within the day that changes, and never on a constant; the others' thresholds are in units that these columns lack
  it.each(['kswin', 'optwin'])('%s finds the change of each column within a day', (name) => {
    for (const column of ELEC2_CHANGED) {
      const day = columns[column].subarray(0, ELEC2_CHANGE + ROWS_A_DAY);
      const [first] = watchColumn(named(onNumbers(), name), day);
      expect(first).toBeGreaterThanOrEqual(ELEC2_CHANGE);
    }
  });

  it('adwin finds it in vicdemand and transfer within two days; vicprice it does not, as its range is not 1', () => {
    const firsts = ELEC2_CHANGED.map(
      (column) => watchColumn(named(onNumbers(), 'adwin'), columns[column])[0] ?? Infinity,
    );
    const [vicprice = 0, vicdemand = 0, transfer = 0] = firsts.map((row) => row - ELEC2_CHANGE);
    expect(vicdemand).toBeGreaterThanOrEqual(0);
    expect(vicdemand).toBeLessThan(2 * ROWS_A_DAY);
    expect(transfer).toBeGreaterThanOrEqual(0);
    expect(transfer).toBeLessThan(2 * ROWS_A_DAY);
    expect(vicprice).toBeGreaterThan(20_000);
  });

  it('conformal-e, on days against six weeks of a constant, finds it in the third day and nothing in the year before', () => {
    for (const column of ELEC2_CHANGED) {
      const year = columns[column].subarray(0, ELEC2_CHANGE + 7 * ROWS_A_DAY);
      const { evidence, told, refused } = watchDays(year, 42);
      expect(refused).toEqual([]);
      expect(evidence[0]).toBe(ELEC2_CHANGE / ROWS_A_DAY + 2);
      expect(told[0]).toBe(evidence[0]);
    }
  });

  it('conformal-e does not flag a season: against 88 weeks, demand alarms in few of 47, price is refused with a reason', () => {
    const demand = watchDays(columns.nswdemand, 88 * 7);
    expect(demand.refused).toEqual([]);
    expect(demand.evidence.length).toBeLessThanOrEqual(4);
    expect(watchDays(columns.nswprice, 88 * 7).refused.join()).toMatch(/trend in the reference/);
  });
});

describe.skipIf(seaRows.missing !== undefined)(titled('SEA', seaRows), () => {
  let errors: Float64Array;
  beforeAll(() => {
    errors = seaErrors(seaFile(seaRows.address ?? ''));
  });

  // of a model that is trained once for each concept, 2,500 rows after its drift
  it.each(['adwin', 'focus', 'hddm-a', 'page-hinkley', 'cusum', 'e-sr-bernoulli', 'e-sr-bounded'])(
    '%s finds all three drifts before the model is retrained, and nothing else',
    (name) => {
      const { delays, falseAlarms } = watchSea(named(onErrors(), name), errors);
      expect(delays).toHaveLength(SEA_DRIFTS.length);
      for (const delay of delays) expect(delay).toBeLessThan(SEA_TRAINING);
      expect(falseAlarms).toBe(0);
    },
  );

  it('hddm-w misses the smallest of them, as its documentation says', () => {
    expect(watchSea(named(onErrors(), 'hddm-w'), errors).delays[0]).toBe(Infinity);
  });
});
