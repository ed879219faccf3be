import type { Ffmpeg } from './find-ffmpeg.ts';

/** What the picture needs before it is scaled. `ProbeResult.video` has these. */
export type PictureTraits = { interlaced: boolean; hdr: boolean; fpsNum: number; fpsDen: number };

/** What is left to do about the segments of an ingest pass that encoded: it has joined fields and mapped tones. */
export function pictureAfterEncoding<Picture extends PictureTraits>(picture: Picture): Picture {
  return { ...picture, interlaced: false, hdr: false };
}

/** One frame per frame; timestamps are put back to 90 kHz because the filter doubles the time base. */
export function deinterlace(picture: PictureTraits): string[] {
  return picture.interlaced ? ['yadif=mode=send_frame', 'settb=1/90000'] : [];
}

/** To 8 bit BT.709 for ordinary screens. Without zimg the picture stays washed out rather than failing. */
export function toneMap(picture: PictureTraits, ffmpeg: Ffmpeg): string[] {
  if (!picture.hdr || !ffmpeg.filters.has('zscale') || !ffmpeg.filters.has('tonemap')) return [];
  return [
    'zscale=t=linear:npl=100',
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ];
}

/** The same at the size of the largest rendition, because mapping tones is slow. Nothing for ordinary pictures. */
export function toneMapAt(
  size: { width: number; height: number },
  { picture, ffmpeg }: { picture: PictureTraits; ffmpeg: Ffmpeg },
): string[] {
  return picture.hdr ? [`scale=${size.width}:${size.height}`, ...toneMap(picture, ffmpeg)] : [];
}

/** @param says of its levels and of the shape of its pixels; of that it may say nothing. */
export function scaleTo(
  { width, height }: { width: number; height: number },
  { fullRange, saysSquare } = { fullRange: false, saysSquare: true },
): string[] {
  const [range, format] = fullRange ? ['pc', 'yuvj420p'] : ['tv', 'yuv420p'];
  return [`scale=${width}:${height}:out_range=${range}`, `setsar=${saysSquare ? 1 : 0}`, `format=${format}`];
}
