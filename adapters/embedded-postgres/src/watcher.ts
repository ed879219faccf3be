import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads pids from its standard input, whose other end only Node holds. At the end of input Node is gone, however it
 * ended, and the last pid named is stopped at once; PostgreSQL recovers at its next start. The command line is compared
 * because the pid might have been given to another process meanwhile.
 */
const SCRIPT = `
trap '' INT TERM HUP
pid=0
while read -r next; do pid=$next; done
[ "$pid" -gt 0 ] || exit 0
case "$(tr '\\0' ' ' < "/proc/$pid/cmdline")" in
  *"$1"*) kill -QUIT "$pid" ;;
esac
`;

export interface Watcher {
  watch(pid: number): void;
  unwatch(): void;
  close(): void;
}

export function startWatcher(cluster: string): Watcher {
  // Detached: the terminal's Ctrl-C is for Node, which then stops PostgreSQL properly.
  const child: ChildProcess = spawn('/bin/sh', ['-c', SCRIPT, 'kinora-postgres-watcher', cluster], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH },
  });
  // A watcher that was killed costs the quick stop only; the next start finds the orphan.
  child.stdin?.on('error', () => {});
  child.on('error', () => {});
  child.unref();
  const tell = (pid: number): void => {
    child.stdin?.write(`${pid}\n`);
  };
  return {
    watch: tell,
    unwatch: () => tell(0),
    close: () => {
      tell(0);
      child.stdin?.end();
    },
  };
}
