/** `docs/configuration.md`, out of the JSON Schema of `leeway.yaml`: what is documented is what is read. */

interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly 'x-expects'?: string;
}

const introduction = `# Configuration

<!-- Made by \`leeway schema --markdown > docs/configuration.md\`. -->

Nothing has to be configured. \`leeway init FILE\` looks at a sample, a table (CSV, Parquet, JSON lines), events as you send them, or
with \`--topic\` the log, and writes a \`leeway.yaml\`: task, columns, types, bins, version, time, panes, seasons and reference, each
with its reason as a comment. Of a table it takes the flags by which \`leeway backtest\` knows the columns (\`--outcome\`,
\`--timestamp\`, \`--mapping FILE\` ...: docs/backtest.md). Leeway reads \`leeway.yaml\` in the current folder, or the file that \`--config\` names; flags of
the command line stand above it. A mistake is told with its line, and what to write instead.

For completion and checks in your editor: \`leeway schema > leeway.schema.json\`, and as the first line of \`leeway.yaml\`:

\`\`\`yaml
# yaml-language-server: $schema=leeway.schema.json
\`\`\`

Durations are written like \`90s\`, \`5m\`, \`1h\`, \`7d\` or \`2w\`; sizes like \`256KiB\` or \`1GiB\`.
`;

/** The whole page. */
export function configMarkdown(schema: Readonly<Record<string, unknown>>): string {
  const { properties = {} } = schema as SchemaNode;
  const entries = Object.entries(properties);
  const single = entries.filter(([, node]) => !isGroup(node));
  const groups = entries.filter(([key, node]) => isGroup(node) && key !== 'models');
  const parts = [
    introduction,
    '## Single keys\n',
    single.map(([key, node]) => item(key, node, '')).join('\n'),
    ...groups.map(([key, node]) => section(key, node)),
    modelSection(properties['models'], properties),
  ];
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

function section(key: string, node: SchemaNode): string {
  return `## ${key}\n\n${node.description ?? ''}\n\n${itemsOf(node, '')}`;
}

/** What a model may have for itself: described here only as far as it is not everybody's. */
function modelSection(
  models: SchemaNode | undefined,
  everybody: Readonly<Record<string, SchemaNode>>,
): string {
  const node = (models?.additionalProperties || undefined) ?? {};
  const entries = Object.entries(node.properties ?? {});
  const shared = entries.flatMap(([key, own]) => {
    if (everybody[key] === undefined) return [];
    return isGroup(own) ? Object.keys(own.properties ?? {}).map((inner) => `${key}.${inner}`) : [key];
  });
  const own = entries.filter(([key]) => everybody[key] === undefined);
  return [
    '## models',
    `${models?.description ?? ''} What is not said for a model comes from above.`,
    `A model may have its own ${shared.map((key) => `\`${key}\``).join(', ')}, and besides:`,
    own.map(([key, child]) => item(key, child, '')).join('\n'),
  ].join('\n\n');
}

function itemsOf(node: SchemaNode, indent: string): string {
  return Object.entries(node.properties ?? {})
    .map(([key, child]) => item(key, child, indent, node.required?.includes(key) === true))
    .join('\n');
}

function item(key: string, node: SchemaNode, indent: string, required = false): string {
  const notes = [
    node['x-expects'],
    required && node.default === undefined ? 'must be there' : undefined,
    node.default === undefined || isGroup(node) ? undefined : `default \`${written(node.default)}\``,
  ].filter((note) => note !== undefined);
  const head = `${indent}- \`${key}\`${notes.length > 0 ? ` (${notes.join('; ')})` : ''}: ${node.description ?? ''}`;
  const inner = [node, node.items, node.additionalProperties || undefined]
    .map((child) => (child === undefined ? '' : itemsOf(child, `${indent}  `)))
    .filter((text) => text !== '');
  return [head.trimEnd(), ...inner].join('\n');
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isGroup(node: SchemaNode): boolean {
  return node.properties !== undefined || node.additionalProperties !== undefined;
}
