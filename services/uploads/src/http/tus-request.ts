import { TUS_EXTENSIONS, TUS_VERSION } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import type { UploadRow } from '../store/uploads-store.ts';

interface Exchange {
  raw: { headers: Record<string, string | string[] | undefined> };
  reply: { header(name: string, value: string | number): unknown };
}

/** Sets what every answer carries and refuses other versions of the protocol. */
export function beginTus({ raw, reply }: Exchange): void {
  reply.header('tus-resumable', TUS_VERSION);
  reply.header('cache-control', 'no-store');
  if (raw.headers['tus-resumable'] !== TUS_VERSION) {
    reply.header('tus-version', TUS_VERSION);
    throw uploadsErrors.version_unsupported();
  }
}

export function describeTus({ reply }: Pick<Exchange, 'reply'>, maxBytes: number): void {
  reply.header('tus-resumable', TUS_VERSION);
  reply.header('tus-version', TUS_VERSION);
  reply.header('tus-extension', TUS_EXTENSIONS);
  reply.header('tus-checksum-algorithm', 'sha1,sha256,md5');
  reply.header('tus-max-size', maxBytes);
}

export function headerOf({ raw }: Pick<Exchange, 'raw'>, name: string): string | undefined {
  const value = raw.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function uploadPath(id: string): string {
  return `/api/v1/uploads/${id}`;
}

export function setExpires({ reply }: Pick<Exchange, 'reply'>, upload: UploadRow): void {
  if (upload.state === 'waiting' || upload.state === 'uploading')
    reply.header('upload-expires', upload.expires_at.toUTCString());
}
