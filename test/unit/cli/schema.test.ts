import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../src/cli/schema.js';
import { configSchema } from '../../../src/config/schema.js';

const page = new URL('../../../docs/configuration.md', import.meta.url).pathname;

describe('leeway schema', () => {
  it('prints a JSON Schema of the draft that editors read', () => {
    const schema = JSON.parse(schemaText({})) as Record<string, unknown>;
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'leeway.yaml',
      type: 'object',
    });
  });

  it('prints docs/configuration.md, as it stands in the repository', () => {
    expect(readFileSync(page, 'utf8')).toBe(schemaText({ markdown: true }));
  });

  it('prints Markdown that the formatter leaves as it is', async () => {
    const text = schemaText({ markdown: true });
    const options = await resolveConfig(page);
    expect(await format(text, { ...options, parser: 'markdown' })).toBe(text);
  });

  it('names every key in the Markdown', () => {
    const text = schemaText({ markdown: true });
    const missing = Object.keys(configSchema.shape).filter(
      (key) => !text.includes(`- \`${key}\``) && !text.includes(`## ${key}\n`),
    );
    expect(missing).toEqual([]);
  });
});
