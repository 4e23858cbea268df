/**
 * Whether each change of the simulated stories is named rightly, how soon, and how often there was a false alarm before.
 * `npm run bench -- stories [--seeds 5] [--first 1] [--scale 1] [--only churn:data]`: about two minutes a seed and story.
 */
import { parseArgs } from 'node:util';
import { simulators } from '../producers/simulators/index.js';
import { falseAlarms, scoresOf, type Score } from './stories/score.js';
import { tell } from './stories/tell.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const [seeds, first, scale] = [Number(values.seeds), Number(values.first), Number(values.scale)];
const stories = Object.values(simulators).flatMap(({ name, variants }) =>
  Object.keys(variants).map((variant) => ({ name, variant })),
);

const median = (sorted: readonly number[]) => sorted[Math.floor((sorted.length - 1) / 2)];
const shown = (numbers: readonly (number | null)[]) => {
  const known = numbers.filter((x) => x !== null).sort((a, b) => a - b);
  return known.length === 0 ? '-' : `${median(known)?.toFixed(2)} (${known.at(-1)?.toFixed(2)})`;
};

console.log(
  '| story | change | right | wrong | missed | delay, days: median (most) | onset, days off: median (most) |',
);
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: |');
for (const { name, variant } of stories) {
  if (values.only !== undefined && values.only !== `${name}:${variant}`) continue;
  const byChange = new Map<string, Score[]>();
  let [alarms, days] = [0, 0];
  for (let seed = first; seed < first + seeds; seed++) {
    process.stderr.write(`${name}:${variant} seed ${seed}\n`);
    const told = tell({ name, variant, seed, scale });
    scoresOf(told).forEach((score, i) => {
      const key = `${i} ${score.change.kind}`;
      byChange.set(key, [...(byChange.get(key) ?? []), score]);
    });
    const before = falseAlarms(told);
    alarms += before.alarms;
    days += before.days;
  }
  for (const [key, scores] of byChange) {
    const count = (which: (score: Score) => boolean) => String(scores.filter(which).length);
    const cells = [
      `${name}:${variant}`,
      key.slice(key.indexOf(' ') + 1),
      count(({ right }) => right),
      count(({ wrong }) => wrong),
      count(({ right, wrong }) => !right && !wrong),
      shown(scores.map(({ delay }) => delay)),
      shown(scores.map(({ onset }) => onset)),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`\n${name}:${variant}: ${alarms} alerts in ${days.toFixed(0)} days before the change\n`);
}
