// @ts-check
/**
 * The head of the page: which model, which version, how far it is decided, and the books.
 * @import { ModelState } from './model-state.js'
 * @import { Books, SideBooks } from '../records/books.js'
 */
import { byId, el, setText } from './dom.js';
import { formatCount, formatMinuteOfYear, formatVersion } from './format.js';
import { precisionText } from './precision.js';

/** @param {ModelState} state */
export function renderSummary(state) {
  const { status } = state;
  if (status === undefined) return;
  setText(byId('model-name'), status.model);
  setText(byId('readiness'), status.readiness);
  setText(byId('feature-types'), featureTypes(status.features));
  const open = [...state.alerts.values()].filter((a) => a.state === 'firing' || a.state === 'acknowledged');
  const health = byId('health');
  health.dataset['state'] = open.length === 0 ? 'calm' : 'open';
  setText(
    health,
    open.length === 0 ? 'No open alert' : `${open.length} open alert${open.length === 1 ? '' : 's'}`,
  );
  const precision = precisionText(state.alerts.values());
  const facts = [
    ['Version in force', formatVersion(status.version)],
    [
      'Decided until',
      status.ended
        ? 'the end'
        : status.decidedUntil === null
          ? 'nothing yet'
          : formatMinuteOfYear(status.decidedUntil),
    ],
    ['Task', status.task ?? 'not known yet'],
    ['Panes closed', formatCount(status.panes)],
    ['Budget of false alarms', budgetText(status.policy.budgetDays), 'at most, over all that is watched'],
    ['Measured precision', precision.value, precision.detail],
  ];
  updateList(byId('facts'), facts);
  updateList(byId('books'), bookLines(status.books));
}

/**
 * What the model is asked with, as inferred from its predictions: "numeric: distance, hour; categorical: origin".
 * @param {Readonly<Record<string, string>>} features type by name
 */
function featureTypes(features) {
  /** @type {Map<string, string[]>} */
  const byType = new Map();
  for (const [name, type] of Object.entries(features)) byType.set(type, [...(byType.get(type) ?? []), name]);
  const most = 12;
  return [...byType]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([type, names]) => {
      const rest = names.length > most ? ` and ${names.length - most} more` : '';
      return `${type}: ${names.slice(0, most).join(', ')}${rest}`;
    })
    .join('; ');
}

/** @param {number} days */
function budgetText(days) {
  const rounded = Number(days.toFixed(1));
  return rounded === 1 ? '1 per day' : `1 per ${rounded} days`;
}

/**
 * @param {Books} books
 * @returns {string[][]}
 */
function bookLines({ predictions, outcomes }) {
  /** @param {keyof SideBooks} term */
  const both = (term) => formatCount(predictions[term] + outcomes[term]);
  return [
    ['Predictions', formatCount(predictions.read)],
    ['Outcomes', formatCount(outcomes.read)],
    ['Joined', formatCount(outcomes.joined)],
    ['Predictions unmatched', formatCount(predictions.unmatched)],
    ['Outcomes unmatched', formatCount(outcomes.unmatched)],
    ['Late', both('late')],
    ['Duplicates', both('duplicates')],
    ['Dead letters', both('deadLetters')],
  ];
}

/**
 * Changes texts in place: the counts tick several times a second.
 * @param {HTMLElement} list
 * @param {string[][]} lines name, value, and what may stand below it
 */
function updateList(list, lines) {
  if (list.childElementCount !== lines.length) {
    list.replaceChildren(
      ...lines.map(([name = '', , detail]) =>
        el(
          'div',
          {},
          el('dt', {}, name),
          el('dd'),
          detail === undefined ? null : el('dd', { class: 'detail' }),
        ),
      ),
    );
  }
  lines.forEach(([, ...texts], i) => {
    list.children[i]?.querySelectorAll('dd').forEach((cell, j) => setText(cell, texts[j] ?? ''));
  });
}
