/** Why bytes were not accepted as (fragmented) MP4. A closed list: callers switch over it. */
export type Mp4ErrorCode =
  /** The input ended inside a box. */
  | 'truncated'
  /** A box states a size that is impossible: smaller than its header, outside its parent, or 0 where more follows. */
  | 'box-size'
  /** Boxes nested deeper than the limit. */
  | 'too-deep'
  /** A box or a sample is larger than the limit. */
  | 'too-large'
  /** More boxes, tracks or samples than the limit. */
  | 'too-many'
  /** A field contradicts another, or a mandatory box is missing. */
  | 'malformed'
  /** Well formed, but a variant that we do not read. */
  | 'unsupported';

export class Mp4Error extends Error {
  override readonly name = 'Mp4Error';
  readonly code: Mp4ErrorCode;

  constructor(code: Mp4ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
