import { describe, expect, it } from 'vitest';
import { StageHealth } from '../../../src/cli/stage-health.js';

const conditionsOf = (health: StageHealth) => Object.fromEntries(health.conditions);

describe('conditions of the stages', () => {
  it('begin with starting, for every stage of the process', () => {
    const health = new StageHealth(['profiler', 'sink']);
    health.running('profiler');
    expect(conditionsOf(health)).toEqual({ profiler: { state: 'running' }, sink: { state: 'starting' } });
  });

  it('say what a stage waits for, until it runs again', () => {
    const health = new StageHealth(['sink']);
    health.waiting('sink', 'connection refused');
    expect(conditionsOf(health)).toEqual({ sink: { state: 'waiting', why: 'connection refused' } });
    health.running('sink');
    expect(conditionsOf(health)).toEqual({ sink: { state: 'running' } });
  });

  it('do not recover from a stage that stopped for good', () => {
    const health = new StageHealth(['evaluator']);
    health.stopped('evaluator', 'offsets are gone');
    health.running('evaluator');
    expect(conditionsOf(health)).toEqual({ evaluator: { state: 'stopped', why: 'offsets are gone' } });
  });
});
