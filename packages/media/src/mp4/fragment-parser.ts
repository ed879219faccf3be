import { readBoxHeader } from './box.ts';
import { concatBytes } from './bytes.ts';
import { type Fragment, parseFragment } from './fragment.ts';
import { type InitSegment, parseInitSegment } from './init-segment.ts';
import { Mp4Error } from './mp4-error.ts';

export type FragmentEvent =
  | { type: 'init'; init: InitSegment }
  | { type: 'fragment'; fragment: Fragment }
  /** The stream cannot be read on; later pushes return nothing. */
  | { type: 'error'; error: Mp4Error };

export type FragmentParserOptions = {
  /** A larger box is an error. Default 256 MiB. */
  maxBoxBytes?: number;
};

/**
 * Incremental reader of fragmented MP4: `ftyp moov (moof mdat)*`, cut anywhere. Never throws: what is wrong with the
 * bytes comes as an event. Samples are views of the pushed bytes where possible, so pushed buffers must not be reused.
 */
export class FragmentParser {
  readonly #maxBoxBytes: number;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #position = 0;
  #head: Uint8Array[] = [];
  #init: InitSegment | undefined;
  #moof: { bytes: Uint8Array; position: number } | undefined;
  #failed = false;

  constructor(options: FragmentParserOptions = {}) {
    this.#maxBoxBytes = options.maxBoxBytes ?? 256 * 1024 * 1024;
  }

  push(bytes: Uint8Array): FragmentEvent[] {
    if (this.#failed || bytes.length === 0) return [];
    this.#chunks.push(bytes);
    this.#buffered += bytes.length;
    return this.#guard((events) => {
      for (;;) {
        const event = this.#next();
        if (event === 'wait') return;
        if (event) events.push(event);
      }
    });
  }

  /** The stream has ended: an error event when it did so inside a box or before its mdat. */
  end(): FragmentEvent[] {
    if (this.#failed) return [];
    return this.#guard(() => {
      if (this.#buffered > 0) throw new Mp4Error('truncated', `the stream ends ${this.#buffered} bytes into a box`);
      if (this.#moof) throw new Mp4Error('truncated', 'the stream ends between moof and mdat');
      if (!this.#init) throw new Mp4Error('malformed', 'the stream has no moov');
    });
  }

  #guard(work: (events: FragmentEvent[]) => void): FragmentEvent[] {
    const events: FragmentEvent[] = [];
    try {
      work(events);
    } catch (error) {
      if (!(error instanceof Mp4Error)) throw error;
      this.#failed = true;
      this.#chunks = [];
      events.push({ type: 'error', error });
    }
    return events;
  }

  #next(): FragmentEvent | 'wait' | undefined {
    const header = readBoxHeader(this.#peek(16));
    if (!header) return 'wait';
    if (header.size === 0) throw new Mp4Error('unsupported', 'a box of open length');
    if (header.size > this.#maxBoxBytes) throw new Mp4Error('too-large', `a box of ${header.size} bytes`);
    if (this.#buffered < header.size) return 'wait';
    const position = this.#position;
    const bytes = this.#take(header.size);
    switch (header.type) {
      case 'ftyp':
        this.#head = [bytes];
        return undefined;
      case 'moov':
        if (this.#init) throw new Mp4Error('unsupported', 'a second moov');
        this.#init = parseInitSegment(concatBytes([...this.#head, bytes]));
        return { type: 'init', init: this.#init };
      case 'moof':
        if (!this.#init) throw new Mp4Error('malformed', 'moof before moov');
        if (this.#moof) throw new Mp4Error('malformed', 'moof without mdat');
        this.#moof = { bytes, position };
        return undefined;
      case 'mdat':
        return this.#fragment(bytes, header.headerSize, position);
      default:
        return undefined;
    }
  }

  #fragment(mdat: Uint8Array, headerSize: number, position: number): FragmentEvent {
    if (!this.#moof || !this.#init) throw new Mp4Error('malformed', 'mdat without moof');
    const fragment = parseFragment({
      moof: this.#moof.bytes,
      mdatBody: mdat.subarray(headerSize),
      moofPosition: this.#moof.position,
      dataStart: position + headerSize - this.#moof.position,
      tracks: this.#init.tracks,
    });
    this.#moof = undefined;
    return { type: 'fragment', fragment };
  }

  #peek(count: number): Uint8Array {
    const first = this.#chunks[0];
    if (!first || first.length >= count || this.#chunks.length === 1) return first ?? new Uint8Array(0);
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const chunk of this.#chunks) {
      parts.push(chunk.subarray(0, count - length));
      length += Math.min(chunk.length, count - length);
      if (length >= count) break;
    }
    return concatBytes(parts);
  }

  #take(count: number): Uint8Array {
    this.#buffered -= count;
    this.#position += count;
    const parts: Uint8Array[] = [];
    let missing = count;
    let used = 0;
    while (missing > 0) {
      const chunk = this.#chunks[used];
      if (!chunk) break;
      if (chunk.length > missing) {
        parts.push(chunk.subarray(0, missing));
        this.#chunks[used] = chunk.subarray(missing);
        break;
      }
      parts.push(chunk);
      missing -= chunk.length;
      used++;
    }
    if (used > 0) this.#chunks.splice(0, used);
    const [only] = parts;
    return parts.length === 1 && only ? only : concatBytes(parts);
  }
}

/** All fragments of complete bytes (an init segment and segments). Throws Mp4Error. */
export function parseFragments(...pieces: Uint8Array[]): { init: InitSegment; fragments: Fragment[] } {
  const parser = new FragmentParser();
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
  const fragments: Fragment[] = [];
  let init: InitSegment | undefined;
  for (const event of events) {
    if (event.type === 'error') throw event.error;
    if (event.type === 'init') init = event.init;
    else fragments.push(event.fragment);
  }
  if (!init) throw new Mp4Error('malformed', 'no moov');
  return { init, fragments };
}
