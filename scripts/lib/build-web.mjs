import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './find-programs.mjs';
import { listFiles, matchesStamp, writeStamp } from './fingerprint.mjs';
import { runProgram } from './run-program.mjs';
import { Stop, say } from './say.mjs';

/** Everything that ends up in the page. */
const SOURCES = ['apps/web', 'packages/ui', 'packages/player', 'packages/sdk', 'packages/media', 'package-lock.json'];

/** Builds apps/web/dist when a source has changed since the last build. */
export async function buildWeb(node) {
  const stamp = join(ROOT, 'node_modules', '.kinora-web-stamp');
  const sources = listFiles(ROOT, SOURCES, (path) => !/\.test\.tsx?$|\.md$/.test(path));
  if (existsSync(join(ROOT, 'apps/web/dist/index.html')) && matchesStamp(ROOT, stamp, sources)) return;
  say('Building the web app.');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const code = await runProgram(node, [vite, 'build', '--logLevel', 'warn'], { cwd: join(ROOT, 'apps/web') });
  if (code !== 0) throw new Stop('The web app could not be built: see above, then type npm run build -w apps/web');
  writeStamp(ROOT, stamp, sources);
  say('The web app is built.');
}
