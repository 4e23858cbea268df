/**
 * The public topics that the feed carries and a client that was away gets again, in the order in which it gets them.
 * What is provisional is no part of that: the next record tells it all.
 */
export const FEED_TOPICS = ['models', 'retraining', 'alerts', 'metrics'] as const;

export const PROVISIONAL_TOPIC = 'provisional';

/** What a client may ask for. */
export const SUBSCRIBED_TOPICS = [...FEED_TOPICS, PROVISIONAL_TOPIC] as const;

export type FeedTopic = (typeof FEED_TOPICS)[number];
export type SubscribedTopic = (typeof SUBSCRIBED_TOPICS)[number];

export function isFeedTopic(name: string): name is FeedTopic {
  return (FEED_TOPICS as readonly string[]).includes(name);
}
