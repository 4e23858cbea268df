/** Which models and versions are let in, as the configuration says it. */
import type { AdmissionRules } from '../stream/admission.js';
import type { Config } from './schema.js';

export function admissionRules({ models, maxModels, maxVersions, onlyListedModels }: Config): AdmissionRules {
  return {
    mostModels: maxModels,
    mostVersions: maxVersions,
    onlyListed: onlyListedModels,
    isListed: (model) => Object.hasOwn(models, model),
  };
}
