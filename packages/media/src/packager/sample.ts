/** One frame in decoding order, on the published timeline (0 is the first video frame), in ticks of its track. */
export type MediaSample = {
  /** Presentation time. */
  pts: number;
  sync: boolean;
  data: Uint8Array;
};

/** What the index keeps of one published or private segment. `bytes` is a complete `moof` + `mdat`. */
export type VideoSegment = {
  /** Counts from 0 without gaps. */
  sequence: number;
  /** Presentation time of its first frame, 90 kHz. */
  startPts90k: number;
  /** Until the first frame of the next segment (for the last one: until the end of the film), 90 kHz. */
  durationPts90k: number;
  /** Presentation times of its frames, ascending, 90 kHz. Frames that an edit list hides are not among them. */
  frames: number[];
  /** Presentation time of the keyframe that it starts with. Later than `startPts90k` in an open GOP. */
  keyframePts90k: number;
  /** Frames that are shown before that keyframe and need the previous segment to be decoded: 0 in a closed GOP. */
  leadingFrames: number;
  /** It can be decoded without the previous segment: no leading frames and, for H.264, a real IDR picture. */
  independent: boolean;
  /** It carries decoder parameters (SPS, PPS) that the init segment does not have. */
  parameterChange: boolean;
  /** The longest distance of two keyframes that ends in or with this segment, 90 kHz. */
  keyframeIntervalPts90k: number;
  bytes: Uint8Array;
};

export type AudioSegment = {
  sequence: number;
  /** 48 kHz ticks, a multiple of 1024 from the first segment's start. */
  startPts48k: number;
  durationPts48k: number;
  /** AAC frames, silent ones that we appended included. */
  frames: number;
  bytes: Uint8Array;
};

/** A video segment without its bytes: what is stored and planned with. */
export type VideoSegmentInfo = Omit<VideoSegment, 'bytes'>;
