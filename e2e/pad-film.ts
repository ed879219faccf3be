import { open, readFile } from 'node:fs/promises';

const HEADER = 16;

/**
 * The film with so many bytes of nothing before its media, as an MP4 whose media lie beyond them: one box of 64 bits is
 * skipped, and chunk offsets are of 64 bits. On a disk that knows holes it takes no more room than before.
 * @param source with its index at the end.
 * @param indexFirst whether the index comes before all of that.
 */
export async function padFilm(
  source: string,
  path: string,
  { paddingBytes, indexFirst }: { paddingBytes: number; indexFirst: boolean },
): Promise<{ sizeBytes: number }> {
  const bytes = await readFile(source);
  const boxes = topLevel(bytes);
  const moov = boxes.find(({ type }) => type === 'moov');
  const ftyp = boxes.find(({ type }) => type === 'ftyp');
  if (!moov || !ftyp) throw new Error(`${source} has no index.`);
  const rest = boxes.filter((box) => box !== moov && box !== ftyp);
  const media = Buffer.concat(rest.map(({ start, end }) => bytes.subarray(start, end)));
  const head = bytes.subarray(ftyp.start, ftyp.end);
  const index = bytes.subarray(moov.start, moov.end);
  // The offsets grow by four bytes each, and so does what is before the media when the index is.
  const before = indexFirst ? withOffsets(index, 0).length : 0;
  const shifted = withOffsets(index, paddingBytes + before);
  const free = Buffer.alloc(HEADER);
  free.writeUInt32BE(1, 0);
  free.write('free', 4, 'latin1');
  free.writeBigUInt64BE(BigInt(paddingBytes), 8);

  const file = await open(path, 'w');
  try {
    const start = Buffer.concat([head, ...(indexFirst ? [shifted] : []), free]);
    await file.write(start, 0, start.length, 0);
    const end = Buffer.concat([media, ...(indexFirst ? [] : [shifted])]);
    const at = start.length - HEADER + paddingBytes;
    await file.write(end, 0, end.length, at);
    return { sizeBytes: at + end.length };
  } finally {
    await file.close();
  }
}

function topLevel(bytes: Buffer): { type: string; start: number; end: number }[] {
  const boxes = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + bytes.readUInt32BE(start);
    boxes.push({ type: bytes.toString('latin1', start + 4, start + 8), start, end });
    start = end;
  }
  return boxes;
}

const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

/** A box with every `stco` within it as a `co64` whose offsets are greater by `by`. */
function withOffsets(box: Buffer, by: number): Buffer {
  const type = box.toString('latin1', 4, 8);
  if (type === 'stco') {
    const count = box.readUInt32BE(12);
    const table = Buffer.alloc(16 + 8 * count);
    box.copy(table, 0, 0, 16);
    table.write('co64', 4, 'latin1');
    for (let index = 0; index < count; index++)
      table.writeBigUInt64BE(BigInt(box.readUInt32BE(16 + 4 * index) + by), 16 + 8 * index);
    table.writeUInt32BE(table.length, 0);
    return table;
  }
  if (!CONTAINERS.has(type)) return box;
  const children = topLevel(box.subarray(8)).map(({ start, end }) => withOffsets(box.subarray(8 + start, 8 + end), by));
  const all = Buffer.concat([box.subarray(0, 8), ...children]);
  const copy = Buffer.from(all);
  copy.writeUInt32BE(copy.length, 0);
  return copy;
}
