/** Where the time went: a V8 CPU profile summed up by function and file. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** Id of the running node at each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface FileShare {
  readonly file: string;
  /** Share of the busy time in the functions listed. */
  readonly share: number;
  readonly functions: readonly { readonly name: string; readonly share: number }[];
}

/** The `most` functions with the largest self time, grouped by file; shares are of the time that was not idle. */
export function topFunctions({ nodes, samples, timeDeltas }: CpuProfile, most: number): FileShare[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const byPlace = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, i) => {
    const place = places.get(id);
    if (place === undefined || place === IDLE) return;
    const time = timeDeltas[i] ?? 0;
    busy += time;
    byPlace.set(place, (byPlace.get(place) ?? 0) + time);
  });
  const top = [...byPlace].sort(([, a], [, b]) => b - a).slice(0, most);
  const files = new Map<string, { name: string; share: number }[]>();
  for (const [place, time] of top) {
    const [file, name] = place.split('\t') as [string, string];
    const functions = files.get(file) ?? [];
    functions.push({ name, share: time / busy });
    files.set(file, functions);
  }
  return [...files]
    .map(([file, functions]) => ({
      file,
      share: functions.reduce((sum, { share }) => sum + share, 0),
      functions,
    }))
    .sort((a, b) => b.share - a.share);
}

const IDLE = 'V8\t(idle)';

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url === '' ? 'V8' : url.replace(/^.*\/(?:node_modules|dist)\//, '');
  const name = functionName === '' ? `(anonymous, line ${lineNumber + 1})` : functionName;
  return `${file}\t${name}`;
}

export function printTop(files: readonly FileShare[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`.padStart(6);
  return files
    .flatMap(({ file, share, functions }) => [
      `${percent(share)}  ${file}`,
      ...functions.map((each) => `        ${percent(each.share)}  ${each.name}`),
    ])
    .join('\n');
}
