/**
 * What `leeway.yaml` and the environment say about getting into a Kafka cluster, put together. Secrets come from the
 * environment or from files of their own, never from `leeway.yaml`, and no error repeats them.
 */
import type { Config } from './schema.js';

type Kafka = NonNullable<Config['kafka']>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Texts in PEM. */
export interface KafkaTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphrase?: string;
  readonly serverName?: string;
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSasl {
  readonly mechanism: (typeof mechanisms)[number];
  readonly username: string;
  readonly password: string;
}

export interface KafkaSecurity {
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
}

/**
 * The environment stands above the file.
 * @param readFile returns a file's text or throws
 * @throws Error that names the field, the variable and the file, and never what is in it
 */
export function kafkaSecurity(
  { tls, sasl }: Pick<Kafka, 'tls' | 'sasl'>,
  environment: Environment,
  readFile: (path: string) => string,
): KafkaSecurity {
  const given = (name: string): string | undefined => environment[`LEEWAY_KAFKA_${name}`] || undefined;
  const content = (field: string, path: string): string => {
    try {
      return readFile(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new Error(
        `${field}: the file ${path} cannot be read (${code ?? message}): mend the path or its rights`,
        {
          cause: error,
        },
      );
    }
  };
  const foundTls = tlsOf(tls, given, content);
  const foundSasl = saslOf(sasl, given, content);
  return { ...(foundTls && { tls: foundTls }), ...(foundSasl && { sasl: foundSasl }) };
}

type Given = (name: string) => string | undefined;
type Content = (field: string, path: string) => string;

function tlsOf(said: Kafka['tls'], given: Given, content: Content): KafkaTls | undefined {
  const paths = {
    ca: given('TLS_CA') ?? said?.ca,
    cert: given('TLS_CERT') ?? said?.cert,
    key: given('TLS_KEY') ?? said?.key,
  };
  const serverName = given('TLS_SERVER_NAME') ?? said?.serverName;
  const wanted =
    said !== undefined || serverName !== undefined || Object.values(paths).some((path) => path !== undefined);
  if (!wanted && given('TLS') !== 'true') return undefined;
  if ((paths.cert === undefined) !== (paths.key === undefined)) {
    const [have, lacks] = paths.key === undefined ? ['cert', 'key'] : ['key', 'cert'];
    throw new Error(
      `kafka.tls.${lacks} is missing: kafka.tls.${have} is of no use without it (or set LEEWAY_KAFKA_TLS_${lacks.toUpperCase()})`,
    );
  }
  const pem: { ca?: string; cert?: string; key?: string } = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = paths[name];
    if (path === undefined) continue;
    const text = content(`kafka.tls.${name}`, path);
    if (!text.includes('-----BEGIN '))
      throw new Error(`kafka.tls.${name}: ${path} is not PEM (no "-----BEGIN ...")`);
    pem[name] = text;
  }
  const keyPassphrase =
    given('TLS_KEY_PASSPHRASE') ??
    (said?.keyPassphraseFile === undefined
      ? undefined
      : content('kafka.tls.keyPassphraseFile', said.keyPassphraseFile).trimEnd());
  return {
    ...pem,
    ...(keyPassphrase !== undefined && { keyPassphrase }),
    ...(serverName !== undefined && { serverName }),
  };
}

function saslOf(said: Kafka['sasl'], given: Given, content: Content): KafkaSasl | undefined {
  const written = given('SASL_MECHANISM') ?? said?.mechanism;
  if (written === undefined) return undefined;
  const mechanism = mechanisms.find((name) => name === written.toLowerCase());
  if (mechanism === undefined) {
    throw new Error(
      `LEEWAY_KAFKA_SASL_MECHANISM must be one of ${mechanisms.join(', ')}, not ${JSON.stringify(written)}`,
    );
  }
  const username = given('USERNAME') ?? said?.username;
  if (username === undefined)
    throw new Error('kafka.sasl.username is missing: write it, or set LEEWAY_KAFKA_USERNAME');
  const file = given('PASSWORD_FILE') ?? said?.passwordFile;
  const password =
    given('PASSWORD') ??
    (file === undefined ? undefined : content('kafka.sasl.passwordFile', file).trimEnd());
  if (password === undefined || password === '') {
    throw new Error(
      `the password of ${username} is missing: set LEEWAY_KAFKA_PASSWORD, or kafka.sasl.passwordFile to a file that holds it`,
    );
  }
  return { mechanism, username, password };
}
