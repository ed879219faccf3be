import { LOUDNESS_KEY } from './ingest-args.ts';

/** What ffmpeg says where nothing was louder than the gate. */
const SILENCE_LUFS = -70;
const LINE = new RegExp(`^${LOUDNESS_KEY.replaceAll('.', '\\.')}=(-?\\d{1,3}(?:\\.\\d+)?)$`);

/** Reads the lines of the `ametadata` filter; the last one counts for the whole track. */
export class LoudnessReader {
  #last = SILENCE_LUFS;
  #rest = '';

  /** Integrated loudness (EBU R 128), or nothing for silence. */
  get lufs(): number | undefined {
    return this.#last > SILENCE_LUFS ? this.#last : undefined;
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of bytes) {
      const lines = (this.#rest + Buffer.from(piece).toString('latin1')).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, lufs] = LINE.exec(line) ?? [];
        if (lufs !== undefined) this.#last = Number(lufs);
      }
    }
  }
}
