/** Moments at which nothing came: they are told, too. */
import { DAY, dayStart } from '../../src/policy/units.js';
import { BEFORE_TIME } from '../../src/stream/settings.js';
import { evidenceOfSilence } from './base-evidence.js';
import type { CloseSettings } from './close-settings.js';
import type { Emitted } from './emit.js';
import { isInService } from './lives.js';
import type { ModelState } from './model-state.js';
import type { OnMoment } from './moment.js';
import { closeWide } from './wide-panes.js';

/** What did not come, of versions that were asked until a moment ago. */
export function keepSilence(
  model: ModelState,
  side: 'prediction' | 'outcome',
  from: number,
  until: number,
  settings: CloseSettings,
  out: Emitted,
  onMoment: OnMoment,
): void {
  if (side === 'outcome') keepDays(model, from, until, settings, out, onMoment);
  else keepBasePanes(model, from, until, settings, out, onMoment);
}

/** Days in which no outcome came: a model whose outcomes nobody knows is watched, too. */
function keepDays(
  model: ModelState,
  from: number,
  until: number,
  settings: CloseSettings,
  out: Emitted,
  onMoment: OnMoment,
): void {
  if (model.began === null) return;
  const { policy } = settings;
  for (let end = dayStart(policy, Math.max(from, model.began)) + DAY; end <= until; end += DAY) {
    if (![...model.versions.values()].some((version) => isInService(model, version, end, policy))) continue;
    const isTold = [...model.wide.values()].some(
      ({ side, start, width }) => side === 'outcome' && start + width === end,
    );
    closeWide(model, 'outcome', end, out, onMoment, settings);
    if (!isTold) onMoment('unit', end, new Map());
  }
}

/** Base panes in which nothing came: that may be the news. */
function keepBasePanes(
  model: ModelState,
  from: number,
  until: number,
  settings: CloseSettings,
  out: Emitted,
  onMoment: OnMoment,
): void {
  if (from === BEFORE_TIME) return;
  const { pane: width, policy } = settings;
  for (let start = from; start < until; start += width) {
    const silent = [...model.versions.values()].filter(
      (version) => version.watch && isInService(model, version, start + width, policy),
    );
    // After a day without a prediction nothing is in service.
    if (silent.length === 0) return;
    closeWide(model, 'prediction', start, out, onMoment, settings);
    const panes = new Map(
      // The traffic of a component is its model's.
      policy.component ? [] : silent.map(({ version }) => [version, [...evidenceOfSilence(width, start)]]),
    );
    onMoment('fast', start + width, panes);
  }
}
