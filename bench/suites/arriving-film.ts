import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { registerAccount, type Shape, startPlatform } from '@kinora/testing';

const BYTES_PER_SECOND = 20_000_000 / 8;
const PIECE_MS = 50;

export interface ArrivingTimes {
  /** From the first byte sent to two segments that somebody can play. */
  playableS: number;
  /** From the answer to the last byte to the end of the best rendition. */
  topEndS: number;
}

/** Sends a film in one request at 20 Mbit/s, its index ahead where that is at its end, and looks on as a viewer would. */
export async function measureArriving(shape: Shape, film: string): Promise<ArrivingTimes> {
  await using platform = await startPlatform({ shape, environment: { CHUNK_SECONDS: '20' } });
  const { client } = await registerAccount(platform);
  await using file = await open(film);
  const { size } = await file.stat();
  const read = async (start: number, end: number) => {
    const bytes = new Uint8Array(end - start);
    await file.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  const { id, upload } = await client.videos.create({ title: 'Arriving', fileName: 'film.mp4', sizeBytes: size });
  await client.uploads.sendIndex({ url: upload.url, source: { sizeBytes: size, read } });

  const firstByteAt = performance.now();
  let lastByteAt: number | undefined;
  const sending = (async () => {
    const patch = request(client.absoluteUrl(upload.url), {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${await client.accessToken()}`,
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': size,
      },
    });
    const answered = new Promise<number>((resolve, reject) => {
      patch.once('error', reject).once('response', (response) => resolve(response.resume().statusCode ?? 0));
    });
    const piece = (BYTES_PER_SECOND * PIECE_MS) / 1000;
    for (let sent = 0; sent < size; sent += piece) {
      patch.write(await read(sent, Math.min(size, sent + piece)));
      await delay(Math.max(0, firstByteAt + ((sent + piece) / BYTES_PER_SECOND) * 1000 - performance.now()));
    }
    patch.end();
    const status = await answered;
    if (status !== 204) throw new Error(`The upload was answered with ${status}.`);
    lastByteAt = performance.now();
  })();
  sending.catch(() => {});

  let playableS = 0;
  for (;;) {
    const { playback, failure } = await client.videos.get(id);
    if (failure) throw new Error(failure.message);
    if (playback && playableS === 0) playableS = (performance.now() - firstByteAt) / 1000;
    if (playback?.renditions.some((rendition) => rendition.complete)) break;
    await delay(50);
  }
  const endAt = performance.now();
  await sending;
  return { playableS, topEndS: Math.max(0, endAt - (lastByteAt ?? endAt)) / 1000 };
}
