/** The public topics that the feed carries, in the order in which a client that was away gets them. */
export const FEED_TOPICS = ['models', 'retraining', 'alerts', 'metrics'] as const;

export type FeedTopic = (typeof FEED_TOPICS)[number];

export function isFeedTopic(name: string): name is FeedTopic {
  return (FEED_TOPICS as readonly string[]).includes(name);
}
