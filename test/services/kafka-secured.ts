import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { TestAuthority, type Certificate } from './certificates.js';
import { brokerProperties, formatFolder, jarFolder, javaArguments, javaPath } from './kafka.js';
import { freePort, freshFolder, serve, untilReady } from './process.js';
import { withProgress } from './progress.js';

/** A real broker with a listener of each kind, an authorizer, and users. */
export interface SecuredKafka {
  /** In plain text, for whoever sets the stage: may do everything. */
  readonly address: string;
  /** User and password, in plain text. */
  readonly saslPlaintext: string;
  /** User and password, over TLS. */
  readonly saslTls: string;
  /** Asks for a client's certificate. */
  readonly mutualTls: string;
  /** With a certificate for `kafka.example` only. */
  readonly otherName: string;
  /** With a certificate that was valid on one day in 2020. */
  readonly expired: string;
  /** What the broker's certificates, and those of its clients, are signed by. */
  readonly authority: TestAuthority;
  /** An authority that the broker does not know. */
  readonly stranger: TestAuthority;
  readonly client: Certificate;
  /** Of the users `leeway` (may do everything) and `limited` (only what ACLs allow), by every mechanism. */
  readonly password: string;
  stop(): Promise<void>;
}

const PASSWORD = 'opensesame';

export async function startSecuredKafka(): Promise<SecuredKafka> {
  const [java, jars] = [javaPath(), await jarFolder()];
  const folder = freshFolder('kafka-secured');
  const authority = await TestAuthority.create(join(folder, 'authority'), 'Test authority');
  const stranger = await TestAuthority.create(join(folder, 'stranger'), 'Another authority');
  const here = await authority.sign('broker', { names: 'DNS:localhost,IP:127.0.0.1' });
  const elsewhere = await authority.sign('elsewhere', { names: 'DNS:kafka.example' });
  const old = await authority.sign('old', { names: 'DNS:localhost,IP:127.0.0.1', expired: true });
  const client = await authority.sign('leeway');
  const ports: number[] = [];
  for (let i = 0; i < 7; i++) ports.push(await freePort());
  const [
    plain = 0,
    controller = 0,
    saslPlaintext = 0,
    saslTls = 0,
    mutualTls = 0,
    otherName = 0,
    expired = 0,
  ] = ports;
  const listeners: Listener[] = [
    { name: 'SASLPLAIN', protocol: 'SASL_PLAINTEXT', port: saslPlaintext },
    { name: 'SASLTLS', protocol: 'SASL_SSL', port: saslTls, keystore: here.keystore },
    { name: 'MUTUAL', protocol: 'SSL', port: mutualTls, keystore: here.keystore, wantsClient: true },
    { name: 'OTHERNAME', protocol: 'SSL', port: otherName, keystore: elsewhere.keystore },
    { name: 'EXPIRED', protocol: 'SSL', port: expired, keystore: old.keystore },
  ];
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, secured(brokerProperties(folder, plain, controller), listeners, authority.file));
  await formatFolder(java, jars, properties, scramUsers());
  const broker = serve(folder, java, javaArguments(jars, properties));
  await withProgress('starting a Kafka with passwords and certificates', () =>
    untilReady('the Kafka broker', broker, () => broker.log().includes('Kafka Server started'), 90),
  );
  const at = (port: number): string => `127.0.0.1:${port}`;
  return {
    address: at(plain),
    saslPlaintext: at(saslPlaintext),
    saslTls: at(saslTls),
    mutualTls: at(mutualTls),
    otherName: at(otherName),
    expired: at(expired),
    authority,
    stranger,
    client,
    password: PASSWORD,
    stop: () => broker.stop(),
  };
}

interface Listener {
  readonly name: string;
  readonly protocol: 'SASL_PLAINTEXT' | 'SASL_SSL' | 'SSL';
  readonly port: number;
  readonly keystore?: string;
  readonly wantsClient?: boolean;
}

/** Adds listeners to a broker's properties, and an authorizer that lets nobody do anything without an ACL. */
function secured(properties: string, listeners: readonly Listener[], truststore: string): string {
  const addresses = listeners.map(({ name, port }) => `,${name}://127.0.0.1:${port}`).join('');
  const protocols = listeners.map(({ name, protocol }) => `,${name}:${protocol}`).join('');
  return [
    properties
      .replace(/^(listeners=.*)$/m, `$1${addresses}`)
      .replace(/^(advertised\.listeners=.*)$/m, `$1${addresses}`)
      .replace(/^(listener\.security\.protocol\.map=.*)$/m, `$1${protocols}`),
    ...listeners.flatMap(settingsOf),
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${truststore}`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS;User:leeway;User:CN=leeway',
    'allow.everyone.if.no.acl.found=false',
    '',
  ].join('\n');
}

function settingsOf({ name, protocol, keystore, wantsClient }: Listener): string[] {
  const of = `listener.name.${name.toLowerCase()}`;
  const lines: string[] = [];
  if (keystore !== undefined) {
    lines.push(`${of}.ssl.keystore.type=PEM`, `${of}.ssl.keystore.location=${keystore}`);
    lines.push(`${of}.ssl.client.auth=${wantsClient === true ? 'required' : 'none'}`);
  }
  if (!protocol.startsWith('SASL')) return lines;
  const modules = 'org.apache.kafka.common.security';
  const scram = `${modules}.scram.ScramLoginModule required;`;
  const users = ['leeway', 'limited'].map((user) => `user_${user}="${PASSWORD}"`).join(' ');
  return [
    ...lines,
    `${of}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512`,
    `${of}.plain.sasl.jaas.config=${modules}.plain.PlainLoginModule required ${users};`,
    `${of}.scram-sha-256.sasl.jaas.config=${scram}`,
    `${of}.scram-sha-512.sasl.jaas.config=${scram}`,
  ];
}

function scramUsers(): string[] {
  return ['leeway', 'limited'].flatMap((user) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${user},password=${PASSWORD}]`,
    ]),
  );
}
