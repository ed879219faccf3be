import { spawn } from 'node:child_process';
import { findInPath } from './find-programs.mjs';
import { runProgram, succeeds } from './run-program.mjs';
import { say } from './say.mjs';

/** How each package manager installs; the first that is there is used. */
const MANAGERS = [
  {
    name: 'apt-get',
    update: ['update', '-qq'],
    install: ['install', '-y', '-q', '--no-install-recommends'],
    root: true,
  },
  { name: 'dnf', install: ['install', '-y'], root: true },
  { name: 'apk', install: ['add', '--no-cache'], root: true },
  { name: 'brew', install: ['install'], root: false },
];

export function packageManager() {
  const manager = MANAGERS.find(({ name }) => findInPath(name));
  if (!manager) return undefined;
  const isRoot = process.getuid?.() === 0;
  const prefix = !manager.root || isRoot ? [] : ['sudo', '-n'];
  const allowed = prefix.length === 0 || (Boolean(findInPath('sudo')) && succeeds('sudo', ['-n', 'true']));
  return { ...manager, prefix, allowed };
}

/** The command that a person would type. */
export function installCommand(packages) {
  const manager = packageManager();
  if (!manager) return undefined;
  const install = `${manager.root ? 'sudo ' : ''}${manager.name} ${manager.name === 'apk' ? 'add' : 'install'} ${packages.join(' ')}`;
  return manager.update ? `sudo ${manager.name} update && ${install}` : install;
}

/** Installs packages of the operating system, with progress; false where that is not possible or failed. */
export async function installPackages(packages) {
  const manager = packageManager();
  if (!manager?.allowed) return false;
  say(`Installing ${packages.join(', ')} with ${manager.name}.`);
  const run = (args) => {
    const [command, ...rest] = [...manager.prefix, manager.name, ...args];
    return command === 'apt-get' ? runApt(rest) : runProgram(command, rest);
  };
  if (manager.update && (await run(manager.update)) !== 0) return false;
  const code = await run([...manager.install, ...packages]);
  if (code === 0) say(`${packages.join(', ')}: installed.`);
  return code === 0;
}

/** apt tells its progress on a descriptor of its own (which sudo would close); its chatter is shown when it fails. */
function runApt(args) {
  return new Promise((resolve) => {
    const options = ['-o', 'APT::Status-Fd=3', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120'];
    const child = spawn('apt-get', [...args, ...options], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const shown = { dl: 0, pm: 0 };
    child.stdio[3].on('data', (chunk) => {
      for (const [, phase, percent] of String(chunk).matchAll(/^(dl|pm)status:[^:]*:([\d.]+):/gm)) {
        if (Number(percent) < shown[phase] + 20) continue;
        shown[phase] = Number(percent);
        say(`${phase === 'dl' ? 'Downloading' : 'Installing'}: ${Math.round(percent)} %`);
      }
    });
    child.once('error', () => resolve(127));
    child.once('close', (code) => {
      if (code !== 0) process.stderr.write(output);
      resolve(code ?? 1);
    });
  });
}
