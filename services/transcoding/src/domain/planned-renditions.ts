import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RenditionSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import type { ProbeResult } from '@kinora/ffmpeg';
import type { Rendition } from '@kinora/media';
import { planOfAudio } from './plan-of-audio.ts';

/** The renditions and sounds of an edition as they are told before any of them is there. */
export function plannedRenditions({
  ladder,
  probe,
}: {
  ladder: readonly Rendition[];
  probe: ProbeResult;
}): MessageInitShape<typeof RenditionSchema>[] {
  const fileBps = probe.video?.bitrateBps;
  return [
    ...ladder.map(({ name, width, height, fpsNum, fpsDen, maxrateBps, passthrough }) => ({
      ...{ name, width, height, timescale: 90_000 },
      frameRate: fpsNum / fpsDen,
      bitrateBps: BigInt(Math.round(passthrough ? (fileBps ?? maxrateBps) : maxrateBps)),
    })),
    ...planOfAudio({ probe }).map(({ name, language, title }) => ({
      ...{ name, audio: true, bitrateBps: 128_000n, timescale: 48_000 },
      ...{ language: language ?? '', title: title ?? '' },
    })),
  ];
}
