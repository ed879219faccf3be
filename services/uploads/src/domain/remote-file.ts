/** As HTTP brings them; of these none comes twice. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** What another server says about a file, before any of it is read. */
export interface RemoteFile {
  /** Undefined where it does not say. */
  sizeBytes: number | undefined;
  fileName: string;
  /** Something that changes when the file does, or empty. */
  validator: string;
  isWebPage: boolean;
}

/** From the answer to a request for the first byte (RFC 9110 §14), whether ranges are known there or not. */
export function describeRemoteFile(answer: { url: string; status: number; headers: AnswerHeaders }): RemoteFile {
  const { url, status, headers } = answer;
  const header = (name: string) => textOf(headers[name]);
  return {
    sizeBytes: status === 206 ? totalOf(header('content-range')) : toBytes(header('content-length')),
    fileName: nameIn(header('content-disposition')) ?? lastSegment(url),
    validator: validatorOf(headers),
    isWebPage: /^\s*(text\/html|application\/xhtml)/i.test(header('content-type') ?? ''),
  };
}

/** A weak ETag names what is alike, not what is the same. */
export function validatorOf(headers: AnswerHeaders): string {
  const etag = textOf(headers.etag);
  if (etag && !etag.startsWith('W/')) return etag;
  return textOf(headers['last-modified']) ?? '';
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** `bytes 0-0/1234`. */
export function totalOf(range: string | undefined): number | undefined {
  return toBytes(/^bytes \d+-\d+\/(\d+)$/.exec(range ?? '')?.[1]);
}

/** The first byte of `bytes 10-99/100`. */
export function firstOf(range: string | undefined): number | undefined {
  const [, first] = /^bytes (\d+)-/.exec(range ?? '') ?? [];
  return first === undefined ? undefined : Number(first);
}

function toBytes(text: string | undefined): number | undefined {
  const bytes = Number(text);
  return text !== undefined && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

function nameIn(disposition: string | undefined): string | undefined {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (extended) return decode(extended);
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition ?? '') ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
}

function lastSegment(url: string): string {
  return decode(new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
