import * as value from '../values.js';

const kafkaTls = value.group({
  ca: value
    .text('the path of a PEM file')
    .describe("File with the certificates of the authorities that have signed the brokers'.")
    .exactOptional(),
  cert: value
    .text('the path of a PEM file')
    .describe("File with this client's own certificate, for brokers that ask for one (mutual TLS).")
    .exactOptional(),
  key: value
    .text('the path of a PEM file')
    .describe('File with the private key of cert. Let nobody else read it.')
    .exactOptional(),
  keyPassphraseFile: value
    .text('the path of a file')
    .describe('File with the passphrase of an encrypted key; or set LEEWAY_KAFKA_TLS_KEY_PASSPHRASE.')
    .exactOptional(),
  serverName: value
    .text('a host name')
    .describe("The name in the brokers' certificates, where they are reached by another one.")
    .exactOptional(),
});

const kafkaSasl = value.group({
  mechanism: value
    .oneOf(['plain', 'scram-sha-256', 'scram-sha-512'])
    .describe('How the password is proven. plain sends it as it is: use it with tls only.'),
  username: value.text('a name').describe('Or set LEEWAY_KAFKA_USERNAME.').exactOptional(),
  passwordFile: value
    .text('the path of a file')
    .describe('File with the password. Let nobody else read it.')
    .exactOptional(),
});

/** Where the log is, when it is not embedded. */
export const kafka = value.group({
  brokers: value
    .listOf(
      value.text('host:port', /^[^\s:/]+:\d{1,5}$/),
      'a list of brokers such as [kafka-1:9092, kafka-2:9092]',
    )
    .describe('Where to find the cluster; one broker that answers is enough.'),
  prefix: value
    .text('letters, digits, dots, "_" and "-", up to 64', /^[A-Za-z0-9._-]{1,64}$/)
    .describe(
      'Put before the names of topics, groups and transactions, so that deployments can share a cluster.',
    )
    .exactOptional(),
  tls: kafkaTls
    .describe(
      'Encrypts, and checks who the brokers are. An empty group trusts the authorities that Node knows.',
    )
    .exactOptional(),
  sasl: kafkaSasl
    .describe('A user; the password comes from LEEWAY_KAFKA_PASSWORD or passwordFile, never from here.')
    .exactOptional(),
});
