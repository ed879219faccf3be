export * from './api.ts';
export { isTransient, MediaFailure, type MediaFailureCode, mediaFailureCodes } from './media-failure.ts';
export type { Demuxer, ProbedAudio, ProbedChapter, ProbedSubtitle, ProbedVideo, ProbeResult } from './probe-result.ts';
