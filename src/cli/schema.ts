/** `leeway schema`: the JSON Schema of `leeway.yaml` for editors, or the documentation that is made of it. */
import { configMarkdown } from '../config/markdown.js';
import { configJsonSchema } from '../config/schema.js';

export interface SchemaFlags {
  readonly markdown?: boolean;
}

export function schemaText({ markdown }: SchemaFlags): string {
  const schema = configJsonSchema();
  return markdown ? configMarkdown(schema) : `${JSON.stringify(schema, null, 2)}\n`;
}
