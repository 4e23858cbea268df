/** The body as a whole cannot be cut into items: none of it is accepted. */
export class BodyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BodyError';
  }
}
