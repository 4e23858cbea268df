/**
 * How near performance that is estimated without outcomes comes to what is realised, and whether its intervals hold: on
 * real flights, on inputs that move, on a regression, and on a change of the concept, to which every such estimate is blind.
 *
 * `npm run bench -- estimates [--rows 1000] [--write]`
 *
 * `LEEWAY_PYTHON` names a Python with NannyML (bench/estimates/requirements.txt), which then estimates the same chunks;
 * without it only ours is judged, and said so. `--write` renews docs/metrics.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renewParts } from './detectors/document.js';
import { markdownTable } from './detectors/markdown-table.js';
import { judged, type Judged } from './estimates/judged.js';
import { nannymlEstimates } from './estimates/nannyml.js';
import { ourEstimates } from './estimates/ours.js';
import { flightStream, type EstimateStream } from './estimates/streams.js';
import { madeUpStreams } from './estimates/made-up.js';
import { wholeNumber } from './performance/whole-number.js';

const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '1000' }, write: { type: 'boolean', default: false } },
});
const rows = wholeNumber('rows', flags.rows);
const given = process.env['LEEWAY_PYTHON'];
const python = given === undefined || given === '' ? null : given;
if (flags.write && python === null) {
  throw new RangeError('--write needs LEEWAY_PYTHON: without it the table would lose what it had');
}
if (python === null) console.error('LEEWAY_PYTHON is not set: NannyML is left out');

interface Line {
  readonly stream: string;
  readonly metric: string;
  readonly ours: Judged;
  readonly theirs: Judged | null;
}

const streams: EstimateStream[] = [await flightStream(rows), ...madeUpStreams(rows)];
const lines: Line[] = [];
for (const stream of streams) {
  console.error(
    `${stream.name}: ${stream.reference.length} chunks of reference, ${stream.live.length} live ...`,
  );
  const ours = ourEstimates(stream);
  const theirs = python === null ? null : await nannymlEstimates(python, stream);
  for (const metric of Object.keys(ours)) {
    const found = theirs?.[metric];
    lines.push({
      stream: stream.name,
      metric,
      ours: judged(ours[metric] ?? []),
      theirs: found ? judged(found) : null,
    });
  }
}

const share = (x: number) => `${(100 * x).toFixed(0)}%`;
const head = ['stream', 'metric', 'mean error', 'bias', 'interval holds', 'NannyML: mean error', 'bias', 'interval holds']; // prettier-ignore
const table = markdownTable(
  head,
  lines.map(({ stream, metric, ours, theirs }) => [
    stream,
    metric,
    ours.meanError.toFixed(4),
    ours.bias.toFixed(4),
    share(ours.coverage),
    theirs ? theirs.meanError.toFixed(4) : 'not asked',
    theirs ? theirs.bias.toFixed(4) : '',
    theirs ? share(theirs.coverage) : '',
  ]),
);
console.log(table);
if (flags.write) {
  const document = new URL('../../docs/metrics.md', import.meta.url);
  writeFileSync(document, renewParts(readFileSync(document, 'utf8'), { estimates: table }));
}
console.log(JSON.stringify({ rows, lines }));
