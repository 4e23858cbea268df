/**
 * Parts of the statistic that the streams hold; any fixed ones keep the budget. Vital streams hold half together, and
 * the first of them half of that: how a model errs is what it is watched for, and the day's error rate is the widest of
 * all streams, while a volume that stops or a latency ten times as long is far outside any reference.
 *
 * @param names of the streams; @param vital names, the most important first
 */
export function fastWeights(names: readonly string[], vital: readonly string[]): number[] {
  const present = vital.filter((name) => names.includes(name));
  const others = names.length - present.length;
  const ofVital = others > 0 ? 0.5 : 1;
  const [first, ...rest] = present;
  return names.map((name) => {
    if (!present.includes(name)) return (present.length > 0 ? 0.5 : 1) / others;
    if (rest.length === 0) return ofVital;
    return name === first ? ofVital / 2 : ofVital / 2 / rest.length;
  });
}
