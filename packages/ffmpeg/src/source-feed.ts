import { FragmentParser, type InitSegment, onlyTrack, withoutEditList } from '@kinora/media';

/**
 * Source segments on their way to ffmpeg's stdin. Frames are counted as they pass, so that the result can be compared
 * with what went in. The edit list is left out: ffmpeg is to see times as they are stored, hidden frames included.
 */
export class SourceFeed {
  /** Published presentation times of all frames that went in, in decoding order. */
  readonly frames: number[] = [];
  readonly #init: Uint8Array;
  readonly #mediaTime: number;
  readonly #segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

  constructor(init: InitSegment, segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#init = withoutEditList(init);
    this.#mediaTime = onlyTrack(init, 'video').mediaTime;
    this.#segments = segments;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    const parser = new FragmentParser();
    parser.push(this.#init);
    yield this.#init;
    for await (const segment of this.#segments) {
      for (const event of parser.push(segment)) {
        if (event.type === 'error') throw event.error;
        if (event.type !== 'fragment') continue;
        for (const sample of event.fragment.tracks.flatMap((track) => track.samples)) {
          this.frames.push(sample.dts + sample.cts - this.#mediaTime);
        }
      }
      yield segment;
    }
  }
}
