export { type BesideOwn, joinAvcInits, MAX_OWN_SETS, planBesideOwn } from './avc/join-inits.ts';
export {
  CaptionError,
  type CaptionErrorCode,
  type Cue,
  MAX_CAPTION_CHARS,
  MAX_CAPTION_CUES,
  MAX_CUE_CHARS,
  MAX_CUE_MS,
  SHORTEST_CUE_MS,
} from './captions/cue.ts';
export { plainCueText, rewriteCueText } from './captions/cue-text.ts';
export { parseCaptions } from './captions/parse-captions.ts';
export { cueTime, writeCaptions } from './captions/write-captions.ts';
export { codecString } from './codecs.ts';
export { type DashCaptions, type DashManifest, type DashTrack, writeMpd } from './dash/write-mpd.ts';
export {
  type DownloadPiece,
  type DownloadPlan,
  type DownloadTrack,
  piecesWithin,
  planDownload,
} from './download/plan-download.ts';
export { renumberFragment } from './download/renumber-fragment.ts';
export { type ParsedMediaPlaylist, parseMediaPlaylist, parseMultivariantPlaylist } from './hls/parse-playlist.ts';
export type * from './hls/playlist.ts';
export {
  targetDurationSeconds,
  writeCaptionPlaylist,
  writeMediaPlaylist,
  writeMultivariantPlaylist,
} from './hls/write-playlist.ts';
export type { ChunkTask } from './ladder/chunk-task.ts';
export { areAlike, type LadderSample, type LeftOut, leaveOut } from './ladder/leave-out.ts';
export { type AudioRendition, planAudio } from './ladder/plan-audio.ts';
export { type ChunkPlanState, type PlanChunksOptions, type PlannedChunks, planChunks } from './ladder/plan-chunks.ts';
export { type ExtraCodec, planExtraCodecs } from './ladder/plan-extra-codecs.ts';
export {
  displaySize,
  maxrateBps,
  type PlanLadderOptions,
  passthroughCapBps,
  passthroughReasons,
  planLadder,
} from './ladder/plan-ladder.ts';
export type { LadderSource, PassthroughReason, Rendition, VideoCodec } from './ladder/rendition.ts';
export { concatBytes, equalBytes } from './mp4/bytes.ts';
export type { Fragment, FragmentSample, TrackFragment } from './mp4/fragment.ts';
export {
  type FragmentEvent,
  FragmentParser,
  type FragmentParserOptions,
  parseFragments,
} from './mp4/fragment-parser.ts';
export { type InitSegment, type InitTrack, parseInitSegment } from './mp4/init-segment.ts';
export { Mp4Error, type Mp4ErrorCode } from './mp4/mp4-error.ts';
export { buildFaststartHead, findTrailingMoov, readTopLevelBox, type TopLevelBox } from './mp4/virtual-faststart.ts';
export { AudioCutter } from './packager/audio-cutter.ts';
export { type AvcConfig, inspectAvcKeyframe, readAvcConfig } from './packager/avc-keyframe.ts';
export { ChunkPackager, keptFrames, type PackagedSegment } from './packager/chunk-packager.ts';
export { decodeTimes } from './packager/decode-times.ts';
export {
  onlyTrack,
  type PublishedInit,
  rewriteAudioInit,
  rewriteVideoInit,
  withoutEditList,
} from './packager/rewrite-init.ts';
export type { AudioSegment, MediaSample, VideoSegment, VideoSegmentInfo } from './packager/sample.ts';
export * from './packager/timeline.ts';
export { MEZZANINE_OFFSET_90K, VideoCutter, type VideoCutterOptions } from './packager/video-cutter.ts';
export { writeAudioInit, writeVideoInit } from './packager/write-init.ts';
export { writeAudioSegment, writeVideoSegment } from './packager/write-segment.ts';
export { type StoryboardSheet, storyboardGrid, writeStoryboardVtt } from './storyboard.ts';
export {
  type GridSegment,
  planTrim,
  planTrimmedSound,
  type SoundPiece,
  soundFrames,
  type TrimPiece,
} from './trim/plan-trim.ts';
export { retimeSegment } from './trim/retime-segment.ts';
export { showCaptions } from './trim/show-captions.ts';
export {
  isShown,
  type KeptRanges,
  keptLength,
  showCues,
  shownTime,
  wholeCues,
  wholeEnd,
  wholeTime,
} from './trim/shown-time.ts';
