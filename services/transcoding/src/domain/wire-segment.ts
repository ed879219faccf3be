/** A segment as `SegmentsCommitted` tells of it; `sha256` in hexadecimal digits. */
export function toWireSegment(segment: { durationTicks: number; sizeBytes: number; sha256: string }) {
  return {
    durationTicks: BigInt(segment.durationTicks),
    sizeBytes: segment.sizeBytes,
    sha256: Buffer.from(segment.sha256, 'hex'),
  };
}
