/** The scores of many seeds of the stories, as the tables of `docs/verdicts.md`. */
import { markdownTable } from '../detectors/markdown-table.js';
import type { Score, SeedScore } from './score.js';

/** All seeds of one variant of a story. */
export interface StoryScores {
  /** `churn:data`. */
  readonly story: string;
  readonly seeds: readonly SeedScore[];
}

export function changesTable(stories: readonly StoryScores[]): string {
  return markdownTable(
    ['story', 'change', 'seeds', 'right', 'wrong', 'missed', 'delay, days', 'onset, days off'],
    stories.flatMap(({ story, seeds }) =>
      (seeds[0]?.changes ?? []).map((change, i) => {
        const scores = seeds.map(({ changes }) => changes[i] as Score);
        const count = (which: Score['verdict']) =>
          String(scores.filter(({ verdict }) => verdict === which).length);
        return [
          story,
          change.kind,
          String(seeds.length),
          count('right'),
          count('wrong'),
          count('missed'),
          medianAndMost(scores.map(({ delay }) => delay)),
          medianAndMost(scores.map(({ onset }) => onset)),
        ];
      }),
    ),
  );
}

/** One alert in so many days is allowed: the budget that nobody has set. */
const BUDGET_DAYS = 90;

export function alarmsTable(stories: readonly StoryScores[]): string {
  return markdownTable(
    ['story', 'days before the change', 'alerts in them', 'allowed', 'untrue alerts later', 'seeds with one'],
    stories.map(({ story, seeds }) => {
      const days = sum(seeds.map((seed) => seed.days));
      return [
        story,
        days.toFixed(0),
        String(sum(seeds.map(({ before }) => before))),
        (days / BUDGET_DAYS).toFixed(1),
        String(sum(seeds.map(({ untrue }) => untrue.length))),
        String(seeds.filter(({ untrue }) => untrue.length > 0).length),
      ];
    }),
  );
}

function medianAndMost(numbers: readonly (number | null)[]): string {
  const known = numbers.filter((x) => x !== null).sort((a, b) => a - b);
  if (known.length === 0) return '-';
  return `${(known[(known.length - 1) >> 1] as number).toFixed(1)} (${(known.at(-1) as number).toFixed(1)})`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}
