import { findFfmpeg } from '@kinora/ffmpeg';
import type { Finding } from './finding.ts';

export async function checkNode(version: string = process.versions.node): Promise<Finding> {
  const isNew = Number(version.split('.')[0]) >= 24;
  return {
    state: isNew ? 'good' : 'bad',
    about: 'node',
    found: `Node ${version}${isNew ? '.' : ' is too old.'}`,
    ...(isNew ? {} : { remedy: 'Install Node 24 from https://nodejs.org/en/download' }),
  };
}

export async function checkFfmpeg(): Promise<Finding> {
  try {
    const { version, ffmpegPath, prlimitPath } = await findFfmpeg();
    const found = `ffmpeg ${version} at ${ffmpegPath} has the encoders that are needed.`;
    if (prlimitPath) return { state: 'good', about: 'ffmpeg', found };
    return {
      state: 'poor',
      about: 'ffmpeg',
      found: `${found} Its memory is not limited, for prlimit is missing.`,
      remedy: 'Install util-linux.',
    };
  } catch (error) {
    const { message, detail } = error as Error & { detail?: string };
    return {
      state: 'bad',
      about: 'ffmpeg',
      found: `${message}${detail ? ` (${detail}).` : ''}`,
      remedy: 'Install it, on Debian with: apt-get install ffmpeg; or set FFMPEG_PATH.',
    };
  }
}
