import { readFile } from 'node:fs/promises';
import type { CrashPoint } from '@kinora/kernel';
import { ApiError } from '@kinora/sdk';
import { eventually, makeFilm, type Person, type TestPlatform, waitForState } from '@kinora/testing';

/**
 * Tells the server to die at `point` and makes it pass there: uploads a film, and deletes it when that is the point. The
 * client does what clients do: starts again after an error, asks for the offset, sends the rest. Afterwards the server
 * runs again. Answers the film's id.
 */
export async function diesAt(platform: TestPlatform, person: Person, point: CrashPoint, times = 1): Promise<string> {
  const { client } = person;
  const bytes = await readFile(await makeFilm());
  const create = () => client.videos.create({ title: point, fileName: 'film.mp4', sizeBytes: bytes.length });
  // What one process has written moves into the file of the next one.
  const begun = point === 'upload-after-move' ? await create() : undefined;
  if (begun)
    await client.uploads.patch(begun.upload.url, { offsetBytes: 0, body: bytes.subarray(0, bytes.length / 2) });
  await platform.crashAt(point, times);
  let died = false;
  const revive = async () => {
    await platform.died();
    died = true;
    await platform.boot();
    await platform.expireLeases();
  };
  const surviving = async <T>(what: string, work: () => Promise<T | false>): Promise<T> => {
    const answer = await work().catch(async (error: unknown) => {
      if (died) throw error;
      await revive();
      return eventually(what, work, { everyMs: 200 });
    });
    return answer === false ? eventually(what, work, { everyMs: 200 }) : answer;
  };

  const created = begun ?? (await surviving('the draft is made', create));
  const { url } = created.upload;
  await surviving('the film is sent', async () => {
    const offsetBytes = await client.uploads.offset(url);
    if (offsetBytes === bytes.length) return true;
    return (await client.uploads.patch(url, { offsetBytes, body: bytes.subarray(offsetBytes) })) === bytes.length;
  });
  if (point === 'delete-before-blobs') {
    await surviving('the film is ready', () => waitForState(client, created.id, 'ready'));
    await surviving('the film is deleted', () => deleteFilm(client, created.id));
  }
  if (!died) await revive();
  return created.id;
}

/** Deletes as a client does that lost the answer: a film that is no longer there is a film that was deleted. */
async function deleteFilm(client: Person['client'], id: string): Promise<true> {
  await client.videos.delete(id).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  });
  return true;
}
