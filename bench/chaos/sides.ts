/** The two topics that applications write. */
export const SIDES = ['predictions', 'outcomes'] as const;
export type Side = (typeof SIDES)[number];
