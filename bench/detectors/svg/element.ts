/** The little of SVG that the pictures need, written as text. */

export type Attributes = Readonly<Record<string, string | number>>;

/** `<name a="1">children</name>`; numbers get two decimals at most. Children are markup: text goes through `text`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escape(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Words in a picture. */
export function text(words: string, attributes: Attributes): string {
  return element('text', attributes, escape(words));
}

/** @throws RangeError: a coordinate that is no number would vanish without a word */
function short(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a picture has only finite numbers, got ${value}`);
  return String(Number(value.toFixed(2)));
}

function escape(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
