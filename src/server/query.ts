/** Query parameters, parsed strictly: an unknown or repeated one is an error that names it. */
import { z } from 'zod';
import type { AlertState } from '../records/feed.js';
import { HttpProblem } from './problem.js';

const ALERT_STATES = [
  'firing',
  'acknowledged',
  'resolved',
  'superseded',
] as const satisfies readonly AlertState[];
const DEFAULT_METRICS = 10_000;
const MAX_METRICS = 100_000;

/** Epoch milliseconds, or ISO 8601 with a zone. */
export const timeParameter = z.union([
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

const name = z.string().max(512);

export const metricQuery = z.strictObject({
  model: name.optional(),
  version: name.optional(),
  segment: name.optional(),
  resolution: name.optional(),
  feature: name.optional(),
  metric: name.optional(),
  from: timeParameter.optional(),
  to: timeParameter.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_METRICS).default(DEFAULT_METRICS),
});

export const alertQuery = z.strictObject({ model: name.optional(), state: z.enum(ALERT_STATES).optional() });

export const modelQuery = z.strictObject({ model: name.optional() });

export const snapshotQuery = z.strictObject({
  model: name.optional(),
  /** Comma-separated: `rolling,24h`. */
  resolutions: name.transform((text) => text.split(',')).optional(),
});

/** Throws `HttpProblem` (400). */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new HttpProblem(400, {
    code: 'bad-query',
    message: z.prettifyError(parsed.error),
    fix: 'mend or leave out the parameter that is named',
  });
}
