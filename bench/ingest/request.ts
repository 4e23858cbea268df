/** HTTP requests made beforehand, to be written to a socket as they are. */

export interface BuiltRequest {
  readonly bytes: Buffer;
  readonly events: number;
}

export type Path = '/v1/predictions' | '/v1/outcomes';

/** NDJSON in one POST. The connection stays open. */
export function ndjsonRequest(path: Path, lines: readonly string[]): BuiltRequest {
  const body = Buffer.from(`${lines.join('\n')}\n`);
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/x-ndjson',
    `Content-Length: ${body.length}`,
    '\r\n',
  ].join('\r\n');
  return { bytes: Buffer.concat([Buffer.from(head), body]), events: lines.length };
}
