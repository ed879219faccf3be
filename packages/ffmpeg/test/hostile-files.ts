import { execFile } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs ffmpeg to make something that people should not bring. */
export async function ffmpeg(args: string[]): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args]);
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u16 = (value: number) => u32(value).subarray(0, 2);
const chunk = (id: string, ...parts: Uint8Array[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(id, 'latin1'), u32(body.length), body, Buffer.alloc(body.length % 2)]);
};
const list = (type: string, ...parts: Uint8Array[]) => chunk('LIST', Buffer.from(type, 'latin1'), ...parts);

/**
 * AVI with one picture and a subtitle track whose packet is a file of its own ("GAB2"): ffmpeg opens it with whatever
 * demuxer it takes it for.
 */
export function aviWithNestedFile(jpeg: Uint8Array, nested: string): Buffer {
  const stream = (kind: string, handler: string, format: Uint8Array) =>
    list(
      'strl',
      chunk(
        'strh',
        Buffer.from(`${kind}${handler}`, 'latin1'),
        Buffer.alloc(12),
        ...[1, 25, 0, 1, 0, 0xffff_ffff, 0].map(u32),
        Buffer.alloc(8),
      ),
      chunk('strf', format),
    );
  const bitmap = Buffer.concat([
    ...[40, 320, 240].map(u32),
    u16(1),
    u16(24),
    Buffer.from('MJPG'),
    ...[320 * 240 * 3, 0, 0, 0, 0].map(u32),
  ]);
  const header = chunk('avih', ...[40_000, 0, 0, 0x10, 1, 0, 2, 0, 320, 240, 0, 0, 0, 0].map(u32));
  const name = Buffer.from('english\0', 'utf16le');
  const file = Buffer.from(nested, 'latin1');
  const gab2 = Buffer.concat([Buffer.from('GAB2\0'), u16(2), u32(name.length), name, u16(4), u32(file.length), file]);
  const hdrl = list('hdrl', header, stream('vids', 'MJPG', bitmap), stream('txts', '\0\0\0\0', Buffer.alloc(0)));
  const movi = list('movi', chunk('01tx', gab2), chunk('00dc', jpeg), chunk('00dc', jpeg));
  return chunk('RIFF', Buffer.from('AVI '), hdrl, movi);
}

/** A QuickTime film of so many tracks of sound. */
export async function manyTracks(path: string, tracks: number): Promise<void> {
  const maps = Array.from({ length: tracks }, () => ['-map', '0:a']).flat();
  await ffmpeg(['-f', 'lavfi', '-i', 'sine=duration=0.1', ...maps, '-c:a', 'pcm_s16le', '-f', 'mov', path]);
}

/** The film with so many chapters, and a title of so many bytes. */
export async function withMetadata(
  film: string,
  path: string,
  { chapters, titleBytes }: { chapters: number; titleBytes: number },
): Promise<void> {
  const blocks = Array.from(
    { length: chapters },
    (_, index) => `[CHAPTER]\nTIMEBASE=1/10000\nSTART=${index}\nEND=${index + 1}\ntitle=c${index}\n`,
  );
  await writeFile(`${path}.txt`, `;FFMETADATA1\ntitle=${'t'.repeat(titleBytes)}\n${blocks.join('')}`);
  await ffmpeg([
    '-i',
    film,
    '-f',
    'ffmetadata',
    '-i',
    `${path}.txt`,
    '-map',
    '0',
    '-map_metadata',
    '1',
    '-c',
    'copy',
    path,
  ]);
}

/** The size in the frame header of every JPEG of a file is made `side` squared (ITU-T T.81 §B.2.2). */
export async function claimPictures(path: string, side: number): Promise<void> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf('ffc0', 0, 'hex'); at >= 0; at = bytes.indexOf('ffc0', at + 2, 'hex')) {
    bytes.writeUInt16BE(side, at + 5);
    bytes.writeUInt16BE(side, at + 7);
  }
  await writeFile(path, bytes);
}

/** The file with the header of its first box of that type changed to a size, in 64 bits when it needs them. */
export async function claimBoxSize(path: string, type: string, size: bigint): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(type) - 4;
  if (size < 2n ** 32n) {
    bytes.writeUInt32BE(Number(size), at);
    await writeFile(path, bytes);
    return;
  }
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1, 0);
  header.write(type, 4, 'latin1');
  header.writeBigUInt64BE(size, 8);
  await writeFile(path, Buffer.concat([bytes.subarray(0, at), header, bytes.subarray(at + 8)]));
}

/** Boxes in boxes, each of the size of the rest, behind the start of a film. */
export function nestedBoxes(depth: number): Buffer {
  const bytes = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level++) {
    bytes.writeUInt32BE(bytes.length - level * 8, level * 8);
    bytes.write(level === 0 ? 'moov' : 'trak', level * 8 + 4, 'latin1');
  }
  return Buffer.concat([Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'), bytes]);
}

/** Matroska with a file attached that wants to be somewhere else. */
export async function withAttachment(film: string, path: string, content: string): Promise<void> {
  const attached = `${path}.ttf`;
  await writeFile(attached, content);
  const aside = join(path, '..', 'aside.mkv');
  const name = [
    '-metadata:s:t',
    'filename=../../../attached.ttf',
    '-metadata:s:t',
    'mimetype=application/x-truetype-font',
  ];
  await ffmpeg(['-i', film, '-map', '0', '-c', 'copy', '-attach', attached, ...name, aside]);
  await rename(aside, path);
}
