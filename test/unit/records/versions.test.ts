import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../src/records/read-record.js';
import { currentRecord, RecordVersionError, type RecordFormat } from '../../../src/records/versions.js';

/** A status as version 1 of Leeway has written it. */
const first = JSON.parse(
  readFileSync(new URL('./status-of-format-1.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;

const format = (changes: Partial<RecordFormat>): RecordFormat => ({
  what: 'a record of metrics',
  known: 1,
  upgrades: {},
  ...changes,
});

describe('the version of a record', () => {
  it('that is known changes nothing', () => {
    expect(currentRecord(first, format({}))).toBe(first);
  });

  it('that is older is brought up step by step, and the original left alone', () => {
    const upgrades = {
      1: (older: Readonly<Record<string, unknown>>) => ({ ...older, panesClosed: older['panes'] }),
      2: ({ panes, ...older }: Readonly<Record<string, unknown>>) => ({ ...older, had: panes }),
    };
    const before = structuredClone(first);
    expect(currentRecord(first, format({ known: 3, upgrades }))).toMatchObject({
      v: 3,
      kind: 'status',
      panesClosed: 80,
      had: 80,
    });
    expect(first).toEqual(before);
  });

  it('that nothing leads up from stops the reader', () => {
    expect(() => currentRecord(first, format({ known: 3, upgrades: { 2: (older) => older } }))).toThrow(
      'a record of metrics is of format 1, and this Leeway (format 3) has no way up from 1',
    );
  });

  it('that is newer stops the reader, with both versions', () => {
    expect(() => currentRecord({ ...first, v: 7 }, format({}))).toThrow(
      'a record of metrics is of format 7, and this Leeway knows 1: it was written by a newer one; start that version',
    );
  });

  it.each([undefined, null, '1', 0, 1.5, -1])('%j is none', (v) => {
    expect(() => currentRecord({ ...first, v }, format({}))).toThrow(RecordVersionError);
  });
});

describe('a record as it is read', () => {
  const found = (record: object) => ({
    topic: 'metrics',
    partition: 2,
    offset: 17,
    value: Buffer.from(JSON.stringify(record)),
  });

  it('is itself', () => {
    expect(readRecord(found(first))).toEqual(first);
  });

  it('of a newer version is named by its place', () => {
    expect(() => readRecord(found({ ...first, v: 2 }))).toThrow(
      'metrics[2] at offset 17 is of format 2, and this Leeway knows 1',
    );
  });
});
