// @ts-check
/**
 * Every retraining with its answer: promoted or rejected, and why.
 * @import { ModelRecord, RetrainingRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 */
import { subjectWords } from './alert-words.js';
import { el } from './dom.js';
import { formatCount, formatDay, formatMetric, formatMinute, formatValue, formatVersion } from './format.js';

/**
 * @param {HTMLElement} host
 * @param {ModelState} state
 */
export function renderVersions(host, state) {
  const answers = Map.groupBy(state.versions.values(), (version) => version.request);
  const requests = [...state.retrainings.values()].sort((a, b) => b.requestedAt - a.requestedAt);
  const known = new Set(requests.map((request) => request.id));
  const others = [...state.versions.values()].filter((version) => !known.has(version.request));
  if (requests.length === 0 && others.length === 0) {
    host.replaceChildren(
      el(
        'p',
        { class: 'empty-note' },
        'No retraining yet. The first is asked for when the reference is complete, the next when an alert hurts.',
      ),
    );
    return;
  }
  const items = [
    ...requests.map((request) => item(request, answers.get(request.id)?.at(-1) ?? null, state)),
    ...others.sort((a, b) => b.effectiveFrom - a.effectiveFrom).map((version) => item(null, version, state)),
  ];
  host.replaceChildren(el('ol', { class: 'items' }, ...items));
}

/**
 * @param {RetrainingRecord | null} request
 * @param {ModelRecord | null} answer
 * @param {ModelState} state
 */
function item(request, answer, state) {
  const verdict = answer === null ? 'training' : answer.promoted ? 'promoted' : 'rejected';
  const title =
    answer === null
      ? `Challenger of ${formatVersion(request?.champion ?? '')}`
      : `${formatVersion(answer.version)} against ${formatVersion(answer.champion)}`;
  return el(
    'li',
    { class: `item verdict-${verdict}` },
    el(
      'div',
      { class: 'item-head' },
      el('h3', {}, title),
      el('span', { class: `chip verdict-${verdict}` }, verdict),
    ),
    answer === null ? null : el('p', { class: 'why' }, answer.why),
    request === null
      ? null
      : el(
          'p',
          { class: 'muted' },
          `Requested ${formatMinute(request.requestedAt)}: ${reasonText(request, state)}`,
        ),
    answer === null ? null : el('p', { class: 'muted' }, trainingText(answer)),
    answer === null ? null : proofTable(answer),
  );
}

/**
 * @param {RetrainingRecord} request
 * @param {ModelState} state
 */
function reasonText({ reason, cause }, state) {
  if (reason === 'initial') return 'the first one, the reference was complete';
  if (reason === 'command') return 'someone asked for it';
  const alert = cause === null ? undefined : state.alerts.get(cause);
  return alert === undefined
    ? `alert ${cause ?? ''}`
    : `alert on ${subjectWords(alert)}, fired ${formatMinute(alert.firedAt)}`;
}

/** @param {ModelRecord} version */
function trainingText({ trainedOn, promoted, effectiveFrom, backend }) {
  const range = `Trained on ${formatCount(trainedOn.rows)} rows, ${formatDay(trainedOn.from)} to ${formatDay(trainedOn.to)} (${backend})`;
  return promoted ? `${range}; in force from ${formatMinute(effectiveFrom)}` : range;
}

/** @param {ModelRecord} version */
function proofTable({ proof }) {
  if (proof === null) return null;
  const metrics = Object.keys(proof.challenger);
  if (metrics.length === 0) return null;
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Held-out rows'),
    ...metrics.map((m) => el('th', { scope: 'col' }, formatMetric(m))),
  );
  const rows = /** @type {const} */ (['challenger', 'champion']).map((who) =>
    el('tr', {}, el('th', { scope: 'row' }, who), ...metrics.map((m) => el('td', {}, cell(proof[who][m])))),
  );
  return el(
    'div',
    { class: 'scroll' },
    el('table', { class: 'proof' }, el('thead', {}, head), el('tbody', {}, ...rows)),
  );
}

/** @param {number | null | undefined} value */
const cell = (value) => (value === null || value === undefined ? '–' : formatValue(value));
