/** How a process is: of each stage and of the process itself `ok`, `degraded` or `down`, with reasons and what to do. */
import type { Readiness } from '../health.js';
import type { Measures } from './measures.js';
import { findingsOf, type Finding } from './rules.js';
import type { HealthThresholds } from './thresholds.js';

export type Verdict = 'ok' | 'degraded' | 'down';

export interface Status {
  readonly status: Verdict;
  /** `process`, then the stages of this process. */
  readonly parts: Readonly<
    Record<string, { readonly status: Verdict; readonly findings: readonly Finding[] }>
  >;
}

export function statusOf(measures: Measures, limits: HealthThresholds): Status {
  const findings = findingsOf(measures, limits);
  const parts = ['process', ...measures.stages.map(({ stage }) => stage)].map((about) => {
    const own = findings.filter((finding) => finding.about === about);
    return [about, { status: verdictOf(own), findings: own }] as const;
  });
  return { status: verdictOf(findings), parts: Object.fromEntries(parts) };
}

/** Only what is down keeps traffic away; what is degraded stands among the reasons all the same. */
export function readinessOf({ status, parts }: Status): Readiness {
  const reasons = Object.values(parts).flatMap(({ findings }) =>
    findings.map(({ about, what }) => (about === 'process' ? what : `stage ${about}: ${what}`)),
  );
  return { ready: status !== 'down', reasons };
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'down')) return 'down';
  return findings.length > 0 ? 'degraded' : 'ok';
}
