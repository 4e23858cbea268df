/** Is it an InfluxDB that speaks 1.x's query language? Of 2.x and 3.x the later errors would not tell. */

const ANSWER_MS = 5_000;

/** Throws for another major version; a server that does not answer is the metric store's own affair (it waits). */
export async function influxVersion(url: string): Promise<void> {
  let response: Response;
  const patience = new AbortController();
  // Where a server hangs up at once, `fetch` settles only when it is aborted, and holds nothing open meanwhile: without a timer
  // that does (`AbortSignal.timeout` does not) the process would end in the middle of its start, with not a word.
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    response = await fetch(new URL('/ping', url), { signal: patience.signal });
  } catch {
    // Not there, or no URL: the metric store says so better, and decides whether to wait.
    return;
  } finally {
    clearTimeout(timer);
  }
  const version = response.headers.get('x-influxdb-version');
  if (version === null) {
    throw new Error(
      `${url} answers, but not as InfluxDB does (no X-Influxdb-Version): set influx.url or --influx to an InfluxDB 1.x`,
    );
  }
  if (/^v?1\./.test(version)) return;
  throw new Error(
    `${url} is InfluxDB ${version}, and Leeway writes to 1.x (1.8 or newer): start one of these, or leave influx out to keep ` +
      'the metrics in DuckDB',
  );
}
