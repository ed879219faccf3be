/** Why a file or a task failed: stable codes, each with a sentence for the person who uploaded it. */
const sentences = {
  aborted: 'The work was stopped before it was finished.',
  deadline: 'Processing took longer than allowed and was stopped.',
  stalled: 'Processing stopped making progress and was ended.',
  out_of_memory: 'Processing this file needs more memory than allowed.',
  ffmpeg_missing: 'ffmpeg was not found on this machine. Install it or set FFMPEG_PATH.',
  ffmpeg_failed: 'The file could not be processed.',
  need_more_data: 'More of the file is needed before it can be read.',
  empty_file: 'The file is empty.',
  unknown_container: 'This is not a video file that we can read.',
  playlist_refused: 'This is a playlist, not a video file. Upload the video itself.',
  text_refused: 'This is a text or web page, not a video file.',
  image_refused: 'This is a picture, not a video file.',
  archive_refused: 'This is an archive or a document, not a video file.',
  corrupt: 'The file is damaged or incomplete and cannot be read.',
  no_video: 'The file has no video track.',
  unsupported_codec: 'The video uses a format that we cannot decode.',
  needs_encoding: 'The video cannot be taken over as it is and has to be encoded.',
  passthrough_refused: 'The video cannot be shown as it is and has to be encoded.',
  encrypted: 'The video is encrypted (DRM) and cannot be processed.',
  too_many_streams: 'The file has too many tracks.',
  picture_too_large: 'The picture is larger than allowed.',
  too_long: 'The video is longer than allowed.',
  too_many_frames: 'The video has more frames than allowed.',
  frame_count: 'Some frames of the video could not be decoded.',
  timestamps: 'The timestamps of the video contradict each other.',
  output_invalid: 'The encoder produced something unexpected.',
} as const;

export type MediaFailureCode = keyof typeof sentences;

export class MediaFailure extends Error {
  override readonly name = 'MediaFailure';
  readonly code: MediaFailureCode;
  /** For the log: the end of ffmpeg's stderr, exit code, numbers. Never shown to people. */
  readonly detail: string;

  constructor(code: MediaFailureCode, detail = '', options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
    this.detail = detail;
  }
}

/** The closed list, for documentation and for mapping to the API. */
export const mediaFailureCodes = Object.keys(sentences) as MediaFailureCode[];

/** Whether the same input could succeed another time: the machine was at fault, not the file. */
export function isTransient(code: MediaFailureCode): boolean {
  return (
    code === 'aborted' ||
    code === 'deadline' ||
    code === 'stalled' ||
    code === 'out_of_memory' ||
    code === 'ffmpeg_missing'
  );
}
