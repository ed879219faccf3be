import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl';

/** The files of a ZIP, by their path, as another library than the one that wrote it reads them. */
export async function readZip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const open = promisify<Buffer, Options, ZipFile>(fromBuffer);
  const zip = await open(Buffer.from(bytes), { lazyEntries: true });
  const openStream = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  const files = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(files));
    zip.on('entry', (entry: Entry) => {
      const read = async () => {
        files.set(entry.fileName, await buffer(await openStream(entry)));
        zip.readEntry();
      };
      read().catch(reject);
    });
    zip.readEntry();
  });
}
