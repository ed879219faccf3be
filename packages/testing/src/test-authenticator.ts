import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

interface Where {
  origin: string;
  rpId?: string;
  /** Whether a finger, a face or a code was asked for. */
  verified?: boolean;
  /** Of an attestation, which nobody asks for. */
  statement?: { format: string; fields: Map<string, unknown> };
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_KEY = 0x40;
const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** One passkey in software, which signs whatever a test wants signed (WebAuthn Level 2 §6). */
export class TestAuthenticator {
  readonly id = base64Url(randomBytes(32));
  counter = 0;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';

  create(options: { challenge: string; rp: { id: string }; user: { id: string } }, where: Where) {
    this.#userHandle = options.user.id;
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x ?? '', 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y ?? '', 'base64url'))],
    ]);
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(key)]);
    const { format = 'none', fields = new Map() } = where.statement ?? {};
    const attestation = new Map<string, unknown>([
      ['fmt', format],
      ['attStmt', fields],
      ['authData', new Uint8Array(Buffer.concat([this.#data(where, where.rpId ?? options.rp.id, HAS_KEY), attested]))],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: base64Url(this.#clientData('webauthn.create', options.challenge, where)),
        attestationObject: base64Url(isoCBOR.encode(attestation as never)),
        transports: ['internal'],
      },
    };
  }

  get(options: { challenge: string; rpId: string }, where: Where & { userHandle?: string }) {
    this.counter++;
    const data = this.#data(where, where.rpId ?? options.rpId, 0);
    const clientData = this.#clientData('webauthn.get', options.challenge, where);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: base64Url(clientData),
        authenticatorData: base64Url(data),
        signature: base64Url(signature),
        userHandle: where.userHandle ?? this.#userHandle,
      },
    };
  }

  #data({ verified = true }: Where, rpId: string, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = USER_PRESENT | (verified ? USER_VERIFIED : 0) | more;
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter]);
  }

  #clientData(type: string, challenge: string, { origin }: Where): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
}
