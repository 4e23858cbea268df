/** What is wrong with a configuration: all of it at once, each with its place and its fix. */

export interface ConfigProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** Dotted, e.g. `alerts.effect.js`; empty for the file as a whole. */
  readonly key: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(filename: string, problems: readonly ConfigProblem[]) {
    super(
      problems
        .map(({ line, column, key, message }) => {
          return `${filename}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;
        })
        .join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
