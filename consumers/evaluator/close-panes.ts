import { updateAdwinWithPane } from '../../detectors/adwin.js';
import { featureType } from '../../src/aggregates/feature-counts.js';
import { emptyOutcomePane, mergeOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { confusionMetrics } from '../../src/metrics/confusion.js';
import { performanceValues, serviceValues } from '../../src/metrics/pane-metrics.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { BEFORE_TIME, END_OF_TIME, paneStart } from '../../src/stream/settings.js';
import { emitMetrics, emitPane, type Emitted } from './emit.js';
import { versionOf, type ModelState, type OpenPane, type VersionState } from './model-state.js';
import { compareNames } from './name-order.js';
import { addToWide, closeWide, type OnMoment } from './wide-panes.js';
import { widthName } from './width-name.js';

export interface CloseSettings {
  readonly pane: number;
  readonly policy: Policy;
}

/**
 * Closes what the watermark has passed, in the order of event time: base panes by start, then the wider panes that end
 * before the next base pane starts. The order does not depend on how far one step has moved the watermark.
 */
export function closePanes(
  model: ModelState,
  side: 'prediction' | 'outcome',
  mark: number,
  settings: CloseSettings,
  out: Emitted,
  onMoment: OnMoment,
): void {
  if (mark === BEFORE_TIME) return;
  const until = mark === END_OF_TIME ? END_OF_TIME : paneStart(mark, settings.pane);
  if (until <= model.closed[side]) return;
  const due = [...model.open.entries()]
    .filter(([, pane]) => pane.side === side && pane.start + settings.pane <= until)
    .sort(
      ([, a], [, b]) =>
        a.start - b.start || compareNames(a.version, b.version) || compareNames(a.segment, b.segment),
    );
  for (const [key, pane] of due) {
    closeWide(model, side, pane.start, out, onMoment);
    model.open.delete(key);
    closeBase(model, pane, settings, out);
  }
  closeWide(model, side, until, out, onMoment);
  model.closed[side] = until;
}

function closeBase(model: ModelState, pane: OpenPane, settings: CloseSettings, out: Emitted): void {
  const end = pane.start + settings.pane;
  const version = versionOf(model, pane.version, pane.start);
  emitPane(out, model.model, pane, end);
  const at = { model: model.model, version: pane.version, segment: pane.segment, start: pane.start, end };
  const resolution = widthName(settings.pane);
  if (pane.prediction) {
    if (pane.segment === '') {
      model.panes++;
      model.began ??= pane.start;
      model.serving = pane.version;
      for (const [name, feature] of pane.prediction.features) {
        const type = featureType(feature);
        const known = model.features.get(name);
        if (type !== 'empty' && known !== type)
          model.features.set(name, known === undefined || known === 'empty' ? type : 'mixed');
        else if (known === undefined) model.features.set(name, type);
      }
    }
    emitMetrics(out, {
      ...at,
      side: 'prediction',
      resolution,
      n: pane.prediction.n,
      values: serviceValues(pane.prediction),
    });
  }
  if (pane.outcome) {
    const values = model.task ? performanceValues(pane.outcome, model.task) : {};
    if (pane.segment === '' && model.task !== 'regression') {
      const { n, errors } = confusionMetrics(pane.outcome.confusion, 'binary');
      if (updateAdwinWithPane(version.adwin, { n, errors })) {
        version.adwinAt = end;
        values['adwin'] = 1;
      }
    }
    emitMetrics(out, { ...at, side: 'outcome', resolution, n: pane.outcome.n, values });
    if (pane.segment === '' && model.task)
      emitRolling(model, version, pane, pane.outcome, end, settings.policy, out);
  }
  for (const width of EVIDENCE_SCALES) addToWide(model, version, pane, width);
}

/** Part of the window that must be there before a rolling value is said. */
const LEAST_PART = 0.1;

/** The rolling window: the shortest suffix of closed outcome panes that holds at least so many outcomes. */
function emitRolling(
  model: ModelState,
  version: VersionState,
  { start }: OpenPane,
  pane: OutcomePane,
  end: number,
  policy: Policy,
  out: Emitted,
): void {
  version.recent.push({ start, pane });
  let n = 0;
  let first = version.recent.length;
  while (first > 0 && n < policy.rollingOutcomes) n += version.recent[--first]?.pane.n ?? 0;
  version.recent.splice(0, first);
  const window = emptyOutcomePane();
  for (const recent of version.recent) mergeOutcomePane(window, recent.pane);
  // A version's first few outcomes are not a rolling figure: one pane of nine flights would read as a collapse.
  if (window.n < LEAST_PART * policy.rollingOutcomes) return;
  emitMetrics(out, {
    model: model.model,
    version: version.version,
    segment: '',
    side: 'outcome',
    resolution: 'rolling',
    start,
    end,
    n: window.n,
    values: model.task ? performanceValues(window, model.task) : {},
  });
}
