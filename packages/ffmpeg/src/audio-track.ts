import {
  AUDIO_TIMESCALE,
  AudioCutter,
  type AudioSegment,
  FFMPEG_OFFSET_90K,
  FFMPEG_OFFSET_SECONDS,
  rewriteAudioInit,
  type TrackFragment,
  VIDEO_TIMESCALE,
} from '@kinora/media';
import { fragmentEvents } from './fragment-events.ts';
import type { IngestOptions } from './ingest.ts';
import { LoudnessReader } from './loudness.ts';
import { MediaFailure } from './media-failure.ts';

/** Sound that is waiting for the first picture to know where the film begins. */
const MAX_WAITING_FRAGMENTS = 20_000;

/** One sound of an ingest pass. Its timeline is known only when the first picture is. */
export class AudioTrack {
  segments = 0;
  readonly loudness = new LoudnessReader();
  readonly #options: IngestOptions;
  readonly #position: number;
  #cutter: AudioCutter | undefined;
  #waiting: TrackFragment[] = [];
  #zero90k: number | undefined;

  /** @param position of the sound among those that are delivered. */
  constructor(options: IngestOptions, position: number, zero90k: Promise<number>) {
    this.#options = options;
    this.#position = position;
    void zero90k.then((zero) => {
      this.#zero90k = zero;
    });
  }

  get frames(): number {
    return this.#cutter?.frames ?? 0;
  }

  get end48k(): number {
    return this.#cutter?.end48k ?? 0;
  }

  get end90k(): number {
    return Math.round((this.end48k * VIDEO_TIMESCALE) / AUDIO_TIMESCALE);
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const event of fragmentEvents(bytes)) {
      if (event.type === 'init') await this.#options.onAudioInit(rewriteAudioInit(event.init), this.#position);
      else if (event.type === 'fragment') {
        this.#waiting.push(...event.fragment.tracks);
        if (this.#waiting.length > MAX_WAITING_FRAGMENTS) throw new MediaFailure('timestamps', 'sound without picture');
        await this.flush();
      }
    }
  }

  async flush(): Promise<void> {
    if (this.#zero90k === undefined) return;
    this.#cutter ??= new AudioCutter({ zero48k: audioZero(this.#zero90k) });
    for (const track of this.#waiting.splice(0)) await this.#deliver(this.#cutter.push(track));
  }

  /** Silence, or nothing, until the picture ends. */
  async end(end90k: number): Promise<void> {
    await this.#deliver(this.#cutter?.end(Math.round((end90k * AUDIO_TIMESCALE) / VIDEO_TIMESCALE)) ?? []);
  }

  async #deliver(finished: AudioSegment[]): Promise<void> {
    for (const segment of finished) {
      this.segments++;
      await this.#options.onAudioSegment(segment, this.#position);
    }
  }
}

function audioZero(zero90k: number): number {
  const source = ((zero90k - FFMPEG_OFFSET_90K) * AUDIO_TIMESCALE) / VIDEO_TIMESCALE;
  return FFMPEG_OFFSET_SECONDS * AUDIO_TIMESCALE + Math.round(source);
}
