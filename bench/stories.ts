/**
 * Whether each change of the simulated stories is named rightly, how soon, and how often there was a false alarm before.
 *
 * `npm run bench -- stories [--seeds 5] [--first 1] [--scale 1] [--pane 1h] [--only churn:data] [--keep FILE] [--write]`
 *
 * About 15 seconds of CPU a seed and story with panes of an hour, about four times as much with those of five minutes: the
 * fast path adds so few rows up to an hour in any case. A hundred seeds take hours: `--keep` adds each score to a file, and
 * a run that finds it there does not tell that story again. Seeds come one after another over all stories, so that a run that
 * is cut off has as many of each. `--write` renews docs/verdicts.md.
 */
import { parseArgs } from 'node:util';
import { simulators } from '../producers/simulators/index.js';
import { writeVerdicts } from './verdicts/document.js';
import { wholeNumber } from './performance/whole-number.js';
import { keptScores } from './stories/kept-scores.js';
import { scoreOf, type SeedScore } from './stories/score.js';
import { alarmsTable, changesTable, type StoryScores } from './stories/tables.js';
import { tell } from './stories/tell.js';

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    pane: { type: 'string', default: '1h' },
    only: { type: 'string' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [seeds, first] = [wholeNumber('seeds', flags.seeds), wholeNumber('first', flags.first)];
const all = Object.values(simulators).flatMap(({ name, variants }) =>
  Object.keys(variants).map((variant) => ({ name, variant, story: `${name}:${variant}` })),
);
const chosen = all.filter(({ story }) => flags.only === undefined || story === flags.only);
if (chosen.length === 0) {
  throw new RangeError(`--only is one of ${all.map(({ story }) => story).join(', ')}, not ${flags.only}`);
}
if (flags.write && flags.only !== undefined)
  throw new RangeError('--write needs all stories: leave --only out');

const kept = keptScores(flags.keep ?? null);
const scores = chosen.map(() => [] as SeedScore[]);
for (let seed = first; seed < first + seeds; seed++) {
  for (const [i, { name, variant, story }] of chosen.entries()) {
    const telling = { name, variant, seed, scale: Number(flags.scale), pane: flags.pane };
    let score = kept.get(telling);
    if (score === undefined) {
      score = scoreOf(tell(telling));
      kept.add(telling, score);
      report(story, seed, score);
    }
    (scores[i] as SeedScore[]).push(score);
  }
}

const stories: StoryScores[] = chosen.map(({ story }, i) => ({ story, seeds: scores[i] as SeedScore[] }));
const parts = { changes: changesTable(stories), alarms: alarmsTable(stories) };
console.log(`${parts.changes}\n\n${parts.alarms}`);
if (flags.write) writeVerdicts(parts);

function report(story: string, seed: number, score: SeedScore): void {
  const verdicts = score.changes.map(({ kind, verdict }) => `${kind} ${verdict}`).join(', ');
  process.stderr.write(`${story}, seed ${seed}: ${verdicts}; ${score.before} alerts before\n`);
  for (const words of score.untrue) process.stderr.write(`  untrue: ${words}\n`);
}
