import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../../consumers/feed/delivery.js';
import { metricsRecord, modelRecord, retrainingRecord } from '../feed-records.js';
import { delivery, logRecord } from './log-records.js';

describe('readDelivery', () => {
  it('passes the bytes of metrics on as they are', () => {
    const raw = ` ${JSON.stringify(metricsRecord())} `;
    expect(delivery('metrics', 0, 7, raw).text()).toBe(raw);
  });

  it('keeps weights and offset covers from browsers, in the text and in the projection', () => {
    const model = delivery('models', 0, 0, modelRecord());
    expect(model.text()).not.toContain('secret');
    expect(model.record).toMatchObject({ kind: 'model', artifact: null, version: '2' });
    const retraining = delivery('retraining', 0, 0, retrainingRecord());
    expect(retraining.record).toMatchObject({ cover: { predictions: {}, outcomes: {} }, id: 'q1' });
    expect(JSON.parse(retraining.text())).toEqual(retraining.record);
  });

  it.each([
    ['not JSON', '{', /not JSON/],
    ['not an object', '3', /not an object/],
    ['a newer version', { ...metricsRecord(), v: 2 }, /version 2.*upgrade/],
    ['an unknown kind', { ...metricsRecord(), kind: 'rumour' }, /unknown kind "rumour"/],
    ['no model', { ...metricsRecord(), model: '' }, /no model/],
  ])('says why it cannot read %s', (_what, value, reason) => {
    expect(readDelivery(logRecord('metrics', 0, 0, value))).toEqual({
      unreadable: expect.stringMatching(reason),
    });
  });

  it('has nothing to deliver for what is between evaluator and trainer', () => {
    const asked = { v: 1, kind: 'reference-request', id: 'r1', model: 'churn', version: '7' };
    expect(readDelivery(logRecord('retraining', 0, 0, asked))).toBeNull();
  });

  it('has nothing to deliver for a tombstone', () => {
    expect(readDelivery({ ...logRecord('models', 0, 0, ''), value: null })).toBeNull();
  });
});
