import type {
  NumbersByName,
  OutcomeRow,
  PredictionRow,
  TextsByName,
} from '../../../../src/events/rows/row.js';
import type { IdList } from '../../../../src/events/rows/id-list.js';
import { MISSING, NUMBER } from '../../../../src/events/rows/row.js';

/** All that a row says, as one text: what is not of its record is left out, -0 and NaN are told apart from 0 and null. */
export function rowText(row: PredictionRow | OutcomeRow): string {
  if (row.kind === 'outcome') {
    const { key, values, chosen, ...rest } = row;
    return text({ ...rest, key: [...key], chosen: ids(chosen), values: numbers(values) });
  }
  const { key, features, probabilities, segments, scores, weights, ranked, ...rest } = row;
  return text({
    ...rest,
    key: [...key],
    features: features.names.map((name, i) => {
      const kind = features.kinds[i];
      if (kind === MISSING) return [name, kind];
      return kind === NUMBER
        ? [name, kind, features.numbers[i]]
        : [name, kind, features.texts[i], features.textHashes[i]];
    }),
    probabilities: numbers(probabilities),
    segments: texts(segments),
    scores: numbers(scores),
    weights: numbers(weights),
    ranked: ids(ranked),
  });
}

function ids(of: IdList | null): unknown {
  return of && [...of.hashes.subarray(0, of.length)];
}

function numbers(of: NumbersByName | null): unknown {
  return of && of.names.map((name, i) => [name, of.values[i]]);
}

function texts(of: TextsByName | null): unknown {
  return of && of.names.map((name, i) => [name, of.texts[i]]);
}

function text(of: object): string {
  return JSON.stringify(of, (_, value: unknown) =>
    Object.is(value, -0) ? '-0' : typeof value === 'number' ? String(value) : value,
  );
}
