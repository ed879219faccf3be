import { CaptionError, type Cue, type KeptRanges, parseCaptions, wholeCues, writeCaptions } from '@kinora/media';
import type { VideosContext } from './context.ts';
import { decodeText } from './domain/decode-text.ts';
import { videosErrors } from './errors.ts';
import type { CaptionChange, CaptionRow } from './store/captions-store.ts';

const MOST_BYTES = 4 * 2 ** 20;

/**
 * What goes out is what we write; of what came in nothing is kept. The file is there before the row that names it.
 * @param kept the parts of the film that times of the upload are times of; null: all of it.
 */
export async function saveCaptions(
  context: Pick<VideosContext, 'captions' | 'blobs' | 'removing' | 'log'>,
  change: Omit<CaptionChange, 'file'>,
  uploaded: unknown,
  kept: KeptRanges | null = null,
): Promise<CaptionRow> {
  if (!(uploaded instanceof Uint8Array)) return context.captions.put(change);
  const { body, cues } = rewrite(uploaded, await toWhole(context, change, kept));
  const blobKey = await context.captions.reserve(change.videoId, body);
  await context.blobs.put(blobKey, body, { contentType: 'text/vtt' });
  try {
    return await context.captions.put({ ...change, file: { blobKey, cues } });
  } catch (error) {
    // Where this fails too, the file goes by itself after a while.
    await context.captions
      .discard(blobKey)
      .catch((cause: unknown) =>
        context.log.warn({ err: cause, blobKey }, 'captions that were refused stay for a while'),
      );
    context.removing.wake();
    throw error;
  }
}

/** What was written of a trimmed film, in times of the whole one; what is cut out keeps its captions. */
async function toWhole(
  context: Pick<VideosContext, 'captions' | 'blobs'>,
  { videoId, language }: Omit<CaptionChange, 'file'>,
  kept: KeptRanges | null,
): Promise<(cues: Cue[]) => Cue[]> {
  if (!kept) return (cues) => cues;
  const row = await context.captions.find(videoId, language);
  const before = row && new TextDecoder().decode(await context.blobs.readAll(row.blob_key));
  return (cues) => wholeCues(cues, kept, before === undefined ? [] : parseCaptions(before));
}

function rewrite(uploaded: Uint8Array, toWhole: (cues: Cue[]) => Cue[]): { body: Uint8Array; cues: number } {
  try {
    const cues = toWhole(parseCaptions(decodeText(uploaded)));
    const body = Buffer.from(writeCaptions(cues));
    if (body.byteLength > MOST_BYTES) throw videosErrors.captions_too_large();
    return { body, cues: cues.length };
  } catch (error) {
    if (error instanceof CaptionError) throw refusal(error);
    throw error;
  }
}

function refusal(cause: CaptionError) {
  const fields = cause.line === undefined ? {} : { fields: [{ path: `line.${cause.line}`, message: cause.message }] };
  switch (cause.code) {
    case 'too-large':
    case 'too-many':
      return videosErrors.captions_too_large({ cause, ...fields });
    case 'empty':
      return videosErrors.captions_empty({ cause });
    case 'not-captions':
      return videosErrors.captions_unreadable({ cause });
    default:
      return cause.code satisfies never;
  }
}
