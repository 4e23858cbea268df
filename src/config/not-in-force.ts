/** Keys that are read and checked, and that nothing obeys yet: said in the documentation and at every start that uses one. */
import type { Config } from './schema.js';

/** By key, what is true until then. Whoever makes one work takes it out of here. */
export const notInForce: Readonly<Record<string, string>> = {
  objectives: 'component scores are not read',
};

/** A line for each such key that says something else than what happens anyway. */
export function unobeyedIn({ models }: Config): string[] {
  return Object.entries(models).flatMap(([model, { objectives }]) =>
    objectives === undefined
      ? []
      : [`models.${model}.objectives is not in force yet: ${notInForce['objectives']}`],
  );
}
