import { findFfmpeg } from './find-programs.mjs';
import { installCommand, installPackages } from './install-packages.mjs';
import { Stop } from './say.mjs';

export async function installFfmpeg() {
  if (findFfmpeg()) return;
  if ((await installPackages(['ffmpeg'])) && findFfmpeg()) return;
  const command = installCommand(['ffmpeg']);
  throw new Stop(
    command
      ? `ffmpeg is missing and could not be installed from here: type ${command}`
      : 'ffmpeg is missing: install it from https://ffmpeg.org/download.html, or set FFMPEG_PATH to where it is.',
  );
}
