export {
  type ChunkManifest,
  type ChunkRendition,
  type ChunkSegmentInfo,
  type ChunkStoryboard,
  type EncodeChunkOptions,
  encodeChunk,
} from './encode-chunk.ts';
export { isEncodedOnItsWay, pictureOfSegments } from './encoded-on-its-way.ts';
export { type ExtractCaptionsOptions, extractCaptions } from './extract-captions.ts';
export { extractFrame, type FrameOptions, makePoster } from './extract-frame.ts';
export { type FilmOfSoundOptions, filmOfSound } from './film-of-sound.ts';
export { type Ffmpeg, findFfmpeg } from './find-ffmpeg.ts';
export { type FilmOptions, generateFilm } from './generate.ts';
export { type IngestOptions, type IngestResult, type InitInfo, ingest } from './ingest.ts';
export type { MediaLimits } from './limits.ts';
export { maskTiles } from './mask-tiles.ts';
export { type MeasureQualityOptions, measureQuality, type RenditionQuality } from './measure-quality.ts';
export { isTransient, MediaFailure, type MediaFailureCode, mediaFailureCodes } from './media-failure.ts';
export { type ProbeInput, probe } from './probe.ts';
export type { Demuxer, ProbedAudio, ProbedChapter, ProbedSubtitle, ProbedVideo, ProbeResult } from './probe-result.ts';
export { type ShownPicture, type ShownPicturesOptions, shownPictures } from './shown-pictures.ts';
export { type SniffRefusal, type SniffResult, sniffContainer } from './sniff-container.ts';
export { type PictureTraits, pictureAfterEncoding } from './video-filters.ts';
