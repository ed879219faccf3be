/** Limits of one ffmpeg run. All have safe defaults; services pass their configuration. */
export type MediaLimits = {
  /** Of one picture, before scaling. Default 8192 × 4320. */
  maxPixels?: number;
  /** Default 12 h. */
  maxDurationMs?: number;
  /** Default 32. */
  maxStreams?: number;
  /** Frames of one film. Default 12 h at 60 fps. */
  maxFrames?: number;
  /** Wall clock of the whole run; then SIGKILL of the process group. Default: none for ingest, see each function. */
  deadlineMs?: number;
  /** Longest time without a byte in or out while neither the source nor the consumer is being waited for. Default 120 s. */
  stallMs?: number;
  /** Address space, where `prlimit` exists. Default 8 GiB. */
  memoryBytes?: number;
  /** CPU priority, 0–19; default 10. */
  niceness?: number;
};

export type ResolvedLimits = Required<Omit<MediaLimits, 'deadlineMs'>> & { deadlineMs: number | undefined };

export function resolveLimits(limits: MediaLimits = {}, deadlineMs?: number): ResolvedLimits {
  return {
    maxPixels: limits.maxPixels ?? 8192 * 4320,
    maxDurationMs: limits.maxDurationMs ?? 12 * 3_600_000,
    maxStreams: limits.maxStreams ?? 32,
    maxFrames: limits.maxFrames ?? 12 * 3_600 * 60,
    deadlineMs: limits.deadlineMs ?? deadlineMs,
    stallMs: limits.stallMs ?? 120_000,
    memoryBytes: limits.memoryBytes ?? 8 * 1024 ** 3,
    niceness: limits.niceness ?? 10,
  };
}
