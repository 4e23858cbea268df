import { refusal, type Refusal } from '../events/refusal.js';

/**
 * Which models and versions a partition of a topic has let in. Each model costs state wherever it goes, so their number is
 * bounded, and a program that makes up names fills dead letters instead of memory.
 *
 * A fold of ONE topic-partition in the order of its offsets: a restart, another interleaving of the two topics or other batches
 * let in the same names. Those that were there first stay: of a limit by hash (`bottom-k.ts`) the names that somebody makes up
 * would take their places. With other partitions other names may fill it up; who must not depend on that lists the models.
 */
export interface Admission {
  /** Models of each topic that the configuration does not list. */
  readonly models: { readonly predictions: Set<string>; readonly outcomes: Set<string> };
  /** By model: its versions, and the append time (epoch ms) at which each was last seen. */
  readonly versions: Map<string, Map<string, number>>;
}

export interface AdmissionRules {
  /** Models that are not listed, at most, for each partition of each topic. */
  readonly mostModels: number;
  /** Versions of one model in one partition, at most, that were seen within `VERSION_FORGOTTEN_AFTER`. */
  readonly mostVersions: number;
  /** Only listed models are let in. */
  readonly onlyListed: boolean;
  readonly isListed: (model: string) => boolean;
}

/** A version that was not seen for so long, ms of append time, gives its place to a new one. */
export const VERSION_FORGOTTEN_AFTER = 30 * 86_400_000;

/** No limits: for replays of what has been let in already. */
export const EVERYBODY: AdmissionRules = {
  mostModels: Infinity,
  mostVersions: Infinity,
  onlyListed: false,
  isListed: () => false,
};

export function emptyAdmission(): Admission {
  return { models: { predictions: new Set(), outcomes: new Set() }, versions: new Map() };
}

/** What a model must be told in any case: a function of its name and the configuration. */
export function unlisted(model: string, { onlyListed, isListed }: AdmissionRules): Refusal | null {
  return onlyListed && !isListed(model)
    ? refusal(
        'unlisted-model',
        `model ${JSON.stringify(model)} is not listed: put it under models in leeway.yaml, or switch onlyListedModels off`,
      )
    : null;
}

/** Lets the model of a record in, or says why not. */
export function admitModel(
  admission: Admission,
  side: 'predictions' | 'outcomes',
  model: string,
  rules: AdmissionRules,
): Refusal | null {
  const own = admission.models[side];
  if (own.has(model)) return null;
  const refused = unlisted(model, rules);
  if (refused !== null || rules.isListed(model)) return refused;
  if (own.size >= rules.mostModels) {
    return refusal(
      'too-many-models',
      `this partition of ${side} has ${own.size} models already: put ${JSON.stringify(model)} under models in leeway.yaml, or raise maxModels`,
    );
  }
  own.add(model);
  return null;
}

/** Lets the version of a prediction in, or says why not. Its model has been let in. */
export function admitVersion(
  admission: Admission,
  model: string,
  version: string,
  appendedAt: number,
  rules: AdmissionRules,
): Refusal | null {
  let own = admission.versions.get(model);
  if (own === undefined) admission.versions.set(model, (own = new Map()));
  if (!own.has(version) && own.size >= rules.mostVersions) {
    for (const [other, seen] of own) if (seen < appendedAt - VERSION_FORGOTTEN_AFTER) own.delete(other);
    if (own.size >= rules.mostVersions) {
      return refusal(
        'too-many-versions',
        `model ${JSON.stringify(model)} has ${own.size} versions already in this partition: version ${JSON.stringify(version)} must name ` +
          'what was trained, not a request or a day; or raise maxVersions',
      );
    }
  }
  own.set(version, appendedAt);
  return null;
}
