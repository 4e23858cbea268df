import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../src/config/schema.js';

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
}

describe('configJsonSchema', () => {
  const schema = configJsonSchema() as Schema;

  it('shows defaults as people write them', () => {
    expect(schema.properties?.['pane']).toMatchObject({ type: 'string', default: '5m' });
    expect(schema.properties?.['port']).toMatchObject({ type: 'integer', default: 4600 });
    expect(schema.properties?.['alerts']?.properties?.['falseAlarms']).toMatchObject({
      default: '1 per 90 days',
    });
  });

  it('requires nothing at the top, and refuses what it does not know', () => {
    expect(schema.required).toBeUndefined();
    expect(schema.additionalProperties).toBe(false);
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const walk = (at: Schema, path: string): void => {
      for (const [key, child] of Object.entries(at.properties ?? {})) {
        if (child.description === undefined && child.properties === undefined)
          undescribed.push(`${path}${key}`);
        walk(child, `${path}${key}.`);
      }
    };
    walk(schema, '');
    expect(undescribed).toEqual([]);
  });
});
