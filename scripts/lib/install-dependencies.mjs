import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findInPath, ROOT } from './find-programs.mjs';
import { listFiles, matchesStamp, writeStamp } from './fingerprint.mjs';
import { runProgram, withSignOfLife } from './run-program.mjs';
import { Stop, say } from './say.mjs';

/** npm packages as package-lock.json says; answers whether anything was installed. */
export async function installDependencies() {
  const modules = join(ROOT, 'node_modules');
  const stamp = join(modules, '.kinora-stamp');
  const lock = listFiles(ROOT, ['package-lock.json']);
  if (lock.length === 0) throw new Stop('package-lock.json is missing: get the sources again with git clone.');
  if (matchesStamp(ROOT, stamp, lock)) return false;
  if (isInstalled(modules)) {
    writeStamp(ROOT, stamp, lock);
    return false;
  }
  say(existsSync(modules) ? 'The list of npm packages has changed: installing them.' : 'Installing npm packages.');
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args] = npm(options);
  const code = await withSignOfLife('Still installing npm packages', () => runProgram(command, args, { cwd: ROOT }));
  if (code !== 0) throw new Stop('npm packages could not be installed: mend what npm says above, then type: npm ci');
  if (!statSync(modules, { throwIfNoEntry: false })) throw new Stop('npm installed nothing: type npm ci to see why.');
  writeStamp(ROOT, stamp, lock);
  say('npm packages are installed.');
  return true;
}

function npm(options) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return [process.execPath, [script, ...options]];
  const program = findInPath('npm');
  if (!program) throw new Stop('npm is missing: install it, on Debian with: apt-get install npm');
  return [program, options];
}

/** Somebody installed by hand: npm's own record tells whether that was these versions. */
function isInstalled(modules) {
  try {
    const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        !path.startsWith('node_modules/') ||
        present[path]?.version === entry.version ||
        (entry.optional && !present[path] && !isForThisMachine(entry)),
    );
  } catch {
    // No record, or not one that we can read: install.
    return false;
  }
}

/** Optional packages are mostly for other machines, or belong to packages that are. */
function isForThisMachine({ os, cpu, libc }) {
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
}
