/** What is different between two policies, key by key, in the words of `leeway.yaml`. */

export interface PolicyChangeText {
  /** Dotted, e.g. `alerts.effect.js`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

export function policyChanges(from: object, to: object): PolicyChangeText[] {
  const [before, after] = [leavesOf(from, ''), leavesOf(to, '')];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .map((key) => ({ key, from: before.get(key) ?? 'nothing', to: after.get(key) ?? 'nothing' }))
    .filter((change) => change.from !== change.to);
}

/** Lists are one value: what matters of a window is that it is another one. */
function leavesOf(group: object, at: string): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, value] of Object.entries(group) as [string, unknown][]) {
    const key = `${at}${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [inner, text] of leavesOf(value, `${key}.`)) leaves.set(inner, text);
    else leaves.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return leaves;
}
