/** The `@example` of a docstring: statements, then one expression and, in a comment, what it gives. */
export interface Example {
  readonly code: string;
  /** As `String` writes it; a number that is no whole one with as many decimals as the author likes. */
  readonly result: string;
}

/**
 * The examples of all docstrings in a source text, in their order.
 *
 * @param where  the text's name in errors
 * @throws when one does not end with `expression; // result`
 */
export function examplesOf(source: string, where: string): Example[] {
  const docstrings = [...source.matchAll(/\/\*\*(.*?)\*\//gs)].map(([, text = '']) =>
    text.replaceAll(/^ *\* ?/gm, ''),
  );
  return docstrings.flatMap((text) =>
    [...text.matchAll(/@example\s+(.*?)(?=^@|$(?![\s\S]))/gms)].map(([, body = '']) => {
      const lines = body.trimEnd().split('\n');
      const [, code, result] = /^(.*); \/\/ (.*)$/.exec(lines.pop() ?? '') ?? [];
      if (code === undefined || result === undefined) {
        throw new Error(`an example of ${where} does not end with "expression; // result": ${body}`);
      }
      return { code: [...lines, `return ${code};`].join('\n'), result };
    }),
  );
}

/**
 * Runs the code as it stands in the documentation, with these names in scope.
 *
 * @returns what it gives, written as `result` is
 */
export function runExample({ code, result }: Example, scope: Readonly<Record<string, unknown>>): string {
  // oxlint-disable-next-line typescript/no-implied-eval -- documentation runs as it is written
  const run = new Function(...Object.keys(scope), `'use strict';\n${code}`) as (
    ...values: unknown[]
  ) => unknown;
  const value = run(...Object.values(scope));
  const [, decimals] = /^-?\d+\.(\d+)$/.exec(result) ?? [];
  return typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals.length) : String(value);
}
