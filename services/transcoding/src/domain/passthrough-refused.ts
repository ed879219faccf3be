import type { MediaFailureCode } from '@kinora/ffmpeg';

/**
 * A worker's word for a file's own picture that cannot be shown as it is. From the pass that reads the file: another edition
 * encodes everything that is shown. From a task of a trim: nothing that is encoded can stand beside that picture, and
 * another edition encodes all of that rendition.
 */
export const PASSTHROUGH_REFUSED = 'passthrough_refused' satisfies MediaFailureCode;
