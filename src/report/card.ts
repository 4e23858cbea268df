import { tag, textTag } from './markup.js';

/** A titled part of the page. */
export function card(title: string, note: string, ...content: readonly string[]): string {
  return tag(
    'section',
    { class: 'card' },
    tag(
      'div',
      { class: 'card-head' },
      tag(
        'div',
        {},
        textTag('h2', {}, title),
        note === '' ? '' : textTag('p', { class: 'muted small' }, note),
      ),
    ),
    ...content,
  );
}

/** A table; the first cell of a row names it. `stacked`: where it is narrow, a row stands below itself. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  stacked = false,
): string {
  return tag(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    tag(
      'table',
      { class: stacked ? 'figures stacked' : 'figures' },
      textTag('caption', { class: 'visually-hidden' }, caption),
      tag('thead', {}, tag('tr', {}, ...heads.map((head) => textTag('th', { scope: 'col' }, head)))),
      tag(
        'tbody',
        {},
        ...rows.map(([first = '', ...cells]) =>
          tag(
            'tr',
            {},
            textTag('th', { scope: 'row' }, first),
            ...cells.map((cell) => textTag('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

/** Something that is there for who asks. */
export function details(summary: string, ...content: readonly string[]): string {
  return tag('details', {}, textTag('summary', {}, summary), ...content);
}
