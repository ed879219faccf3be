import type { TrackFragment } from '../mp4/fragment.ts';
import type { AudioSegment } from './sample.ts';
import { AAC_FRAME_SAMPLES } from './timeline.ts';
import { writeAudioSegment } from './write-segment.ts';

/** An AAC-LC frame of two silent channels; the same at every sampling rate. */
const SILENT_STEREO_FRAME = Uint8Array.from([0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]);

/** 188 AAC frames at 48 kHz are 4.011 s. */
const FRAMES_PER_SEGMENT = 188;

/**
 * Cuts an AAC track (48 kHz, stereo) into segments of whole frames. Times are counted in frames, so that rounding in
 * the source cannot make gaps; gaps of a frame and more are filled with silence.
 */
export class AudioCutter {
  /** Start of the published timeline on ffmpeg's clock (source + 100 s), 48 kHz. */
  readonly #zero: number;
  #frames: Uint8Array[] = [];
  #count = 0;
  #silent = 0;
  #sequence = 0;
  #written = 0;

  constructor(options: { zero48k: number }) {
    this.#zero = options.zero48k;
  }

  /** Frames so far, silent ones included. */
  get frames(): number {
    return this.#count;
  }

  /** Silent frames that were put in. */
  get silentFrames(): number {
    return this.#silent;
  }

  get end48k(): number {
    return this.#count * AAC_FRAME_SAMPLES;
  }

  push(fragment: TrackFragment): AudioSegment[] {
    const finished: AudioSegment[] = [];
    for (const sample of fragment.samples) {
      const start = sample.dts + sample.cts - this.#zero;
      // The encoder's priming frame, and whatever else would be heard before the first picture.
      if (start < -AAC_FRAME_SAMPLES / 2) continue;
      this.#fillUntil(start - AAC_FRAME_SAMPLES / 2, finished);
      this.#add(sample.data, finished);
    }
    return finished;
  }

  /** No more frames: silence is appended until `end48k`, rounded to a whole frame. */
  end(end48k: number): AudioSegment[] {
    const finished: AudioSegment[] = [];
    this.#fillUntil(end48k - AAC_FRAME_SAMPLES / 2, finished);
    if (this.#frames.length > 0) finished.push(this.#cut());
    return finished;
  }

  #fillUntil(end: number, finished: AudioSegment[]): void {
    while (this.end48k < end) {
      this.#silent++;
      this.#add(SILENT_STEREO_FRAME, finished);
    }
  }

  #add(frame: Uint8Array, finished: AudioSegment[]): void {
    this.#frames.push(frame);
    this.#count++;
    if (this.#frames.length === FRAMES_PER_SEGMENT) finished.push(this.#cut());
  }

  #cut(): AudioSegment {
    const frames = this.#frames;
    this.#frames = [];
    const startPts48k = this.#written * AAC_FRAME_SAMPLES;
    this.#written += frames.length;
    const sequence = this.#sequence++;
    return {
      sequence,
      startPts48k,
      durationPts48k: frames.length * AAC_FRAME_SAMPLES,
      frames: frames.length,
      bytes: writeAudioSegment({ sequence, startPts: startPts48k, frameDuration: AAC_FRAME_SAMPLES, frames }),
    };
  }
}
