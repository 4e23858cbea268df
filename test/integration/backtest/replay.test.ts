/** `leeway replay` over a log on disk, as people call it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import type { NewRecord } from '../../../src/log/port.js';
import { topicSpecs } from '../../../src/topology.js';
import { story } from '../../unit/backtest/history.js';

const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const policy = 'pane: 6h\ngrace: 6h\nhorizon: 7d\nreference: { units: 14 }\nretraining: { holdout: 7d }\n';
let folder = '';
let came = new Set<string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-replay-'));
  const config = loadConfig(policy, 'the test');
  const said: NewRecord[] = [];
  const answers = new OwnAnswers(() => undefined);
  runThrough(story({ days: 28, rowsADay: 40, turnsOn: 18 }), engineSettings(config), {
    onRecord: (record) => {
      answers.take(record);
      said.push(record);
    },
    answer: (request) => answers.answer(request),
  });
  came = new Set(
    said
      .filter(({ topic }) => topic === 'alerts')
      .map(({ value }) => (JSON.parse((value as Buffer).toString('utf8')) as { id: string }).id),
  );
  const log = await createEmbeddedLog({ directory: join(folder, 'data', 'log') });
  await log.ensureTopics(topicSpecs(config.partitions));
  // Twice, as an evaluator that was reset leaves them: the last writing of each pane stands.
  await log.append(said);
  await log.append(said);
  await log.close();
  writeFileSync(join(folder, 'same.yaml'), policy);
  writeFileSync(
    join(folder, 'calm.yaml'),
    `${policy}alerts: { effect: { js: 1, points: 100, loss: 1000 } }\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replay(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'replay', '--data', 'data', ...args],
      { cwd: folder },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

interface Asked {
  readonly models: readonly {
    readonly model: string;
    readonly alerts: readonly {
      readonly came: { id: string } | null;
      readonly wouldCome: { id: string } | null;
    }[];
  }[];
}

describe('asking a log again', () => {
  it('with the policy that was in force gives what came', async () => {
    const { code, out } = await replay('--policy', 'same.yaml', '--json');
    expect(code).toBe(0);
    const [model] = (JSON.parse(out) as Asked).models;
    expect(came.size).toBeGreaterThan(0);
    expect(new Set(model?.alerts.map((pair) => pair.came?.id))).toEqual(came);
    for (const pair of model?.alerts ?? []) expect(pair.wouldCome).toEqual(pair.came);
  });

  it('with a floor that nothing reaches says which would not have come', async () => {
    const { code, out } = await replay('--policy', 'calm.yaml');
    expect(code).toBe(0);
    expect(out).toContain('would not have come');
    expect(out).not.toContain('  = 2024');
  });

  it('says what is wrong: a policy that is not there, a model that is unknown', async () => {
    expect(await replay('--policy', 'none.yaml')).toEqual({
      code: 1,
      out: '',
      err: 'leeway: --policy names none.yaml, which does not exist\n',
    });
    const { code, err } = await replay('--policy', 'same.yaml', '--model', 'other');
    expect(code).toBe(1);
    expect(err).toContain('the log holds no closed pane of a model other');
  });
});
