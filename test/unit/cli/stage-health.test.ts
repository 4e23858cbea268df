import { describe, expect, it } from 'vitest';
import { StageHealth } from '../../../src/cli/stage-health.js';

describe('readiness of the stages', () => {
  it('is not ready before every stage runs, and says which does not', () => {
    const health = new StageHealth(['profiler', 'sink']);
    health.running('profiler');
    expect(health.readiness()).toEqual({ ready: false, reasons: ['stage sink is starting'] });
    health.running('sink');
    expect(health.readiness()).toEqual({ ready: true, reasons: [] });
  });

  it('stays ready while the sink waits for its store, and says so', () => {
    const health = new StageHealth(['sink']);
    health.waiting('sink', 'connection refused');
    expect(health.readiness()).toEqual({
      ready: true,
      reasons: ['stage sink is waiting: connection refused'],
    });
  });

  it('does not recover from a stage that stopped for good', () => {
    const health = new StageHealth(['evaluator']);
    health.stopped('evaluator', 'offsets are gone');
    health.running('evaluator');
    expect(health.readiness().ready).toBe(false);
  });
});
