import { readAvcConfiguration } from '../avc/avc-configuration.ts';
import { equalBytes } from '../mp4/bytes.ts';

export type AvcConfig = { nalLengthBytes: number; parameterSets: Uint8Array[] };

/** Configuration of an `avc1` sample entry (ISO/IEC 14496-15 §5.3.3.1); undefined for other codecs. Throws Mp4Error. */
export function readAvcConfig(sampleEntry: Uint8Array): AvcConfig | undefined {
  const type = String.fromCharCode(...sampleEntry.subarray(4, 8));
  if (type !== 'avc1' && type !== 'avc3') return undefined;
  const { nalLengthBytes, sequenceSets, pictureSets } = readAvcConfiguration(sampleEntry);
  return { nalLengthBytes, parameterSets: [...sequenceSets, ...pictureSets] };
}

/** Slices and messages of one picture; encoders write some dozens. */
const MAX_NALS = 10_000;

/**
 * Whether a keyframe is an IDR picture, and whether it carries parameter sets that its init segment does not have. One
 * of more units than any encoder writes counts as a change: comparing millions of them is not worth it.
 */
export function inspectAvcKeyframe(data: Uint8Array, config: AvcConfig): { idr: boolean; parameterChange: boolean } {
  let idr = false;
  let parameterChange = false;
  let offset = 0;
  let nals = 0;
  while (offset + config.nalLengthBytes < data.length) {
    if (++nals > MAX_NALS) return { idr, parameterChange: true };
    let length = 0;
    for (let index = 0; index < config.nalLengthBytes; index++) length = length * 256 + (data[offset + index] ?? 0);
    offset += config.nalLengthBytes;
    const nal = data.subarray(offset, offset + length);
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === 5) idr = true;
    if ((type === 7 || type === 8) && !config.parameterSets.some((known) => equalBytes(known, nal))) {
      parameterChange = true;
    }
    offset += length;
  }
  return { idr, parameterChange };
}
