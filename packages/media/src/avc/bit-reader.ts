import { Mp4Error } from '../mp4/mp4-error.ts';

/** Longer codes than these are of no number that fits into 32 bits. */
const MAX_ZEROS = 31;

/** Reads the bits of a parameter set of H.264 (§7.2, §9.1), its NAL header included; every read is bounds-checked. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(nal: Uint8Array) {
    // §7.4.1: a 3 behind two zeros only keeps start codes away.
    this.#bytes = nal.filter((byte, index) => byte !== 3 || nal[index - 1] !== 0 || nal[index - 2] !== 0);
  }

  bit(): number {
    const byte = this.#bytes[this.#position >> 3];
    if (byte === undefined) throw new Mp4Error('truncated', 'a parameter set ends too early');
    return (byte >> (7 - (this.#position++ & 7))) & 1;
  }

  flag(): boolean {
    return this.bit() === 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) value = value * 2 + this.bit();
    return value;
  }

  /** ue(v) */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) if (++zeros > MAX_ZEROS) throw new Mp4Error('malformed', 'a number that is too large');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}
