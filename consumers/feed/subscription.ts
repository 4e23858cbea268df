/** What a client asks for, as a message `{ "subscribe": { ... } }` or as the query of the feed's address. */
import { z } from 'zod';
import { SUBSCRIBED_TOPICS, type SubscribedTopic } from './topics.js';
import { decodeCursor } from './cursor.js';
import type { Positions } from './positions.js';

export interface SubscribeRequest {
  /** Null = all. */
  readonly topics: ReadonlySet<SubscribedTopic> | null;
  readonly models: ReadonlySet<string> | null;
  /** Null = from now on. */
  readonly cursor: Positions | null;
}

export const EVERYTHING_FROM_NOW: SubscribeRequest = { topics: null, models: null, cursor: null };

export class SubscribeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SubscribeError';
  }
}

const wanted = z.strictObject({
  topics: z.array(z.enum(SUBSCRIBED_TOPICS)).max(SUBSCRIBED_TOPICS.length).optional(),
  models: z.array(z.string().min(1).max(512)).max(1_000).optional(),
  cursor: z.string().optional(),
});
const message = z.strictObject({ subscribe: wanted });

/** Throws `SubscribeError` or `CursorError`. */
export function parseSubscribeMessage(text: string): SubscribeRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SubscribeError(`not JSON; send { "subscribe": { "topics"?, "models"?, "cursor"? } }`, {
      cause: error,
    });
  }
  return toRequest(message.transform((m) => m.subscribe).safeParse(value));
}

/** `?topics=alerts,models&model=a&model=b&cursor=...` Throws `SubscribeError` or `CursorError`. */
export function parseSubscribeQuery(query: URLSearchParams): SubscribeRequest {
  const topics = query.get('topics');
  const models = query.getAll('model');
  const cursor = query.get('cursor');
  return toRequest(
    wanted.safeParse({
      ...(topics !== null && { topics: topics.split(',') }),
      ...(models.length > 0 && { models }),
      ...(cursor !== null && { cursor }),
    }),
  );
}

function toRequest(parsed: z.ZodSafeParseResult<z.infer<typeof wanted>>): SubscribeRequest {
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SubscribeError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
  }
  const { topics, models, cursor } = parsed.data;
  return {
    topics: topics === undefined ? null : new Set(topics),
    models: models === undefined ? null : new Set(models),
    cursor: cursor === undefined ? null : decodeCursor(cursor),
  };
}
