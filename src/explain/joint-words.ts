import type { JointDrift, TellingFeature } from './joint-drift.js';

const MOST_FEATURES = 5;
/** Part of what was told that is worth a line. */
const LEAST_SHARE = 0.02;
/** Distance below which a distribution has hardly moved. */
const HARDLY = 0.05;

/** An analysis for people: whether, how sure, and by which features. */
export function jointWords(drift: JointDrift): string {
  const { auc, interval, rows, usual, apart, features } = drift;
  const two = (x: number) => x.toFixed(2);
  const anyway =
    usual.length === 0
      ? 'The reference is too short to say what differs anyway.'
      : `Stretches of the reference that are as long are told from the rest of it with ${two(Math.min(...usual))} to ${two(Math.max(...usual))}.`;
  const head = `A classifier tells ${rows.recent} recent rows from ${rows.reference} of the reference with an AUC of ${two(auc)} (95%: ${two(interval[0])} to ${two(interval[1])}; 0.50 is chance). ${anyway}`;
  if (!apart)
    return `${head}\nThat is no more than differs anyway: the inputs, all together, are as they were.`;
  const shown = features
    .filter(({ share }) => share >= LEAST_SHARE)
    .slice(0, MOST_FEATURES)
    .map((feature, i) => `  ${i + 1}. ${featureWords(feature)}`);
  return [head, 'They have changed. What tells them apart, most of it first:', ...shown].join('\n');
}

function featureWords({ name, share, js, bin, now, before }: TellingFeature): string {
  const percent = (x: number) => `${(100 * x).toFixed(0)}%`;
  const part = `${name} (${percent(share)})`;
  return js < HARDLY
    ? `${part}: by itself it has hardly moved; it goes together with others in another way`
    : `${part}: ${percent(now)} of rows are in "${bin}", ${percent(before)} before`;
}
