/** Zod's findings as problems with a place in the file. */
import type { z } from 'zod';
import { closestName } from './closest-name.js';
import type { ConfigProblem } from './errors.js';
import { configJsonSchema } from './schema.js';
import type { YamlSource } from './yaml-source.js';

type Issue = z.core.$ZodIssue;

/** @param schema of what was parsed; by default that of `leeway.yaml` */
export function explainIssue(
  issue: Issue,
  source: YamlSource,
  schema: unknown = configJsonSchema(),
): ConfigProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ ...source.placeOf(issue.path), key: issue.path.map(String).join('.'), message: issue.message }];
  }
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const meant = closestName(key, known);
    const fix = meant === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${meant}?`;
    return { ...source.placeOfKey(path), key: path.map(String).join('.'), message: `unknown key: ${fix}` };
  });
}

/** The keys of the group at a path, read off the JSON Schema: the one description of the file that can be walked. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  let group = schema;
  for (const step of path) {
    group =
      typeof step === 'number'
        ? property(group, 'items')
        : (property(property(group, 'properties'), step) ?? property(group, 'additionalProperties'));
  }
  return Object.keys(property(group, 'properties') ?? {});
}

function property(value: unknown, key: PropertyKey): object | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'object' && found !== null ? found : undefined;
}
