import { existsSync, readFileSync } from 'node:fs';
import pino from 'pino';
import { compareAlerts, type AlertPair } from '../backtest/compare-alerts.js';
import { readStored, type StoredHistory } from '../backtest/read-stored.js';
import { askAgain } from '../backtest/replay.js';
import { loadConfig } from '../config/load-config.js';
import { settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import { policyOf } from '../policy/from-settings.js';
import { policyId } from '../policy/policy.js';
import { alertSummary, type AlertSummary } from '../report/summary.js';
import { openLogReader } from './adapters.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface AskAgainFlags extends ConfigFlags {
  readonly policy: string;
  readonly model?: string;
  readonly json?: boolean;
}

/** What another policy makes of one model. */
interface Replayed {
  readonly model: string;
  readonly policy: string;
  readonly panes: number;
  readonly from: string;
  readonly to: string;
  readonly alerts: readonly { readonly came: AlertSummary | null; readonly wouldCome: AlertSummary | null }[];
}

/** `leeway replay --policy new.yaml`: which alerts would have come, beside those that came. */
export async function replayCommand(flags: AskAgainFlags): Promise<number> {
  const policy = readPolicy(flags.policy);
  const config = readConfig(flags);
  const log = await openLogReader(config, pino({ level: 'silent' }));
  let stored: StoredHistory[];
  try {
    stored = await readStored(log, config.partitions, flags.model);
  } finally {
    await log.close();
  }
  if (stored.length === 0)
    throw new Error(
      flags.model === undefined
        ? 'the log holds no closed pane: there is nothing to ask again'
        : `the log holds no closed pane of a model ${flags.model}`,
    );
  const replayed = stored.map((model) => replay(model, policy));
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ models: replayed.map(({ summary }) => summary) })}\n`);
  else for (const { summary, pairs } of replayed) process.stdout.write(textOf(summary, pairs));
  return 0;
}

function readPolicy(path: string): Config {
  if (!existsSync(path)) throw new Error(`--policy names ${path}, which does not exist`);
  return loadConfig(readFileSync(path, 'utf8'), path);
}

function replay(
  stored: StoredHistory,
  config: Config,
): { readonly summary: Replayed; readonly pairs: readonly AlertPair[] } {
  const policy = policyOf(settingsOf(config, stored.model), config.loopLead);
  const pairs = compareAlerts(stored.alerts, askAgain(stored, policy));
  const starts = [...stored.panes.keys()];
  const iso = (time: number) => new Date(time).toISOString();
  return {
    pairs,
    summary: {
      model: stored.model,
      policy: policyId(policy),
      panes: starts.length,
      from: iso(starts.reduce((least, start) => Math.min(least, start), Infinity)),
      to: iso(starts.reduce((most, start) => Math.max(most, start), -Infinity)),
      alerts: pairs.map(({ came, wouldCome }) => ({
        came: came && alertSummary(came),
        wouldCome: wouldCome && alertSummary(wouldCome),
      })),
    },
  };
}

function textOf({ model, panes, from, to }: Replayed, pairs: readonly AlertPair[]): string {
  const lines = [
    '',
    `${model}: ${panes.toLocaleString('en-US')} panes, ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
  ];
  if (pairs.length === 0) {
    lines.push('  no alert came, and none would have come', '');
    return `${lines.join('\n')}\n`;
  }
  for (const { came, wouldCome } of pairs) {
    const shown = wouldCome ?? came;
    if (!shown) continue;
    const sign = came && wouldCome ? '=' : came ? '-' : '+';
    const shift =
      came && wouldCome
        ? shiftWords(wouldCome.firedAt - came.firedAt)
        : came
          ? 'would not have come'
          : 'did not come';
    lines.push(
      `  ${sign} ${day(shown.firedAt)}  ${shown.severity.padEnd(7)}  ${shown.metric}  (${shift})`,
      `      ${shown.why}`,
    );
  }
  lines.push('', '  = came and would have come   - came only   + would have come only', '');
  return `${lines.join('\n')}\n`;
}

const DAY = 86_400_000;

function shiftWords(ms: number): string {
  if (ms === 0) return 'at the same time';
  const amount =
    Math.abs(ms) >= DAY
      ? `${(Math.abs(ms) / DAY).toFixed(1)} days`
      : `${(Math.abs(ms) / 3_600_000).toFixed(1)} hours`;
  return `${amount} ${ms < 0 ? 'earlier' : 'later'}`;
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
