import { Readable } from 'node:stream';
import type { Log } from '@kinora/kernel';
import { BlobNotFound, type BlobStore } from '@kinora/ports';
import {
  type Exporter,
  exportIdentity,
  exportOthers,
  type FilmReader,
  type OwnStores,
  readFilm,
} from './account-exporters.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { exportReadme } from './domain/export-readme.ts';
import type { MailSite } from './domain/mail-texts.ts';
import type { ExportRow, ExportsStore } from './store/exports-store.ts';

const RENEW_MS = 20_000;
const OVER_AT_ONCE = 20;

export interface ExportMaking {
  exports: ExportsStore;
  own: OwnStores;
  others: readonly Exporter[];
  films: FilmReader;
  blobs: BlobStore;
  site(): Promise<MailSite>;
  log: Log;
}

class Superseded extends Error {}

/** Makes the archive whose turn it is. True when there may be another; 'quiet' when none waits. */
export async function makeNextExport(making: ExportMaking, signal: AbortSignal): Promise<boolean | 'quiet'> {
  const { exports, blobs, log } = making;
  for (const row of await exports.listOver(OVER_AT_ONCE)) {
    await removeWritten(blobs, row);
    await exports.forget(row.id);
  }
  const row = await exports.takeNext();
  if (!row) return (await exports.isAnyWaiting()) ? false : 'quiet';
  try {
    // Of an attempt that a crash ended.
    await removeWritten(blobs, row);
    await make(making, row, signal);
    log.info({ exportId: row.id }, 'an archive of an account was made');
  } catch (error) {
    if (error instanceof Superseded) return true;
    log.warn({ err: error, exportId: row.id, attempts: row.attempts }, 'an archive of an account could not be made');
    await exports.postpone(row);
    if (signal.aborted) throw error;
  }
  return true;
}

async function make(making: ExportMaking, row: ExportRow, signal: AbortSignal): Promise<void> {
  const { exports, blobs } = making;
  const key = `exports/${row.id}/${row.attempts}.zip`;
  const target = { key, uploadId: await blobs.startMultipart(key) };
  await using archive = await ArchiveWriter.open(blobs, target);
  if (!(await exports.noteWriting(row, target))) throw new Superseded();
  const site = await making.site();
  const { email, text } = await exportIdentity(making.own, row.account_id);
  const { with_films: withFilms } = row;
  const readme = exportReadme({ site: site.name, url: site.url, email, withFilms, at: new Date() });
  await archive.add('README.txt', readme, { compress: true });
  await archive.add('account.json', text, { compress: true });
  let renewedAt = Date.now();
  for await (const { path, content } of exportOthers(making.others, { accountId: row.account_id, withFilms, signal })) {
    if (Date.now() - renewedAt > RENEW_MS) {
      if (!(await exports.renew(row))) throw new Superseded();
      renewedAt = Date.now();
    }
    signal.throwIfAborted();
    if (content.case === 'text') await archive.add(path, content.value, { compress: true });
    else if (content.case === 'blobKey') {
      await addLong(making, archive, {
        row,
        path,
        signal,
        open: (turn) => making.blobs.read(content.value, { signal: turn }),
      });
    } else if (content.case === 'filmOf') {
      await addLong(making, archive, {
        row,
        path,
        signal,
        open: (turn) => openFilm(making.films, content.value, turn),
      });
    }
  }
  const sizeBytes = await archive.finish();
  if (await exports.finish(row, { sizeBytes, site })) return;
  await blobs.delete(key);
  throw new Superseded();
}

/** Undefined where nothing of it is whole: an empty file would look like a film. */
async function openFilm(films: FilmReader, videoId: string, signal: AbortSignal): Promise<Readable | undefined> {
  const parts = readFilm(films, videoId, signal);
  const first = await parts.next();
  if (first.done) return undefined;
  return Readable.from(following(first.value, parts), { objectMode: false });
}

async function* following(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

interface LongFile {
  row: ExportRow;
  path: string;
  signal: AbortSignal;
  open(turn: AbortSignal): Promise<Readable | undefined>;
}

/** Films and pictures are packed as they are. One that is gone meanwhile is left out. */
async function addLong(
  { exports }: ExportMaking,
  archive: ArchiveWriter,
  { row, path, signal, open }: LongFile,
): Promise<void> {
  const lost = new AbortController();
  // A film may take longer than a turn.
  const renewing = setInterval(() => {
    exports.renew(row).then(
      (mine) => mine || lost.abort(new Superseded()),
      () => {},
    );
  }, RENEW_MS);
  try {
    const body = await open(AbortSignal.any([signal, lost.signal]));
    if (body) await archive.add(path, body, { compress: path.endsWith('.vtt') });
  } catch (error) {
    if (lost.signal.aborted) throw lost.signal.reason;
    if (!(error instanceof BlobNotFound)) throw error;
  } finally {
    clearInterval(renewing);
  }
}

async function removeWritten(blobs: BlobStore, row: ExportRow): Promise<void> {
  if (row.blob_key === null) return;
  if (row.multipart_id !== null) await blobs.abortMultipart({ key: row.blob_key, uploadId: row.multipart_id });
  await blobs.delete(row.blob_key);
}
