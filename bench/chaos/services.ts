/** What a chaos run needs from outside, and is handed: it can do to them what it likes. */
export interface KafkaBroker {
  /** `host:port`; the same after a restart. */
  readonly address: string;
  /** kill -9. */
  kill(): Promise<void>;
  /** On the same data, at the same address; resolves when it serves. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface InfluxServer {
  /** `http://host:port` */
  readonly address: string;
  stop(): Promise<void>;
}

export interface Services {
  kafka(): Promise<KafkaBroker>;
  influx(): Promise<InfluxServer>;
}
