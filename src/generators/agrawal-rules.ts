/** A person who asks for a loan. Amounts in dollars. */
export interface Applicant {
  readonly salary: number;
  readonly commission: number;
  /** Years. */
  readonly age: number;
  /** 0 to 4. */
  readonly educationLevel: number;
  readonly car: number;
  readonly zipCode: number;
  readonly houseValue: number;
  readonly yearsOwned: number;
  readonly loan: number;
}

type Rule = (of: Applicant) => boolean;
type Range = readonly [low: number, high: number];
/** What holds below 40, from 40 to 59, and from 60 years on. */
type ByAge<T> = readonly [young: T, middle: T, old: T];

const INCOME: ByAge<Range> = [
  [50_000, 100_000],
  [75_000, 125_000],
  [25_000, 75_000],
];
const EDUCATION: ByAge<Range> = [
  [0, 1],
  [1, 3],
  [2, 4],
];
const INCOME_WITH_EDUCATION: ByAge<Range> = [
  [25_000, 75_000],
  [50_000, 100_000],
  [50_000, 100_000],
];
const LOAN_WITH_INCOME: ByAge<Range> = [
  [100_000, 300_000],
  [200_000, 400_000],
  [300_000, 500_000],
];
const LOAN_WITHOUT: ByAge<Range> = [
  [200_000, 400_000],
  [300_000, 500_000],
  [100_000, 300_000],
];

/** The ten rules of who is in group A (Agrawal, Imielinski and Swami, 1993, appendix), in the paper's order. */
export const GROUP_A: readonly Rule[] = [
  ({ age }) => age < 40 || age >= 60,
  (of) => within(of.salary, atAge(of, INCOME)),
  (of) => within(of.educationLevel, atAge(of, EDUCATION)),
  (of) => {
    const educated = within(of.educationLevel, atAge(of, EDUCATION));
    return within(of.salary, atAge(of, educated ? INCOME_WITH_EDUCATION : INCOME));
  },
  (of) => {
    const earning = within(of.salary, atAge(of, INCOME));
    return within(of.loan, atAge(of, earning ? LOAN_WITH_INCOME : LOAN_WITHOUT));
  },
  (of) => within(of.salary + of.commission, atAge(of, INCOME)),
  (of) => income(of) - of.loan / 5 - 20_000 > 0,
  (of) => income(of) - 5_000 * of.educationLevel - 20_000 > 0,
  (of) => income(of) - 5_000 * of.educationLevel - of.loan / 5 - 10_000 > 0,
  (of) => income(of) - 5_000 * of.educationLevel + equity(of) / 5 - 10_000 > 0,
];

function atAge<T>({ age }: Applicant, table: ByAge<T>): T {
  return table[age < 40 ? 0 : age < 60 ? 1 : 2];
}

function within(value: number, [low, high]: Range): boolean {
  return value >= low && value <= high;
}

/** Two thirds of what is earned. */
function income({ salary, commission }: Applicant): number {
  return (2 * (salary + commission)) / 3;
}

function equity({ houseValue, yearsOwned }: Applicant): number {
  return 0.1 * houseValue * Math.max(0, yearsOwned - 20);
}
