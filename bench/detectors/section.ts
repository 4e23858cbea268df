/** What one part of the benchmark hands over. */
export interface Section {
  /** Tables in Markdown, by the name of their place in docs/detectors.md. */
  readonly tables: Readonly<Record<string, string>>;
  /** SVG, by file name. */
  readonly pictures: Readonly<Record<string, string>>;
  /** For the JSON line. */
  readonly result: unknown;
}
