import type { Failure, VideoState } from './video-types.ts';

export type StepState = 'waiting' | 'running' | 'done' | 'failed';

export interface Stage {
  name: 'upload' | 'probe' | 'encode' | 'publish';
  state: StepState;
  /** 0 to 1. */
  progress: number;
}

export interface ProcessingRendition {
  name: string;
  width: number;
  height: number;
  state: StepState;
  progress: number;
  /** The source's own quality, not encoded again. */
  passthrough: boolean;
  /** Why it is not offered: it is no better than a smaller one, or no smaller than the next larger one. */
  leftOutBecause: 'no_better' | 'no_smaller' | null;
}

/** What is being made to take the place of what plays, or failed to. */
export interface NextEdition {
  kind: 'replacement' | 'reprocessing' | 'trim' | 'restoration';
  state: 'uploading' | 'waiting' | 'processing' | 'failed';
  /** Of the step that `state` names, 0 to 1. */
  progress: number;
  etaMs: number | null;
  /** Of a file that is on its way. */
  upload: { url: string; fileName: string; offsetBytes: number; sizeBytes: number } | null;
  failure: Failure | null;
}

export interface Processing {
  state: VideoState;
  upload: {
    state: 'waiting' | 'uploading' | 'complete' | 'abandoned';
    offsetBytes: number;
    sizeBytes: number;
    url: string | null;
    /** The file itself is still there: it can be processed again. */
    sourceKept: boolean;
  } | null;
  stages: Stage[];
  source: {
    container: string;
    width: number;
    height: number;
    frameRate: number;
    durationMs: number;
    videoCodec: string;
    audioCodec: string | null;
  } | null;
  renditions: ProcessingRendition[];
  failure: Failure | null;
  /** Parts of the film of which pictures are missing, or that a still picture stands in for. */
  damages: (Failure & { startMs: number; endMs: number })[];
  etaMs: number | null;
  next: NextEdition | null;
  /** Why nothing is done about it just now; it goes on by itself. */
  paused: Failure | null;
}
