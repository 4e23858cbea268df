/** Columns of a comma-separated file with a head and no quotes: the public drift files are so. */
import { readFileSync } from 'node:fs';

/**
 * @returns the named columns as numbers
 * @throws Error when a column is missing, or a field is no number: with the file's line
 */
export function readColumns<Name extends string>(
  path: string,
  names: readonly Name[],
): Record<Name, Float64Array> {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  const heads = head.split(',');
  const places = names.map((name) => {
    const place = heads.indexOf(name);
    if (place < 0) throw new Error(`${path} has no column ${name}; it has ${heads.join(', ')}`);
    return place;
  });
  const columns = names.map(() => new Float64Array(lines.length));
  lines.forEach((line, row) => {
    const fields = line.split(',');
    places.forEach((place, index) => {
      const field = fields[place] ?? '';
      const value = Number(field);
      if (field === '' || !Number.isFinite(value)) {
        throw new Error(`${path} line ${row + 2}: ${names[index]} is '${field}', not a number`);
      }
      const column = columns[index];
      if (column) column[row] = value;
    });
  });
  return Object.fromEntries(names.map((name, index) => [name, columns[index]])) as Record<Name, Float64Array>;
}
