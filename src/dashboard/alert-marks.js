// @ts-check
/**
 * What people say of an alert: three buttons of which one may be pressed, and who said it when. Pressed again, it is taken back.
 * @import { AlertRecord } from '../records/feed.js'
 */
import { subjectWords } from './alert-words.js';
import { el } from './dom.js';
import { capitalize, formatMinuteOfYear } from './format.js';

/** @typedef {NonNullable<AlertRecord['mark']>['mark']} Mark */
/**
 * A mark on its way: what is wanted (null: none), the mark that stood there when it was asked for, and how far it has come.
 * @typedef {{ wanted: Mark | null, before: string, progress: 'sending' | 'sent' | 'failed', failure: string }} AskedMark
 */

/** @type {readonly { mark: Mark, hint: string }[]} */
const MARKS = [
  { mark: 'real', hint: 'Something was wrong' },
  { mark: 'false', hint: 'Nothing was wrong' },
  { mark: 'expected', hint: 'A change that was known before' },
];

/** Identity of what stands at an alert: it changes with every answer of the model. @param {AlertRecord} alert */
export const markKey = ({ mark }) => JSON.stringify(mark ?? null);

/**
 * @param {AlertRecord} alert
 * @param {AskedMark | undefined} asked
 * @param {(mark: Mark | null) => void} onMark
 */
export function markControl(alert, asked, onMark) {
  const underway = asked !== undefined && asked.progress !== 'failed';
  const pressed = underway ? asked.wanted : (alert.mark?.mark ?? null);
  const label = `marks-${alert.id}`;
  const buttons = MARKS.map(({ mark, hint }) => {
    const button = el(
      'button',
      {
        type: 'button',
        id: `mark-${mark}-${alert.id}`,
        class: `mark mark-${mark}`,
        'aria-pressed': String(mark === pressed),
        title: mark === pressed ? `${hint}; press again to take it back` : hint,
      },
      capitalize(mark),
    );
    button.addEventListener('click', () => onMark(mark === pressed ? null : mark));
    return button;
  });
  return el(
    'div',
    { class: 'marks' },
    el(
      'div',
      { class: 'mark-group', role: 'group', 'aria-labelledby': label },
      el(
        'span',
        { class: 'mark-label', id: label },
        'Was it real?',
        el('span', { class: 'visually-hidden' }, ` Alert on ${subjectWords(alert)}`),
      ),
      el('span', { class: 'segmented', 'aria-busy': underway && 'true' }, ...buttons),
    ),
    said(alert, asked),
  );
}

/**
 * @param {AlertRecord} alert
 * @param {AskedMark | undefined} asked
 */
function said({ mark }, asked) {
  if (asked === undefined) {
    return mark ? el('span', { class: 'mark-said' }, capitalize(markText(mark))) : null;
  }
  switch (asked.progress) {
    case 'failed':
      return el('span', { class: 'failure', role: 'alert' }, asked.failure);
    case 'sending':
      return el('span', { class: 'mark-said' }, 'Saving');
    case 'sent':
      return el('span', { class: 'mark-said' }, 'In the log; waiting for the model to take it');
  }
}

/** @param {NonNullable<AlertRecord['mark']>} mark */
export function markText({ mark, by, at, note }) {
  return `marked ${mark} by ${by}, ${formatMinuteOfYear(at)}${note === undefined ? '' : `: ${note}`}`;
}
