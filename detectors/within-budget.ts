/**
 * A calibration that keeps its budget on its own reference. The self-test decides, step by step: units ranked as they
 * are; where units resemble their neighbours, their innovations; where bad weeks still raise more alarms than the budget
 * has, the statistic must reach a multiple of the budget, the least with which it is kept; and where no step helps, the
 * reference is no ground to watch from, and that is said. A function of the reference alone: every process and every
 * restart takes the same step.
 *
 * A multiple of the budget and not longer units: with 21 units of two days no change could be told before the eighth day,
 * however large, while four times the budget costs a day. What was measured: docs/decisions/0012-budget-ladder.md.
 */
import { calibrate, type Calibration, type EvidenceOptions } from './calibration.js';
import type { EvidencePane } from './pane.js';
import { isTestable, type SelfTest, testWeeks } from './self-test.js';
import { watchedWeeks } from './watched-weeks.js';

/** How units are held against the reference: what the self-test has settled for. */
export type BudgetStep = 'units' | 'innovations' | 'caution' | 'not-ready' | 'untested';

export interface WithinBudget {
  /** To watch with; `ready` is false, and no stream is watched, where no step keeps the budget. */
  readonly calibration: Calibration;
  readonly step: BudgetStep;
  /** Why this step, in words. */
  readonly reason: string;
  /** Of the calibration that is used; of the last one tried where none keeps the budget. */
  readonly selfTest: SelfTest;
  /** Each step that was tried, in order, and its false alarms in a budget period. */
  readonly tried: readonly Tried[];
}

export interface Tried {
  readonly innovations: boolean;
  readonly caution: number;
  readonly falseAlarms: number;
}

/** Factors of the budget that are tried: each costs a change that is told in four days a third of a day more. */
const CAUTIONS = [2, 4, 8, 16, 32, 64];
/** Simulated streams: with 50 of 400 days the figure is known to .1 where it is near 1. */
const RUNS = 50;

/**
 * @param panes of the reference, as for `calibrate`
 * @param options as for `calibrate`: where the steps begin
 * @throws RangeError for options that make no sense
 */
export function calibrateWithinBudget(
  panes: readonly EvidencePane[],
  options: Partial<EvidenceOptions> = {},
  runs = RUNS,
): WithinBudget {
  const plain = calibrate(panes, options);
  if (!isTestable(plain)) {
    const why = plain.ready ? 'fewer than three whole weeks: no self-test' : 'no stream to watch';
    return {
      calibration: plain,
      step: 'untested',
      reason: why,
      selfTest: testWeeks(plain, [], runs),
      tried: [],
    };
  }
  const innovative = plain.options.innovations ? plain : calibrate(panes, { ...options, innovations: true });
  const tried: Tried[] = [];
  let [of, watched] = [plain, watchedWeeks(plain, panes)];
  const test = (calibration: Calibration): SelfTest => {
    const result = testWeeks(calibration, watched, runs);
    const { innovations, caution } = calibration.options;
    tried.push({ innovations, caution, falseAlarms: result.falseAlarms });
    return result;
  };
  const found = (calibration: Calibration, step: BudgetStep, result: SelfTest): WithinBudget => ({
    calibration,
    step,
    reason: reasonFor(step, tried, calibration),
    selfTest: result,
    tried,
  });

  let result = test(plain);
  if (isKept(result)) return found(plain, plain.options.innovations ? 'innovations' : 'units', result);
  if (innovative !== plain) {
    [of, watched] = [innovative, watchedWeeks(innovative, panes)];
    result = test(innovative);
    if (isKept(result)) return found(innovative, 'innovations', result);
  }
  for (const factor of CAUTIONS) {
    const cautious = withCaution(of, of.options.caution * factor);
    result = test(cautious);
    if (isKept(result)) return found(cautious, 'caution', result);
  }
  return found(notReady(of, result), 'not-ready', result);
}

function isKept({ falseAlarms }: SelfTest): boolean {
  return falseAlarms <= 1;
}

/** The threshold alone depends on it. */
function withCaution(calibration: Calibration, caution: number): Calibration {
  return { ...calibration, options: { ...calibration.options, caution } };
}

function notReady(calibration: Calibration, { falseAlarms }: SelfTest): Calibration {
  const reason = `no budget can be kept: ${alarmsInWords(falseAlarms)} where 1 is allowed, even with all caution`;
  const refused = calibration.streams.map(({ stream }) => ({ stream, reason }));
  return {
    ...calibration,
    streams: [],
    bets: [],
    ensemble: { largest: [], squares: [], units: 0 },
    refusals: [...calibration.refusals, ...refused],
    ready: false,
  };
}

function reasonFor(step: BudgetStep, tried: readonly Tried[], { options }: Calibration): string {
  const [first] = tried;
  const last = tried.at(-1);
  const before = tried.at(-2);
  const drawn = `with whole weeks of the reference drawn again, ${alarmsInWords(first?.falseAlarms)} in ${options.budget.toFixed()} units`;
  const now = alarmsInWords(last?.falseAlarms);
  if (tried.length === 1) return `${drawn}: within the budget`;
  if (step === 'innovations')
    return `${drawn}: units are ranked by what they add to the unit before (${now})`;
  const steps = `${drawn}, ${alarmsInWords(before?.falseAlarms)} a step before`;
  if (step === 'caution')
    return `${steps}: the statistic must reach ${options.caution} times the budget (${now})`;
  return `${drawn}, and still ${now} at ${last?.caution ?? 1} times the budget: not ready`;
}

function alarmsInWords(falseAlarms = 0): string {
  return `${falseAlarms.toFixed(1)} false alarms`;
}
