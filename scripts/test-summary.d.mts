export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface SuiteRow {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly failures: readonly { readonly test: string; readonly why: string }[];
  readonly skips: ReadonlyMap<string, { readonly tests: number; readonly required: boolean }>;
}

export interface Summary {
  readonly suites: readonly SuiteRow[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function requiredServices(list: string): Set<string>;
export function summarize(report: TestReport, required: ReadonlySet<string>, root: string): Summary;
export function table(summary: Pick<Summary, 'suites'>): string;
export function failures(summary: Pick<Summary, 'suites'>): string[];
export function totals(summary: Pick<Summary, 'passed' | 'failed' | 'skipped'>): string;
