export * from './api.ts';
export type { ChunkTask } from './ladder/chunk-task.ts';
export type { LadderSource, PassthroughReason, Rendition } from './ladder/rendition.ts';
export { Mp4Error, type Mp4ErrorCode } from './mp4/mp4-error.ts';
export type { AudioSegment, MediaSample, VideoSegment, VideoSegmentInfo } from './packager/sample.ts';
export * from './packager/timeline.ts';
