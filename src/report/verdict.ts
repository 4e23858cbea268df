import type { ModelHistory } from '../backtest/history.js';
import type { AlertRecord } from '../records/feed.js';
import { shownAlerts } from './shown-alerts.js';
import { whyUnwatched } from './unwatched.js';
import { formatDay } from './words.js';

/**
 * A history in a sentence or two.
 * @param horizon of the model, ms
 */
export function verdictOf(model: ModelHistory, horizon: number): string {
  const alerts = shownAlerts(model);
  const name = model.model;
  const unwatched = whyUnwatched(model, horizon);
  const blind = unwatched === null ? '' : ` Performance could not be watched: ${unwatched}.`;
  const [first] = alerts;
  if (!first) {
    if (model.references.length === 0)
      return `${name}: no verdict yet; the history is shorter than a reference and the days to hold against it (${model.status?.readiness ?? 'no pane was closed'}).${blind}`;
    if (unwatched !== null)
      return `${name}: performance could not be watched: ${unwatched}. There was no alarm on its inputs and answers in ${daysWatched(model)} watched days.`;
    return `${name}: no alarm in ${daysWatched(model)} watched days; nothing changed that was both large enough to matter and too unlikely to be chance.`;
  }
  const worst = alerts.find(({ severity }) => severity === 'severe') ?? first;
  const more = alerts.length === 1 ? '' : ` There are ${alerts.length} alerts in all.`;
  return `${name}: ${firstSentence(worst.why)} ${ending(worst)}${more}${blind}`;
}

/** The alert's own words; what comes after its first sentence is the why. */
function firstSentence(why: string): string {
  const end = /\.(?=\s|$)/.exec(why);
  return end ? why.slice(0, end.index + 1) : `${why}.`;
}

function ending({ resolvedAt, state }: AlertRecord): string {
  if (resolvedAt === null) return 'It was still open when the history ended.';
  return state === 'superseded'
    ? `Its version was replaced on ${formatDay(resolvedAt)}.`
    : `It was over on ${formatDay(resolvedAt)}.`;
}

const DAY = 86_400_000;

function daysWatched({ references, predictions }: ModelHistory): number {
  const from = Math.min(...references.map(({ to }) => to));
  return predictions.filter(({ start }) => start >= from - DAY / 2).length;
}
