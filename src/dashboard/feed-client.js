// @ts-check
/**
 * Loads a snapshot and follows the feed from its cursor. A connection that breaks is taken up again from the last
 * cursor; only when the feed no longer knows that cursor a new snapshot is loaded.
 * @import { FeedRecord } from '../records/feed.js'
 * @import { Snapshot } from './model-state.js'
 */

/** @typedef {'connecting' | 'live' | 'waiting'} ConnectionState */
/** @typedef {{ onSnapshot: (snapshot: Snapshot) => void, onRecord: (record: FeedRecord) => void, onState: (state: ConnectionState) => void }} FeedListener */

const CLOSE_BAD_REQUEST = 1008;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class FeedClient {
  #listener;
  /** @type {string | null} */
  #model = null;
  /** @type {string | null} */
  #cursor = null;
  /** @type {WebSocket | null} */
  #socket = null;
  #wait = FIRST_WAIT_MS;
  /** Answers to what was asked before the model was changed are dropped. */
  #generation = 0;

  /** @param {FeedListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /**
   * Shows another model (null: only which models there are), from a new snapshot.
   * @param {string | null} model
   */
  show(model) {
    this.#model = model;
    this.#cursor = null;
    this.#generation++;
    this.#socket?.close();
    this.#socket = null;
    void this.#connect(this.#generation);
  }

  /** @param {number} generation */
  async #connect(generation) {
    this.#listener.onState('connecting');
    try {
      if (this.#cursor === null) {
        const snapshot = await loadSnapshot(this.#model);
        if (generation !== this.#generation) return;
        this.#cursor = snapshot.cursor;
        this.#listener.onSnapshot(snapshot);
        // The listener may have chosen a model, which starts over.
        if (generation !== this.#generation) return;
      }
      this.#listen(generation, this.#cursor);
    } catch {
      // Whatever it was, the page says that it waits and tries again.
      this.#retry(generation);
    }
  }

  /**
   * @param {number} generation
   * @param {string} cursor
   */
  #listen(generation, cursor) {
    const address = new URL('/feed', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('cursor', cursor);
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (generation !== this.#generation) return;
      this.#wait = FIRST_WAIT_MS;
      this.#listener.onState('live');
    });
    socket.addEventListener('message', (event) => {
      if (generation !== this.#generation) return;
      const message = /** @type {{ cursor: string, record: FeedRecord }} */ (JSON.parse(event.data));
      this.#cursor = message.cursor;
      this.#listener.onRecord(message.record);
    });
    socket.addEventListener('close', (event) => {
      if (generation !== this.#generation) return;
      if (event.code === CLOSE_BAD_REQUEST) this.#cursor = null;
      this.#retry(generation);
    });
  }

  /** @param {number} generation */
  #retry(generation) {
    if (generation !== this.#generation) return;
    this.#listener.onState('waiting');
    setTimeout(() => {
      if (generation === this.#generation) void this.#connect(generation);
    }, this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  }
}

/**
 * @param {string | null} model
 * @returns {Promise<Snapshot>}
 */
async function loadSnapshot(model) {
  // Without a model only the list of models is wanted: no series is called `none`.
  const narrow = await get(model === null ? { resolutions: 'none' } : { model, resolutions: 'rolling,24h' });
  const isYoung = model !== null && !narrow.metrics.some((record) => record.resolution === '24h');
  return isYoung ? get({ model }) : narrow;
}

/**
 * @param {Record<string, string>} query
 * @returns {Promise<Snapshot>}
 */
async function get(query) {
  const response = await fetch(`/api/snapshot?${new URLSearchParams(query)}`);
  if (!response.ok) throw new Error(`/api/snapshot answered ${response.status}`);
  return response.json();
}

/**
 * Sends a decision; resolves to null, or to what went wrong, in words.
 * @param {string} path
 * @param {object} [body] as JSON
 * @returns {Promise<string | null>}
 */
export async function postCommand(path, body) {
  const content =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await fetch(path, { method: 'POST', ...content });
    if (response.ok) return null;
    const { error } = await response.json();
    return `${error.message}: ${error.fix}`;
  } catch (error) {
    return `the server did not answer (${/** @type {Error} */ (error).message}): try again`;
  }
}
