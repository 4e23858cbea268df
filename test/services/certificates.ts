import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './process.js';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** Key and certificates in one file, as a Kafka broker's PEM keystore wants them. */
  readonly keystore: string;
}

export interface CertificateOptions {
  /** E.g. `DNS:localhost,IP:127.0.0.1`. */
  readonly names?: string;
  readonly expired?: boolean;
}

/** An authority of a test's own, which signs with openssl. */
export class TestAuthority {
  readonly cert: string;
  /** Path of `cert`. */
  readonly file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.file = join(folder, 'ca.pem');
    this.cert = readFileSync(this.file, 'utf8');
  }

  static async create(folder: string, name: string): Promise<TestAuthority> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(join(folder, 'ca.cnf'), configuration());
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const out = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', `/CN=${name}`, '-days', '2'];
    await run('openssl', ['req', '-x509', ...curve, ...out], folder);
    return new TestAuthority(folder);
  }

  async sign(commonName: string, options: CertificateOptions = {}): Promise<Certificate> {
    const at = (ending: string): string => join(this.#folder, `${commonName}.${ending}`);
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const request = ['-keyout', at('key'), '-out', at('csr'), '-subj', `/CN=${commonName}`];
    await run('openssl', ['req', ...curve, ...request], this.#folder);
    writeFileSync(
      at('ext'),
      options.names === undefined ? 'basicConstraints=CA:FALSE\n' : `subjectAltName=${options.names}\n`,
    );
    const span = options.expired
      ? ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z']
      : ['-days', '2'];
    const files = ['-in', at('csr'), '-out', at('pem'), '-extfile', at('ext')];
    await run('openssl', ['ca', '-batch', '-notext', '-config', 'ca.cnf', ...files, ...span], this.#folder);
    const [cert, key] = [readFileSync(at('pem'), 'utf8'), readFileSync(at('key'), 'utf8')];
    writeFileSync(at('keystore'), key + cert + this.cert);
    return { cert, key, keystore: at('keystore') };
  }
}

function configuration(): string {
  return `[ca]
default_ca = here
[here]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
}
