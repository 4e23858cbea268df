/** A Markdown table, laid out as prettier lays it out: the file in which it stands stays formatted. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const odd = rows.find((row) => row.length !== head.length);
  if (odd)
    throw new RangeError(`a row has ${odd.length} cells under ${head.length} heads: ${odd.join(' | ')}`);
  const lines = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((row) => (row[column] ?? '').length)));
  const [first = [], ...others] = lines.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [first, rule, ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
