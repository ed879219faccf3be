export type VideoCodec = 'h264' | 'hevc' | 'av1';

/** One rung of the ladder. Plain JSON: it travels in tasks and is stored. */
export type Rendition = {
  /** Short side of the picture, and codec where it is not H.264: `1080p`, `720phevc`. Unique; also its folder's name. */
  name: string;
  /** Absent: H.264. */
  codec?: VideoCodec;
  /** Square pixels, even, after rotation. */
  width: number;
  height: number;
  /** Nominal frame rate, as a fraction. */
  fpsNum: number;
  fpsDen: number;
  /** One of how many source frames is kept: 1 keeps all, 2 halves the rate. */
  rateDivisor: number;
  /** VBV maximum; the buffer is twice that. */
  maxrateBps: number;
  /** The segments of the ingest pass are this rendition; nothing is encoded. Only ever the first of a ladder. */
  passthrough: boolean;
};

/** What the ladder and the passthrough decision need to know. A `ProbeResult` of @kinora/ffmpeg has this as `.video`. */
export type LadderSource = {
  /** Coded size, before rotation. */
  width: number;
  height: number;
  /** Sample aspect ratio as width / height of one pixel; 1 is square. */
  sar: number;
  /** Clockwise degrees: 0, 90, 180 or 270. */
  rotation: number;
  fpsNum: number;
  fpsDen: number;
  codec: string;
  profile?: string | undefined;
  pixFmt?: string | undefined;
  bitDepth?: number | undefined;
  /** Of the video track where it is known, else of the file. */
  bitrateBps?: number | undefined;
  interlaced?: boolean | undefined;
  hdr?: boolean | undefined;
  /** Frames hidden by an edit list. */
  hiddenFrames?: number | undefined;
  /** Whether its packets can be copied into MP4 with their timestamps. */
  copyable: boolean;
};

export type PassthroughReason =
  | 'codec'
  | 'pixel-format'
  | 'rotation'
  | 'pixel-aspect'
  | 'odd-size'
  /** Stated, or measured while reading. */
  | 'bitrate'
  | 'interlaced'
  | 'hidden-frames'
  | 'frame-rate'
  | 'not-copyable'
  /** Found while reading: keyframes more than 10 s apart. */
  | 'long-gop'
  /** Found while reading: frames that need the previous segment. */
  | 'open-gop'
  /** Found while reading: the decoder's parameters change in mid-stream. */
  | 'parameter-change';
