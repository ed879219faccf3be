import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Patch {
  /** Within the package's `src`. */
  file: string;
  /** Text that is there once. */
  from: string;
  to: string;
}

export interface Mutant<Module> extends AsyncDisposable {
  module: Module;
}

/**
 * A copy of a package in which a defence is off, loaded beside the real one. A test that is not red with it does not
 * test that defence. Throws when a patch no longer fits.
 * @param folder of the package, from the root of the repository.
 * @param entry of its `src`, what is loaded.
 */
export async function mutantOf<Module>(
  folder: string,
  patches: readonly Patch[],
  entry = 'index.ts',
): Promise<Mutant<Module>> {
  const copy = await mkdtemp(join(tmpdir(), 'kinora-mutant-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await cp(join(ROOT, folder, 'src'), join(copy, 'src'), { recursive: true });
    await writeFile(join(copy, 'package.json'), '{"type":"module"}');
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const { file, from, to } of patches) {
      const path = join(copy, 'src', file);
      const parts = (await readFile(path, 'utf8')).split(from);
      if (parts.length !== 2) throw new Error(`${file} has "${from}" ${parts.length - 1} times, not once.`);
      await writeFile(path, parts.join(to));
    }
    const module = (await import(pathToFileURL(join(copy, 'src', entry)).href)) as Module;
    return { module, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
