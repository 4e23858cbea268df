/** Markup as text: everything that comes from data goes through here. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element; children are markup already. */
export function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const own = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escapeText(String(value))}"`))
    .join('');
  return `<${name}${own}>${children.join('')}</${name}>`;
}

/** An element with text in it. */
export function textTag(name: string, attributes: Attributes, text: string): string {
  return tag(name, attributes, escapeText(text));
}
