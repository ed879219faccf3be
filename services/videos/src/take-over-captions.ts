import { BlobNotFound } from '@kinora/ports';
import type { VideosContext } from './context.ts';
import { videosErrors } from './errors.ts';
import { saveCaptions } from './save-captions.ts';

/** The video is gone, it has captions in this language, or there is nothing to show in these. */
const REFUSALS = new Set(
  [
    videosErrors.not_found,
    videosErrors.captions_exist,
    videosErrors.captions_too_many,
    videosErrors.captions_empty,
    videosErrors.captions_too_large,
    videosErrors.captions_unreadable,
  ].map((refusal) => refusal().code),
);

/**
 * Captions that files brought along become the video's, where nobody has given it any in their language. Answers whether
 * there may be more.
 */
export async function takeOverCaptions(
  context: Pick<VideosContext, 'captions' | 'blobs' | 'removing' | 'log'>,
): Promise<boolean> {
  const [found] = await context.captions.listFound(1);
  if (!found) return false;
  const { blob_key: blobKey, video_id: videoId, language, label } = found;
  try {
    const bytes = await context.blobs.readAll(blobKey);
    await saveCaptions(context, { videoId, language, label, expected: 'absent' }, bytes);
  } catch (error) {
    const isNoUse = error instanceof BlobNotFound || (error instanceof Error && REFUSALS.has(codeOf(error)));
    if (!isNoUse) throw error;
    context.log.info({ err: error, videoId, language }, 'captions of a file are not taken over');
  }
  await context.captions.forgetFound(blobKey);
  return true;
}

function codeOf(error: Error): string {
  return 'code' in error ? `${error.code}` : '';
}
