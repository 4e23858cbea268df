/** Generated parts of a hand-written Markdown file stand between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */

/**
 * @param text of the file; @param parts new content by name
 * @throws Error when a marker is missing: nothing measured may vanish unseen
 */
export function renewParts(text: string, parts: Readonly<Record<string, string>>): string {
  let renewed = text;
  for (const [name, content] of Object.entries(parts)) {
    const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const from = renewed.indexOf(open);
    const to = renewed.indexOf(close);
    if (from < 0 || to < from)
      throw new Error(`the document has no ${open} ... ${close}: add both lines where ${name} shall stand`);
    renewed = `${renewed.slice(0, from + open.length)}\n\n${content}\n\n${renewed.slice(to)}`;
  }
  return renewed;
}
