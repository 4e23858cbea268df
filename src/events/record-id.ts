/** The id of a record as it was sent; `undefined` where it is no JSON or has none. Asks nothing else of it. */
export function recordId(text: string): string | undefined {
  try {
    const parsed = JSON.parse(text) as { id?: unknown } | null;
    return typeof parsed?.id === 'string' ? parsed.id : undefined;
  } catch {
    // Whoever parses it for real says what is wrong with it.
    return undefined;
  }
}
