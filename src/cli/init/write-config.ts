/** The text of a `leeway.yaml`: what was chosen, each with its reason, and what only people know as examples to fill in. */
import type { Choice } from './choose-config.js';
import { chooseFeatureType, percent, shortAbove, shortBelow, type FeatureFacts } from './feature-facts.js';
import type { SampleFacts } from './sample-facts.js';

export interface ChosenModel {
  readonly facts: SampleFacts;
  readonly choices: readonly Choice[];
}

export interface ConfigFacts {
  /** Where the sample is from, in words. */
  readonly source: string;
  /** File of the JSON Schema, as seen from the file that is written. */
  readonly schema: string;
  readonly models: readonly ChosenModel[];
}

/** Groups with more values than this are no attribute to compare people by. */
const MOST_GROUPS = 12;
const WIDTH = 110;
/** On the terminal a longer name or value pushes its own line only. */
const MOST_PADDED = 40;

export function configText({ source, schema, models }: ConfigFacts): string {
  const units = referenceOf(models);
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    `# Written by \`leeway init\` from ${oneLine(source)}. Every line may be changed; what is left out has its default.`,
    '',
    ...comment(
      'One false alarm in three months is what people forgive. It holds for each model, over all that is watched of it.',
      '',
    ),
    'alerts:',
    '  falseAlarms: 1 per 90 days',
    ...comment('Times in which nothing is judged:', '  '),
    '  # maintenance:',
    '  #   - { every: sat 02:00-06:00, note: nightly load }',
    '',
    ...comment(units.reason, ''),
    'reference:',
    `  units: ${units.value}`,
    '',
    'models:',
    ...models.flatMap(modelLines),
  ];
  return `${lines.join('\n')}\n`;
}

function referenceOf(models: readonly ChosenModel[]): Choice {
  const all = models.flatMap(({ choices }) => choices.filter(({ key }) => key === 'reference.units'));
  return all.reduce((most, choice) => (Number(choice.value) > Number(most.value) ? choice : most));
}

function modelLines({ facts, choices }: ChosenModel): string[] {
  const own = choices.filter(({ key }) => key !== 'reference.units');
  return [
    `  ${quoted(facts.model)}:`,
    ...columnLines(facts),
    ...own.flatMap(({ key, value, reason }) => [...comment(reason, '    '), `    ${key}: ${value}`]),
    ...costLines(facts, own),
    ...fairnessLines(facts),
    ...qualityLines(facts),
    '',
  ];
}

/** Which column is what stands in no `leeway.yaml`: applications send events. But whoever reads on wants to know it. */
function columnLines({ columns }: SampleFacts): string[] {
  if (!columns) return [];
  return [
    ...comment(
      'Columns as they were read; flags of `leeway init` and `leeway backtest` say otherwise:',
      '    ',
    ),
    ...columns.choices.flatMap(({ setting, value, reason }) =>
      comment(`${setting}: ${value} (${reason})`, '    ', true),
    ),
  ];
}

function costLines({ values }: SampleFacts, choices: readonly Choice[]): string[] {
  const task = choices.find(({ key }) => key === 'task')?.value;
  const [value] = [...values].sort();
  const costs =
    value !== undefined
      ? `{ value: ${quoted(value)}, currency: EUR }`
      : task === 'binary'
        ? '{ falsePositive: 2, falseNegative: 40, currency: EUR }'
        : task === 'regression'
          ? '{ absoluteError: 0.5, currency: EUR }'
          : null;
  if (costs === null) return [];
  return [
    ...comment('What mistakes cost, only you know; with it an alert names a sum a day:', '    '),
    '    # alerts:',
    `    #   costs: ${costs}`,
  ];
}

function fairnessLines({ segments }: SampleFacts): string[] {
  const groups = [...segments].filter(([, values]) => values.size >= 2 && values.size <= MOST_GROUPS);
  const [attribute] = groups.map(([name]) => name).sort();
  if (attribute === undefined) return [];
  return [
    ...comment('Groups that should be treated alike:', '    '),
    `    # fairness: { attribute: ${quoted(attribute)} }`,
  ];
}

/** What was seen is no rule: the reference learns that by itself. People's own rules go here. */
function qualityLines({ features }: SampleFacts): string[] {
  const all = [...features].sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return [];
  return [
    ...comment(
      'Features as they were seen. Types, ranges and shares of missing values are learned from the reference; a rule that you know better can stand here:',
      '    ',
    ),
    '    # quality:',
    ...all.flatMap(([name, feature]) => featureLines(name, feature)),
  ];
}

function featureLines(name: string, feature: FeatureFacts): string[] {
  const { type, reason } = chooseFeatureType(feature);
  const head = `    #   ${quoted(name)}: # ${type}: ${oneLine(reason)}`;
  if (type === 'empty') return [head.replace(': #', ': {} #')];
  const missing = feature.missing === 0 ? '0' : String(Number((feature.missing / feature.n).toPrecision(1)));
  const rule =
    type === 'numeric'
      ? `min: ${shortBelow(feature.least)}, max: ${shortAbove(feature.most)}, missing: ${missing}`
      : `missing: ${missing}`;
  return [`    #   ${quoted(name)}: { ${rule} } # ${type}: ${oneLine(reason)}`];
}

/** As a comment, broken into lines of a readable width; as an item of a list those after the first one are set in. */
function comment(text: string, indent: string, item = false): string[] {
  const lines: string[] = [];
  let start = `${indent}#${item ? '  -' : ''}`;
  let words: string[] = [];
  for (const word of oneLine(text).split(' ')) {
    if (words.length > 0 && [start, ...words, word].join(' ').length > WIDTH) {
      lines.push([start, ...words].join(' '));
      start = `${indent}#${item ? '   ' : ''}`;
      words = [];
    }
    words.push(word);
  }
  return [...lines, [start, ...words].join(' ')];
}

/** Names come from the data: nothing in them may begin a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]+/gu, ' ').trim();
}

function quoted(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name).replaceAll(
        /[\u007f-\u009f\u2028\u2029]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}

/** What was chosen and why, for the terminal. */
export function choicesText(models: readonly ChosenModel[]): string {
  return models
    .map(({ facts, choices }) => {
      const features = [...facts.features].sort(([a], [b]) => (a < b ? -1 : 1));
      const rows = [
        ...(facts.columns?.choices ?? [])
          // The others follow, each with a line of its own.
          .filter(({ setting }) => setting !== 'task' && !setting.startsWith('features'))
          .map(({ setting, value, reason }) => [setting, oneLine(value), reason] as const),
        ...choices.map(({ key, value, reason }) => [key, value, reason] as const),
        ...features.map(([name, feature]) => {
          const { type, reason } = chooseFeatureType(feature);
          return [oneLine(name), type, reason] as const;
        }),
      ];
      const widths = [0, 1].map((i) =>
        Math.min(MOST_PADDED, Math.max(...rows.map((row) => (row[i] as string).length))),
      );
      const lines = rows.map(
        ([key, value, reason]) =>
          `  ${key.padEnd(widths[0] as number)}  ${value.padEnd(widths[1] as number)}  ${oneLine(reason)}`,
      );
      const failed =
        facts.failures === 0 || facts.columns?.task === null
          ? ''
          : `, ${percent(facts.failures / facts.predictions)} of them failures`;
      return [
        `${oneLine(facts.model)}: ${facts.predictions} predictions${failed}, ${facts.outcomes} outcomes`,
        ...lines,
      ].join('\n');
    })
    .join('\n\n');
}
