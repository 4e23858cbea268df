import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../bench/ingest/connection.js';
import { ndjsonRequest } from '../../../../bench/ingest/request.js';

const ANSWER = 'HTTP/1.1 202 Accepted\r\nX: y\r\nContent-Length: 14\r\n\r\n{"accepted":2}';

describe('an answer', () => {
  it('is read once it is all there, and not before', () => {
    for (let length = 0; length < ANSWER.length; length++) {
      expect(readAnswer(ANSWER.slice(0, length))).toBeNull();
    }
    expect(readAnswer(`${ANSWER}HTTP/1.1`)).toEqual({
      answer: { status: 202, body: '{"accepted":2}' },
      length: ANSWER.length,
    });
  });

  it('must say how long it is', () => {
    expect(() => readAnswer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')).toThrow(
      'Content-Length',
    );
  });
});

describe('a prepared request', () => {
  it('is valid HTTP with one line an event', () => {
    const { bytes, events } = ndjsonRequest('/v1/outcomes', ['{"a":"é"}', '{"b":2}']);
    const [head = '', body = ''] = bytes.toString('utf8').split('\r\n\r\n');
    expect(events).toBe(2);
    expect(head.split('\r\n')[0]).toBe('POST /v1/outcomes HTTP/1.1');
    expect(body).toBe('{"a":"é"}\n{"b":2}\n');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  });
});
