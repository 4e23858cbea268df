/** What the champion says (or said) of the rows that the challenger is compared on. */
import type { Champion } from '../port.js';
import { loadScorer } from '../tensorflow/dense-scorer.js';
import type { RowTable } from '../tensorflow/row-table.js';
import type { Targets } from '../tensorflow/targets.js';

/**
 * @param earlier rows before the held-out ones, for `as-usual`
 * @returns `targets.width` numbers for each of `rows`, in the order of `targets.labels`; NaN = not known
 */
export function championAnswers(
  champion: Champion,
  table: RowTable,
  targets: Targets,
  earlier: Uint32Array,
  rows: Uint32Array,
): Float64Array {
  const { width, labels } = targets;
  switch (champion.kind) {
    case 'artifact': {
      const scorer = loadScorer(champion.artifact);
      const answers = scorer.scoreTable(table, rows);
      if (targets.task !== 'multiclass') return Float64Array.from(answers);
      // The champion may know other classes: one that it does not know had probability 0.
      const columns = labels.map((label) => scorer.labels.indexOf(label));
      return Float64Array.from({ length: rows.length * width }, (_, i) => {
        const column = columns[i % width] as number;
        return column < 0 ? 0 : (answers[Math.floor(i / width) * scorer.outputs + column] as number);
      });
    }
    case 'logged': {
      const columnOf = (label: string): Float64Array | undefined =>
        table.logged.find((column) => column.label === label)?.values;
      const columns = targets.task === 'multiclass' ? labels.map(columnOf) : [columnOf('')];
      const everyClass = table.logged.map((column) => column.values);
      const answers = new Float64Array(rows.length * width);
      rows.forEach((row, i) => {
        const known = everyClass.some((values) => !Number.isNaN(values[row]));
        columns.forEach((values, k) => {
          const answer = values?.[row] ?? Number.NaN;
          answers[i * width + k] = Number.isNaN(answer) && known ? 0 : answer;
        });
      });
      return answers;
    }
    case 'as-usual': {
      const usual = usualAnswer(targets, earlier);
      return Float64Array.from({ length: rows.length * width }, (_, i) => usual[i % width] as number);
    }
  }
}

/** The rate of 1, the shares of the classes, or the mean. */
function usualAnswer({ task, width, values }: Targets, rows: Uint32Array): Float64Array {
  const usual = new Float64Array(width);
  for (const row of rows) {
    const value = values[row] as number;
    const at = task === 'multiclass' ? value : 0;
    usual[at] = (usual[at] as number) + (task === 'multiclass' ? 1 : value) / rows.length;
  }
  return usual;
}
