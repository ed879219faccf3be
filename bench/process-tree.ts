import { readdir, readFile } from 'node:fs/promises';

interface ProcessInfo {
  pid: number;
  parent: number;
  ticks: number;
}

const TICKS_PER_SECOND = 100;

/** CPU seconds of a process and all of its descendants, those that have ended included. Linux. */
export async function processTreeCpuSeconds(root: number): Promise<number> {
  const tree = await processTree(root);
  return tree.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** Memory in MiB of a process and its descendants: resident (pages shared between them counted once each) and proportional. */
export async function processTreeMemory(root: number): Promise<{ rssMiB: number; pssMiB: number }> {
  let rss = 0;
  let pss = 0;
  for (const { pid } of await processTree(root)) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    rss += Number(/^Rss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    pss += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  }
  return { rssMiB: rss / 1024, pssMiB: pss / 1024 };
}

async function processTree(root: number): Promise<ProcessInfo[]> {
  const all = (
    await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readProcess))
  ).filter((info) => info !== undefined);
  const found = new Map<number, ProcessInfo>();
  const visit = (pid: number) => {
    for (const info of all) {
      if ((info.pid === pid || info.parent === pid) && !found.has(info.pid)) {
        found.set(info.pid, info);
        visit(info.pid);
      }
    }
  };
  visit(root);
  return [...found.values()];
}

async function readProcess(pid: string): Promise<ProcessInfo | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (!stat) return undefined;
  // The name in brackets may hold spaces: fields are counted after it (proc(5)).
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1, 2);
  const [utime = 0, stime = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return { pid: Number(pid), parent, ticks: utime + stime + childUser + childSystem };
}
