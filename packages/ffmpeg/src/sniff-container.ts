import type { MediaFailureCode } from './media-failure.ts';
import type { Demuxer } from './probe-result.ts';

export type SniffRefusal = Extract<
  MediaFailureCode,
  | 'need_more_data'
  | 'empty_file'
  | 'unknown_container'
  | 'playlist_refused'
  | 'text_refused'
  | 'image_refused'
  | 'archive_refused'
>;
export type SniffResult = { ok: true; demuxer: Demuxer } | { ok: false; code: SniffRefusal };

/** Enough for every signature below, an ID3 tag in front of MP3 aside. */
const WANTED_BYTES = 4 * 188 + 4;

/**
 * Names the demuxer from the first bytes (some KiB are plenty). We decide, so that ffmpeg never guesses: text formats
 * that make it open other files (HLS, ffconcat, DASH, SDP, SVG) are refused whatever the file is called.
 * @param complete the bytes are the whole file: more will not come.
 */
export function sniffContainer(head: Uint8Array, complete = false): SniffResult {
  if (head.length === 0) return { ok: false, code: complete ? 'empty_file' : 'need_more_data' };
  const demuxer = binaryContainer(head);
  if (demuxer) return { ok: true, demuxer };
  const refusal = knownRefusal(head);
  if (refusal) return { ok: false, code: refusal };
  return { ok: false, code: head.length < WANTED_BYTES && !complete ? 'need_more_data' : 'unknown_container' };
}

const asciiAt = (bytes: Uint8Array, offset: number, length: number) =>
  String.fromCharCode(...bytes.subarray(offset, offset + length));

const topLevelBoxes = new Set(['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot']);

function binaryContainer(head: Uint8Array): Demuxer | undefined {
  const magic = asciiAt(head, 0, 4);
  if (topLevelBoxes.has(asciiAt(head, 4, 4))) return isStillImage(head) ? undefined : 'mov';
  if (magic === '\x1aE\xdf\xa3') return 'matroska';
  if (magic === 'RIFF' || magic === 'RF64') {
    const form = asciiAt(head, 8, 4);
    return form === 'AVI ' ? 'avi' : form === 'WAVE' ? 'wav' : undefined;
  }
  if (magic === 'FLV\x01') return 'flv';
  if (magic === 'OggS') return 'ogg';
  if (magic === 'fLaC') return 'flac';
  if (magic === '\x30\x26\xb2\x75') return 'asf';
  if (magic === '\x00\x00\x01\xba') return 'mpeg';
  if (isTransportStream(head, 188, 0) || isTransportStream(head, 192, 4)) return 'mpegts';
  if (magic.startsWith('ID3')) return 'mp3';
  return audioFrame(head);
}

/** HEIF and AVIF pictures are ISO files too. */
function isStillImage(head: Uint8Array): boolean {
  return asciiAt(head, 4, 4) === 'ftyp' && /^(heic|heix|mif1|msf1|avif|avis|crx )$/.test(asciiAt(head, 8, 4));
}

function isTransportStream(head: Uint8Array, packet: number, offset: number): boolean {
  if (head.length < offset + 3 * packet + 1) return false;
  return [0, 1, 2, 3].every((index) => head[offset + index * packet] === 0x47);
}

/** MPEG audio sync word with a plausible header; layer 0 is ADTS AAC. */
function audioFrame(head: Uint8Array): Demuxer | undefined {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return 'aac';
  const layer = (second >> 1) & 3;
  const plausible = ((second >> 3) & 3) !== 1 && layer !== 0 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
  return plausible ? 'mp3' : undefined;
}

const imageMagic = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', 'II*\0', 'MM\0*'];
const archiveMagic = ['PK\x03\x04', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', '%PDF', '\x7fELF', 'MZ'];

function knownRefusal(head: Uint8Array): SniffRefusal | undefined {
  const start = decodeText(head.subarray(0, 1024)).trimStart();
  if (/^(#EXTM3U|ffconcat|\[playlist\]|<MPD|v=0\r?\n|file\s+['"])/i.test(start)) return 'playlist_refused';
  if (/^<\?xml[\s\S]*<(MPD|SmoothStreamingMedia)/i.test(start)) return 'playlist_refused';
  if (/^(<\?xml[\s\S]*)?<svg/i.test(start) || isStillImage(head)) return 'image_refused';
  const magic = asciiAt(head, 0, 8);
  if (imageMagic.some((prefix) => magic.startsWith(prefix)) || asciiAt(head, 8, 4) === 'WEBP') return 'image_refused';
  if (archiveMagic.some((prefix) => magic.startsWith(prefix))) return 'archive_refused';
  return looksLikeText(head) ? 'text_refused' : undefined;
}

/** UTF-16 is how a playlist could slip through a comparison of bytes. */
function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function looksLikeText(head: Uint8Array): boolean {
  const sample = head.subarray(0, 512);
  if (sample.length < 4) return false;
  return sample.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));
}
