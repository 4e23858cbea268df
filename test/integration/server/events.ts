/** Events as applications send them. */
export const prediction = (id: string, fields: object = {}): string =>
  JSON.stringify({
    id,
    model: 'flights',
    version: '1',
    time: '2001-02-22T09:00:00Z',
    features: { distance: 733, origin: 'ORD' },
    prediction: 1,
    score: 0.7,
    ...fields,
  });

export const outcome = (id: string, fields: object = {}): string =>
  JSON.stringify({ id, model: 'flights', time: '2001-02-22T12:00:00Z', outcome: 1, ...fields });
