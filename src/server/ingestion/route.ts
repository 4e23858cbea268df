/**
 * `POST /v1/predictions` and `/v1/outcomes`: one event, an array or NDJSON. Answered once the events are in the log.
 * A bad event is refused with its reason and never logged: its sender can mend it.
 */
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import type { EventLog } from '../../log/port.js';
import { HttpProblem, stopping, tooBusy } from '../problem.js';
import type { ServerLimits } from '../limits.js';
import { BodyError } from './body-error.js';
import type { PendingBudget, Reservation } from './budget.js';
import type { IngestionCounters } from './counters.js';
import { itemCutter } from './items.js';
import { readBody } from './read-body.js';
import { Receipt, type ReceiptRules, type Refused } from './receipt.js';

export interface IngestionOptions {
  readonly kind: 'predictions' | 'outcomes';
  readonly log: EventLog;
  readonly rules: ReceiptRules;
  readonly limits: ServerLimits;
  readonly budget: PendingBudget;
  readonly counters: IngestionCounters;
  /** From then on every request is told to come again: the process stops. */
  readonly stopping: AbortSignal;
}

export function ingestionRoute(options: IngestionOptions): RequestHandler {
  const { log, budget, counters, kind } = options;
  return async (request, response) => {
    const reservation = budget.open();
    try {
      if (options.stopping.aborted) throw stopping();
      const receipt = await receive(request, reservation, options);
      if (receipt.records.length > 0) await log.append(receipt.records);
      counters.count(kind, receipt.records.length, receipt.refused);
      if (receipt.records.length > 0) {
        response.status(202).json({ accepted: receipt.records.length, refused: receipt.refused });
      } else {
        response
          .status(400)
          .json({ accepted: 0, refused: receipt.refused, error: allRefused(receipt.refused) });
      }
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 429) counters.behind(kind);
      throw error;
    } finally {
      reservation.release();
    }
  };
}

async function receive(request: Request, room: Reservation, options: IngestionOptions): Promise<Receipt> {
  const { limits, rules } = options;
  refuseUnreadable(request, limits);
  const receipt = new Receipt(rules);
  const cutter = itemCutter(request.headers['content-type'], (item) => {
    if (receipt.items >= limits.bodyItems) {
      throw bodyTooLarge(`the body holds more than ${limits.bodyItems} events`);
    }
    if (!room.take(0, 1)) throw tooBusy('too many events wait to be written to the log');
    receipt.add(item);
  });
  let bytes = 0;
  try {
    await readBody(request, (chunk) => {
      bytes += chunk.length;
      if (bytes > limits.bodyBytes) throw bodyTooLarge(`the body is longer than ${limits.bodyBytes} bytes`);
      if (!room.take(chunk.length, 0)) throw tooBusy('too many bytes wait to be written to the log');
      cutter.push(chunk);
    });
    cutter.end();
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    // Where one item ends is no longer known, so none is taken: what was cut off before may be half of what was meant.
    const refused = new Receipt(rules);
    refused.refuse('bad-json', error.message);
    return refused;
  }
  if (receipt.items === 0)
    receipt.refuse('empty', 'the body holds no event: send an object, an array, or NDJSON');
  return receipt;
}

function refuseUnreadable(request: IncomingMessage, limits: ServerLimits): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpProblem(415, {
      code: 'unsupported-encoding',
      message: `Content-Encoding ${encoding} is not read`,
      fix: 'send the body uncompressed',
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) {
    throw bodyTooLarge(`the body is longer than ${limits.bodyBytes} bytes`);
  }
}

function bodyTooLarge(message: string): HttpProblem {
  return new HttpProblem(413, {
    code: 'too-large',
    message,
    fix: 'split it over several requests; nothing of it was accepted',
  });
}

function allRefused(refused: readonly Refused[]): { code: string; message: string; fix: string } {
  const [first] = refused;
  return {
    code: first?.code ?? 'empty',
    message:
      refused.length === 1
        ? (first?.message ?? '')
        : `all ${refused.length} events were refused; the first: ${first?.message}`,
    fix: 'mend each event as its own message in `refused` says, and send them again',
  };
}
