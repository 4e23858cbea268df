/** Errors that say "not like this": what is wrong with certificate, password or rights, and what to change. */

/** By OpenSSL's or Node's code. */
const TLS: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer(),
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer(),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer(),
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer(),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer(),
  CERT_SIGNATURE_FAILURE: unknownIssuer(),
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the broker's certificate is for another name: write in kafka.brokers (and the brokers in advertised.listeners) a name " +
    'that the certificate carries, or set kafka.tls.serverName to it',
  CERT_HAS_EXPIRED: "the broker's certificate has expired: renew it, and look at this machine's clock",
  CERT_NOT_YET_VALID: "the broker's certificate is not valid yet: look at this machine's clock",
};

function unknownIssuer(): string {
  return (
    "the broker's certificate is not signed by anybody known here: set kafka.tls.ca to the file with the certificate of the " +
    'authority that has signed it'
  );
}

/** The broker refuses this client's own certificate, or the lack of one, in the words of a TLS alert. */
const CLIENT_CERTIFICATE =
  /alert (certificate required|bad certificate|unknown ca|certificate unknown|certificate expired|handshake failure)/i;

const AUTHORIZATION: Readonly<Record<string, string>> = {
  TOPIC_AUTHORIZATION_FAILED: 'not allowed on the topic',
  GROUP_AUTHORIZATION_FAILED: 'not allowed in the group',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'not allowed to use the transactional id',
  CLUSTER_AUTHORIZATION_FAILED: 'not allowed on the cluster',
};

/** What is wrong and how to mend it; `undefined` for every other error. Looks below kafkajs's retry wrappers. */
export function accessProblem(error: unknown): string | undefined {
  for (const { name, message, type, code } of chain(error)) {
    if (typeof type === 'string' && AUTHORIZATION[type] !== undefined) {
      return `${AUTHORIZATION[type]} (${type}): give this user the rights of its stages, listed with their commands in docs/kafka.md`;
    }
    if (name === 'KafkaJSSASLAuthenticationError') return saslProblem(message);
    const known = typeof code === 'string' ? TLS[code] : undefined;
    if (known !== undefined) return `${known} (${String(code)})`;
    const alert = CLIENT_CERTIFICATE.exec(message)?.[1];
    if (alert !== undefined) {
      return (
        `the broker does not accept this client's certificate (TLS alert: ${alert}): set kafka.tls.cert and kafka.tls.key to a ` +
        "certificate that is signed by an authority in the broker's ssl.truststore"
      );
    }
  }
  return undefined;
}

function saslProblem(message: string): string {
  return /not supported/.test(message)
    ? `${message}: set kafka.sasl.mechanism to one of its sasl.enabled.mechanisms`
    : `the broker does not accept user and password (${message}): look at kafka.sasl.username, at the password, and whether ` +
        'the user exists for this mechanism';
}

interface Link {
  readonly name: string;
  readonly message: string;
  readonly type?: unknown;
  readonly code?: unknown;
}

function chain(error: unknown): Link[] {
  const links: Link[] = [];
  for (let at: unknown = error; at instanceof Error && links.length < 8;) {
    links.push(at);
    const { cause, originalError, errors } = at as Error & { originalError?: unknown; errors?: unknown };
    at = cause ?? originalError ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return links;
}
