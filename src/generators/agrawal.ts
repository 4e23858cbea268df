import { randomIndex, type Random } from '../../detectors/random.js';
import { GROUP_A, type Applicant } from './agrawal-rules.js';
import { checkedProbability, checkedWhole, type Concept, type LabelledRow } from './concept.js';

export interface AgrawalOptions {
  /** 0 to 9: which of the ten rules labels the rows. */
  readonly concept?: number;
  /** After its label is set, each numeric feature moves by up to this share of its range, 0 to 1. */
  readonly perturbation?: number;
}

/**
 * Agrawal (Agrawal, Imielinski and Swami, "Database mining: a performance perspective", 1993): people who ask for a
 * loan, nine features, six numeric; label 0 is the paper's group A, 1 its group B, as in MOA.
 */
export function agrawal({ concept = 0, perturbation = 0 }: AgrawalOptions = {}): Concept<LabelledRow> {
  const inGroupA = GROUP_A[checkedWhole(concept, 'concept', 0, 9)] as (of: Applicant) => boolean;
  checkedProbability(perturbation, 'perturbation');
  return (random) => {
    const applicant = drawApplicant(random);
    const label = inGroupA(applicant) ? 0 : 1;
    return {
      features: perturbation > 0 ? perturbed(applicant, perturbation, random) : { ...applicant },
      label,
    };
  };
}

function drawApplicant(random: Random): Applicant {
  const salary = 20_000 + 130_000 * random();
  const zipCode = randomIndex(random, 9);
  return {
    salary,
    commission: salary >= 75_000 ? 0 : 10_000 + 65_000 * random(),
    age: 20 + randomIndex(random, 61),
    educationLevel: randomIndex(random, 5),
    car: 1 + randomIndex(random, 20),
    zipCode,
    // Houses of an area are worth 0.5 to 1.5 times its level.
    houseValue: (9 - zipCode) * 100_000 * (0.5 + random()),
    yearsOwned: 1 + randomIndex(random, 30),
    loan: 500_000 * random(),
  };
}

function perturbed(of: Applicant, share: number, random: Random): LabelledRow['features'] {
  const move = (value: number, low: number, high: number) =>
    Math.min(high, Math.max(low, value + (high - low) * share * (2 * random() - 1)));
  const level = (9 - of.zipCode) * 100_000;
  return {
    ...of,
    salary: move(of.salary, 20_000, 150_000),
    commission: of.commission > 0 ? move(of.commission, 10_000, 75_000) : 0,
    age: Math.round(move(of.age, 20, 80)),
    houseValue: move(of.houseValue, 0.5 * level, 1.5 * level),
    yearsOwned: Math.round(move(of.yearsOwned, 1, 30)),
    loan: move(of.loan, 0, 500_000),
  };
}
