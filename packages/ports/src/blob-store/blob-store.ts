import type { Readable } from 'node:stream';

/**
 * Immutable blobs by key. A blob is visible whole or not at all, from the moment `put` or `complete` resolves, and
 * survives a crash from then on. There is no append, rename or reading of a half-written blob.
 *
 * Keys are made by the server: 1–512 characters of `[a-zA-Z0-9._/-]`, segments separated by single slashes, none of
 * them `.` or `..` or empty, no key both a blob and a prefix of another. Anything else throws `InvalidBlobKey`.
 */
export interface BlobStore {
  /** Answers false (and changes nothing) when `ifAbsent` and the key exists. `size` must equal the body's length. */
  put(key: string, body: Uint8Array | Readable, options?: PutOptions): Promise<boolean>;

  /**
   * The same of a file on a disk of this machine, of `sizeBytes`; the file stays where it is. Nobody may write to it any
   * more: where `sharesFilesOf` says so, its bytes are the blob's own from then on, and elsewhere they are copied.
   */
  putFile(key: string, path: string, sizeBytes: number): Promise<void>;

  /** A capability: `putFile` needs no room for a second copy of files in this directory, which exists. */
  sharesFilesOf(directory: string): Promise<boolean>;

  /** Bytes `start` (inclusive) to `end` (exclusive) as a stream; rejects with `BlobNotFound`. */
  read(key: string, options?: { start?: number; end?: number; signal?: AbortSignal }): Promise<Readable>;

  /** The whole blob in memory; for small ones. Rejects with `BlobNotFound`. */
  readAll(key: string, options?: { maxBytes?: number }): Promise<Uint8Array>;

  head(key: string): Promise<BlobInfo | undefined>;

  /** Ascending by key; pages of at most 1,000; `after` is the last key of the page before. */
  list(prefix: string, options?: { after?: string; limit?: number }): Promise<{ blobs: BlobInfo[]; more: boolean }>;

  /** Idempotent: an absent key is no error. */
  delete(key: string): Promise<void>;
  deletePrefix(prefix: string): Promise<number>;

  /** A large blob in numbered parts (from 1; all but the last at least 5 MiB). Survives the process. */
  startMultipart(key: string): Promise<string>;
  putPart(upload: MultipartRef, part: number, body: Uint8Array | Readable, size: number): Promise<{ etag: string }>;
  listParts(upload: MultipartRef): Promise<{ part: number; size: number; etag: string }[]>;
  /** Makes the blob of parts 1…n in order; idempotent when it was completed with the same parts. */
  completeMultipart(upload: MultipartRef, parts: { part: number; etag: string }[]): Promise<void>;
  abortMultipart(upload: MultipartRef): Promise<void>;

  /** Room for more, in bytes; null where the engine has no bound of its own. */
  freeBytes(): Promise<number | null>;

  /** True when a small write and read succeed within 2 s. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface MultipartRef {
  key: string;
  uploadId: string;
}

export interface PutOptions {
  ifAbsent?: boolean;
  /** Required for streams: a body of another length is refused and nothing becomes visible. */
  size?: number;
  contentType?: string;
}

export interface BlobInfo {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

export class BlobNotFound extends Error {
  override readonly name = 'BlobNotFound';
  readonly key: string;
  constructor(key: string) {
    super(`There is no blob ${key}.`);
    this.key = key;
  }
}

export class InvalidBlobKey extends Error {
  override readonly name = 'InvalidBlobKey';
  constructor(key: string) {
    super(`Not a blob key: ${JSON.stringify(key.slice(0, 80))}.`);
  }
}

/** The disk or the account is full: uploads answer 507, processing pauses and goes on when there is room. */
export class BlobStoreFull extends Error {
  override readonly name = 'BlobStoreFull';
  constructor(cause?: unknown) {
    super('The storage is full.', { cause });
  }
}

/** A body ended early, was longer than declared, or its source failed: nothing became visible. */
export class BlobBodyMismatch extends Error {
  override readonly name = 'BlobBodyMismatch';
}

const KEY = /^[a-zA-Z0-9_-][a-zA-Z0-9._-]*(?:\/[a-zA-Z0-9_-][a-zA-Z0-9._-]*)*$/;

/** Throws `InvalidBlobKey` unless `key` follows the rules above. */
export function assertBlobKey(key: string): void {
  if (key.length > 512 || !KEY.test(key)) throw new InvalidBlobKey(key);
}
