/** tmp */
import { Engine } from '../src/backtest/engine.js';
import { answerInitial } from '../src/backtest/own-reference.js';
import { defaultConfig, loadConfig } from '../src/config/load-config.js';
import { settingsOf } from '../src/config/model-settings.js';
import { policyOf } from '../src/policy/from-settings.js';
import { simulate } from '../producers/simulators/index.js';
import type { PaneRecord } from '../src/records/pane.js';
void defaultConfig;
const config = loadConfig('pane: 1h\ngrace: 1h\n', 'x');
const settings = settingsOf(config);
const panes: PaneRecord[] = [];
let bytes = 0;
const counts: Record<string, number> = {};
const sim = simulate('churn', { variant: process.argv[2] ?? 'concept', seed: 1, scale: 1 });
const t0 = performance.now();
const engine = new Engine(
  {
    profiler: { ...settings, partitions: 1 },
    evaluator: { partitions: 1, paneOf: () => settings.pane, policyOf: () => policyOf(settings, config.loopLead) },
  },
  {
    onRecord: (r) => {
      counts[r.topic] = (counts[r.topic] ?? 0) + 1;
      if (r.topic === 'panes') { bytes += r.value!.length; panes.push(JSON.parse(r.value!.toString()) as PaneRecord); }
      if (r.topic === 'alerts') console.log(r.value!.toString());
    },
    answer: (r) => answerInitial(JSON.parse(r.value!.toString()), panes),
    onDeadLetter: (l) => console.log(l),
  },
);
let n = 0;
for (const { kind, event } of sim.events) {
  if (kind === 'end') continue;
  n++;
  engine.addRecord(kind === 'prediction' ? 'predictions' : 'outcomes', Buffer.from(JSON.stringify(event)), Number(event.time), event.model);
}
engine.end();
console.log(n, counts, bytes, (performance.now() - t0) / 1000, process.memoryUsage().rss / 1e6, sim.truth.changes);
