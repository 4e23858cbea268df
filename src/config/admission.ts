/** Which models and versions are let in, as the configuration says it. */
import type { AdmissionRules } from '../stream/admission.js';
import { componentOf } from './objectives.js';
import type { Config } from './schema.js';

export function admissionRules(config: Config): AdmissionRules {
  const { models, maxModels, maxVersions, onlyListedModels } = config;
  return {
    mostModels: maxModels,
    mostVersions: maxVersions,
    onlyListed: onlyListedModels,
    isListed: (model) => Object.hasOwn(models, model) || componentOf(config, model) !== undefined,
  };
}
