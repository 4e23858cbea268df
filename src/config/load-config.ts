/** Text in, configuration out. Pure: whoever calls reads the file. */
import { ConfigError } from './errors.js';
import type { ConfigProblem } from './errors.js';
import { explainIssue } from './explain.js';
import { brokenRules } from './rules.js';
import { configSchema } from './schema.js';
import type { Config, ConfigText } from './schema.js';
import { readYaml } from './yaml-source.js';

/** What the demo sets where the user's file says nothing: six months in minutes want wider panes. */
export const demoSettings: ConfigText = {
  pane: '1h',
  grace: '1h',
  horizon: '2d',
  retraining: { warmUp: '7d' },
};

/**
 * @param text the content of a `leeway.yaml`; empty = all defaults
 * @param filename for errors
 * @param settings stand in for top-level keys that the file does not have
 * @throws ConfigError with every problem, its line, column and fix
 */
export function loadConfig(text: string, filename: string, settings: ConfigText = {}): Config {
  const source = readYaml(text);
  if (source.errors.length > 0) {
    throw new ConfigError(
      filename,
      source.errors.map(({ line, column, message }) => ({ line, column, key: '', message })),
    );
  }
  const said = source.value ?? {};
  const isGroup = typeof said === 'object' && !Array.isArray(said);
  const parsed = configSchema.safeParse(isGroup ? { ...settings, ...said } : said);
  if (!parsed.success)
    throw new ConfigError(
      filename,
      inOrder(parsed.error.issues.flatMap((issue) => explainIssue(issue, source))),
    );
  const broken = brokenRules(parsed.data);
  if (broken.length > 0) {
    const problems = broken.map(({ paths, message }) => {
      // The file is wrong where it speaks: defaults do not contradict each other.
      const path = paths.find((candidate) => source.has(candidate)) ?? paths[0];
      return { ...source.placeOf(path), key: path.join('.'), message };
    });
    throw new ConfigError(filename, inOrder(problems));
  }
  return parsed.data;
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

export const defaultConfig: Config = loadConfig('', 'the defaults');
export const demoConfig: Config = loadConfig('', 'the demo settings', demoSettings);
