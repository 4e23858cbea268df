/** Keys that are read and checked, and that nothing obeys yet: said in the documentation and at every start that uses one. */
import type { Config, ModelOverrides } from './schema.js';

/** By key, what is true until then. Whoever makes one work takes it out of here. */
export const notInForce: Readonly<Record<string, string>> = {
  season: 'evidence is counted in days',
  timeZone: 'units begin at midnight UTC; only the hours of maintenance windows follow the zone',
  objectives: 'component scores are not read',
};

type Said = Pick<ModelOverrides, 'season' | 'timeZone' | 'objectives'>;

/** A line for each such key that says something else than what happens anyway. */
export function unobeyedIn(config: Config): string[] {
  const places: (readonly [string, Said])[] = [
    ['', config],
    ...Object.entries(config.models).map(([model, own]) => [`models.${model}.`, own] as const),
  ];
  return places.flatMap(([at, said]) => {
    const keys = [
      said.season !== undefined && said.season !== 'day' && 'season',
      said.timeZone !== undefined && said.timeZone !== 'UTC' && 'timeZone',
      said.objectives !== undefined && 'objectives',
    ].filter((key) => key !== false);
    return keys.map((key) => `${at}${key} is not in force yet: ${notInForce[key]}`);
  });
}
