/** Do the detectors that promise a budget of false alarms keep it? */
import type { FlightWeeks } from './clean-flights.js';
import { budgetPicture } from './budget-picture.js';
import { budgetOnFlights } from './budget-flights.js';
import { runTrial, simulatedTrials, type SimulatedSize } from './budget-simulated.js';
import { kept, tableOfKept } from './kept.js';
import type { Progress } from './progress.js';
import type { Section } from './section.js';

export interface BudgetSize extends SimulatedSize {
  /** Random splits of the flights' weeks. */
  readonly flightSplits: number;
}

export function budget(size: BudgetSize, weeks: FlightWeeks, progress: Progress): Section {
  const simulated = simulatedTrials(size).map((trial, index) => {
    progress(`budget: ${trial.name}`);
    return kept(trial.name, runTrial(trial, index + 1, progress));
  });
  const flights = budgetOnFlights(weeks, size.flightSplits, progress);
  return {
    tables: {
      'budget-simulated': tableOfKept(simulated),
      'budget-flights': tableOfKept(flights.rows),
      'budget-steps': flights.steps,
    },
    pictures: { 'budget.svg': budgetPicture([...simulated, ...flights.rows]) },
    result: { simulated, flights },
  };
}
