import type { FeatureSkew, RepeatedInputs, SameRows, Skew } from './skew.js';

const MOST_FEATURES = 12;
/** A share of rows that is told by itself. */
const TELLING = 0.01;

/** The analysis for people: what differs, worst first, and what was looked at. */
export function skewWords({ rows, joint, apart, features, same, repeated }: Skew): string {
  const two = (x: number) => x.toFixed(2);
  const lines = [
    `A classifier tells ${rows.service} rows in service from ${rows.training} of training with an AUC of ${two(joint.auc)} (95%: ${two(joint.interval[0])} to ${two(joint.interval[1])}; 0.50 is chance): ${apart ? 'they are not alike.' : 'no more than chance.'}`,
  ];
  if (features.length === 0) lines.push('Each feature by itself is as it was in training.');
  else {
    lines.push(
      `${features.length} ${features.length === 1 ? 'feature differs' : 'features differ'}, worst first:`,
    );
    features.slice(0, MOST_FEATURES).forEach((one, i) => lines.push(`  ${i + 1}. ${featureWords(one)}`));
    if (features.length > MOST_FEATURES)
      lines.push(`  and ${features.length - MOST_FEATURES} more (--json has all)`);
  }
  lines.push(sameWords(same), repeatedWords(repeated));
  return lines.join('\n');
}

const percent = (x: number) => (x > 0 && x < 0.1 ? `${(100 * x).toFixed(1)}%` : `${(100 * x).toFixed(0)}%`);

function featureWords({ name, of, missing, otherType, unseen, bin, service, training }: FeatureSkew): string {
  if (of === 'training') return `${name} is in the training rows and never in service`;
  if (of === 'service') return `${name} comes in service and was never in training`;
  const said: string[] = [];
  if (otherType >= TELLING)
    said.push(`is of another type than in training (text or number) in ${percent(otherType)} of rows`);
  if (Math.abs(missing.service - missing.training) >= TELLING)
    said.push(`is missing in ${percent(missing.service)} of rows, ${percent(missing.training)} in training`);
  if (unseen >= TELLING) said.push(`has values in ${percent(unseen)} of rows that training never had`);
  if (said.length === 0)
    said.push(`${percent(service)} of rows are in "${bin}", ${percent(training)} in training`);
  return `${name}: ${said.join('; ')}`;
}

function sameWords({ rows, features, answers }: SameRows): string {
  if (rows === 0) return 'No id is on both sides, so no row could be compared with itself.';
  const differing = features
    .slice(0, MOST_FEATURES)
    .map(({ name, differ }) => `${name} in ${percent(differ)}`);
  const values =
    differing.length === 0
      ? 'all features are the same'
      : `not the same on both sides: ${differing.join(', ')} of them`;
  const answered =
    answers === null ? '' : `; ${answers === 0 ? 'all' : percent(1 - answers)} got the same answer`;
  return `Of ${rows} rows with the same id on both sides: ${values}${answered}.`;
}

function repeatedWords({ inputs, unlike, largest }: RepeatedInputs): string {
  if (inputs === 0) return 'No inputs came twice in service.';
  if (unlike === 0) return `${inputs} inputs came more than once in service, and always got the same answer.`;
  const by = largest === null ? '' : `, by up to ${largest.toPrecision(3)}`;
  return (
    `${unlike} of ${inputs} inputs that came more than once in service did not always get the same answer${by}: ` +
    'the model hears something that it does not log, or is not the same everywhere.'
  );
}
