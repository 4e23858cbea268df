import { addFeature, emptyFeature, type FeatureCounts } from '../../src/aggregates/feature-counts.js';
import { addPair, emptyOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { emptyPredictionPane } from '../../src/aggregates/prediction-pane.js';
import type { SingleAnswer, SingleTask } from '../../src/events/event.js';
import type { EventLog } from '../../src/log/port.js';
import {
  countGroup,
  countOutcomes,
  countPredictions,
  draftReference,
  finishReference,
  learnAnswers,
  learnFeatures,
  learnOutcomes,
  settleBins,
} from '../../src/policy/draft-reference.js';
import { mergedPredictions } from '../../src/policy/pane-moment.js';
import type { Reference } from '../../src/policy/reference.js';
import { DAY } from '../../src/policy/units.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { RetrainingRecord } from '../../src/records/feed.js';
import { paneStart } from '../../src/stream/settings.js';
import type { OutOfSampleScores, Scorer } from '../../src/training/port.js';
import { eachMoment, indexPanes } from './closed-panes.js';
import type { LabelledRow } from './collect-rows.js';

/**
 * The reference of a promoted version. Inputs: the closed panes of the training range, as they stand in the log. Answers:
 * the version's own on those rows, since another model's scores are distributed otherwise. Performance: the same weeks
 * scored out of sample, each by a model that had not seen that week, because in-sample errors would cry wolf later, and a
 * reference of its own would blind the new version for weeks.
 *
 * @param pane width of the base pane, ms
 */
export async function makeReference(
  log: EventLog,
  request: RetrainingRecord,
  version: string,
  rows: readonly LabelledRow[],
  scores: OutOfSampleScores,
  scorer: Scorer,
  partition: number,
  pane: number,
): Promise<Reference> {
  const { model, task, from, to, unit = DAY } = request;
  const scored = await scoredPanes(task, rows, scores, scorer, pane);
  const draft = draftReference({
    from,
    to,
    pane,
    unit,
    minUnits: Math.round((to - from) / unit),
    ...(request.zoneOffset !== undefined && { zoneOffset: request.zoneOffset }),
    task,
    ...(request.gap && { gap: request.gap }),
  });
  const index = await indexPanes(log, partition, { model, from, to, predictionsOnly: true });

  await eachMoment(log, index, (_, panes) => {
    const merged = mergedPredictions(panes);
    if (merged) learnFeatures(draft, merged);
  });
  for (const answers of scored.answers.values()) learnAnswers(draft, { answers });
  for (const outcomes of scored.outcomes.values()) learnOutcomes(draft, outcomes, '');
  settleBins(draft);

  await eachMoment(log, index, (start, panes) => {
    const merged = mergedPredictions(panes) ?? emptyPredictionPane();
    countPredictions(draft, start, { ...merged, answers: scored.answers.get(start) ?? new Map() });
  });
  for (const [start, outcomes] of [...scored.outcomes].sort(([a], [b]) => a - b)) {
    countOutcomes(draft, start, outcomes, '');
  }
  for (const [start, groups] of [...scored.groups].sort(([a], [b]) => a - b)) {
    for (const [group, own] of groups) countGroup(draft, start, own, `${request.gap?.attribute}=${group}`);
  }
  return finishReference(draft, { id: stableId('reference', model, version, request.id), model, version });
}

/** Rows between two breaths of the event loop. */
const ROWS_A_TURN = 5000;

/** Answers by prediction time, performance by outcome time, of all rows and of each group, in base panes. */
async function scoredPanes(
  task: SingleTask,
  rows: readonly LabelledRow[],
  scores: OutOfSampleScores,
  scorer: Scorer,
  width: number,
) {
  const answers = new Map<number, Map<string, FeatureCounts>>();
  const outcomes = new Map<number, OutcomePane>();
  const groups = new Map<number, Map<string, OutcomePane>>();
  for (let first = 0; first < rows.length; first += ROWS_A_TURN) {
    await new Promise((resume) => setImmediate(resume));
    const turn = rows.slice(first, first + ROWS_A_TURN);
    const own = scorer.score(turn.map(({ features }) => features));
    turn.forEach((row, i) => {
      addAnswer(answers, paneStart(row.time, width), own[i] as SingleAnswer);
      const start = paneStart(Math.max(row.time, row.outcomeTime), width);
      let pane = outcomes.get(start);
      if (!pane) outcomes.set(start, (pane = emptyOutcomePane()));
      const answer = answerAt(task, scores, first + i);
      addPair(pane, answer, row.outcome, row.values, row.features);
      if (row.group !== undefined) addPair(groupAt(groups, start, row.group), answer, row.outcome);
    });
  }
  return { answers, outcomes, groups };
}

function groupAt(groups: Map<number, Map<string, OutcomePane>>, start: number, group: string): OutcomePane {
  let own = groups.get(start);
  if (!own) groups.set(start, (own = new Map()));
  let pane = own.get(group);
  if (!pane) own.set(group, (pane = emptyOutcomePane()));
  return pane;
}

/** As a prediction pane has them: by score, value or label. */
function addAnswer(
  answers: Map<number, Map<string, FeatureCounts>>,
  start: number,
  answer: SingleAnswer,
): void {
  let own = answers.get(start);
  if (!own) answers.set(start, (own = new Map()));
  const [name, value] =
    answer.task === 'regression'
      ? ['value', answer.value]
      : answer.task === 'binary' && answer.score !== undefined
        ? ['score', answer.score]
        : ['label', String(answer.label)];
  let feature = own.get(name);
  if (!feature) own.set(name, (feature = emptyFeature()));
  addFeature(feature, value);
}

function answerAt(task: SingleTask, { width, values, labels }: OutOfSampleScores, row: number): SingleAnswer {
  const at = row * width;
  if (task === 'binary') {
    const score = values[at] as number;
    return { task, label: score >= 0.5 ? 1 : 0, score };
  }
  if (task === 'regression') return { task, value: values[at] as number };
  const probabilities: Record<string, number> = {};
  let label = '';
  (labels ?? []).forEach((name, i) => {
    const p = values[at + i] as number;
    probabilities[name] = p;
    if (label === '' || p > (probabilities[label] as number)) label = name;
  });
  return { task, label, probabilities };
}
