/**
 * Is the right feature or region told first? The simulators' stories, joined in daily panes: 42 days before the change as the
 * reference, then the days after it: a table by story of first causes over many seeds. `--seeds 20 --from 1 --days 5`
 */
import { parseArgs } from 'node:util';
import { bucketOf } from '../src/aggregates/category-counts.js';
import { addPair, emptyOutcomePane } from '../src/aggregates/outcome-pane.js';
import type { Answer, FeatureValue } from '../src/events/event.js';
import type { WirePrediction } from '../src/events/wire.js';
import { addJoined, causesOf, whyPaneOf, whyReferenceOf, type JoinedDays } from '../src/why/index.js';
import { simulate } from '../producers/simulators/index.js';

const DAY = 86_400_000;
const STORIES = [
  { name: 'churn', variant: 'concept', right: ['login_frequency concept', 'trial_engagement concept'] },
  { name: 'churn', variant: 'data', right: ['login_frequency mix'] },
  { name: 'delivery', variant: 'concept', right: ['region concept'] },
  { name: 'delivery', variant: 'data', right: ['road_speed_kmh unseen', 'region concept'] },
] as const;

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    days: { type: 'string', default: '5' },
  },
});
const [seeds, from, days] = [Number(flags.seeds), Number(flags.from), Number(flags.days)];

console.log('| story | days | seeds | right first | what was first | reference, kB |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const { name, variant, right } of STORIES) {
  const firsts = new Map<string, number>();
  let hits = 0;
  let size = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { changeAt, joined, nameOf } = joinedDays(name, variant, seed);
    const panes = [...joined.values()];
    const reference = whyReferenceOf(
      panes.filter(({ start }) => start >= changeAt - 43 * DAY && start < changeAt - DAY),
      { width: DAY, nameOf },
    );
    const now = panes
      .filter(({ start }) => start >= changeAt + from * DAY && start < changeAt + (from + days) * DAY)
      .map((pane) => whyPaneOf(reference, pane));
    const [first] = causesOf({ reference, now, measure: 'loss' })?.causes ?? [];
    const told = first ? `${first.name} ${first.kind}` : 'nothing';
    firsts.set(told, (firsts.get(told) ?? 0) + 1);
    if ((right as readonly string[]).includes(told)) hits++;
    size = Math.max(size, JSON.stringify(reference).length / 1000);
  }
  const list = [...firsts].sort(([, a], [, b]) => b - a).map(([told, n]) => `${told} (${n})`);
  console.log(
    `| ${name}, ${variant} | ${from} to ${from + days} | ${seeds} | ${hits} | ${list.join(', ')} | ${size.toFixed(0)} |`,
  );
}

function joinedDays(name: string, variant: string, seed: number) {
  const { truth, events } = simulate(name, { variant, seed, daysAfter: from + days + 1 });
  const joined: JoinedDays = new Map();
  const predictions = new Map<string, WirePrediction>();
  const names = new Map<string, string>();
  for (const { kind, event } of events) {
    if (kind === 'prediction') predictions.set(event.id, event);
    if (kind !== 'outcome') continue;
    const p = predictions.get(event.id);
    if (!p) continue;
    predictions.delete(event.id);
    const answer: Answer =
      truth.task === 'binary'
        ? { task: 'binary', label: p.prediction as 0 | 1, score: p.score as number }
        : { task: 'regression', value: p.prediction as number };
    const features = p.features as Record<string, FeatureValue>;
    for (const [feature, value] of Object.entries(features))
      if (typeof value === 'string') names.set(`${feature} ${bucketOf(value)}`, value);
    const moment = Math.max(p.time as number, event.time as number);
    const add = (segment: string, own: Record<string, FeatureValue>) => {
      const pane = emptyOutcomePane();
      addPair(pane, answer, event.outcome as number, undefined, own);
      addJoined(joined, {}, moment, segment, pane);
    };
    add('', features);
    for (const [segment, value] of Object.entries(p.segments ?? {})) add(`${segment}=${value}`, {});
  }
  return {
    changeAt: Date.parse(truth.changes[0]?.at ?? ''),
    joined,
    nameOf: (feature: string, bucket: number) => names.get(`${feature} ${bucket}`),
  };
}
