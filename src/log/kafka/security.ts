/** How a client shows who it is, and how it knows that the brokers are who they say. */
import type { SASLOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';

/** Texts in PEM, not paths. */
export interface TlsSettings {
  /** Who signs the brokers' certificates. Default: the certificate authorities that Node knows. */
  readonly ca?: string;
  /** This client's certificate and its private key, for brokers that ask for one (mutual TLS). */
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphrase?: string;
  /** The name that the brokers' certificates carry, where it is not the one that they are reached by. */
  readonly serverName?: string;
}

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

export interface SaslSettings {
  readonly mechanism: SaslMechanism;
  readonly username: string;
  readonly password: string;
}

export interface Security {
  readonly tls?: TlsSettings;
  readonly sasl?: SaslSettings;
}

export function tlsOptions({ ca, cert, key, keyPassphrase, serverName }: TlsSettings): ConnectionOptions {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(keyPassphrase !== undefined && { passphrase: keyPassphrase }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

/** kafkajs's own words for it. */
export function clientSecurity({ tls, sasl }: Security): { ssl?: ConnectionOptions; sasl?: SASLOptions } {
  return {
    ...(tls && { ssl: tlsOptions(tls) }),
    // kafkajs keeps things of its own in what it is given.
    ...(sasl && { sasl: { ...sasl } }),
  };
}
