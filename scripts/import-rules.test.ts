import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface SourceFile {
  /** `services/videos/src/index.ts` */
  path: string;
  /** `services/videos`, or `scripts`. */
  workspace: string;
  text: string;
  imports: string[];
  isTest: boolean;
}

const workspaces = ['packages', 'adapters', 'services', 'apps']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
  .concat('contracts', 'e2e')
  .filter((folder) => existsSync(join(ROOT, folder, 'package.json')));

const manifests = new Map(
  workspaces.map((workspace) => [
    workspace,
    JSON.parse(readFileSync(join(ROOT, workspace, 'package.json'), 'utf8')) as Manifest,
  ]),
);

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
const files = workspaces.flatMap((workspace) => sourcesOf(workspace));

/** Which workspaces a workspace may import; the first entry that matches counts. */
const MAY_IMPORT: readonly [from: RegExp, to: RegExp][] = [
  [/^contracts$/, /^$/],
  [/^packages\/ports$/, /^$/],
  [/^packages\/media$/, /^$/],
  [/^packages\/sdk$/, /^packages\/media$/],
  [/^packages\/(player|ui)$/, /^packages\/media$/],
  [/^packages\/ffmpeg$/, /^packages\/media$/],
  [/^packages\/worker$/, /^packages\/(ffmpeg|media)$/],
  [/^packages\/kernel$/, /^(contracts|packages\/ports)$/],
  [/^packages\/testing$/, /./],
  // The embedded PostgreSQL is PostgreSQL once it runs.
  [/^adapters\/embedded-postgres$/, /^(packages\/ports|adapters\/postgres)$/],
  [/^adapters\//, /^packages\/ports$/],
  [/^services\//, /^(contracts|packages\/(kernel|ports|media|ffmpeg|worker))$/],
  [/^apps\/web$/, /^packages\/(sdk|ui|player|media)$/],
  [/^apps\/cli$/, /^(packages\/(sdk|ffmpeg|media|worker|kernel)|apps\/server)$/],
  [/^apps\/server$/, /^(services\/.*|contracts|packages\/(kernel|ports|media|ffmpeg|sdk)|adapters\/.*)$/],
  [/^e2e$/, /./],
];

/** Pages are bundled: nothing of what they are made of is installed with the server. */
const BUNDLED = /^(apps\/web|packages\/(player|ui))$/;

/** Where technologies are named: the table of contents of engines, and what looks at them from outside. */
const KNOWS_ADAPTERS = /^apps\/server\/src\/(adapters\.ts|audit\/)/;

test('imports between workspaces go one way', () => {
  const wrong = files.flatMap((file) =>
    workspaceImports(file)
      .filter((target) => target !== file.workspace && !mayImport(file, target))
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('only the table of engines and the audit name an adapter', () => {
  const wrong = files
    .filter(({ path, isTest }) => path.startsWith('apps/') && !isTest && !KNOWS_ADAPTERS.test(path))
    .flatMap((file) =>
      workspaceImports(file)
        .filter((target) => target.startsWith('adapters/'))
        .map((target) => `${file.path} imports ${target}`),
    );
  assert.deepEqual(wrong, []);
});

test('a workspace is imported through its root, never by a path into it', () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const specifier of file.imports) {
      if (specifier.startsWith('.')) {
        const target = relative(ROOT, join(ROOT, dirname(file.path), specifier));
        if (!target.startsWith(`${file.workspace}/`)) wrong.push(`${file.path} reaches into ${target}`);
      } else if (/^@kinora\/[^/]+\/(src|test)\//.test(specifier)) wrong.push(`${file.path} imports ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('what is imported is declared, and what is declared is imported', () => {
  const wrong: string[] = [];
  for (const [workspace, manifest] of manifests) {
    const own = files.filter((file) => file.workspace === workspace);
    const used = new Map<string, boolean>();
    for (const { imports, isTest } of own) {
      for (const specifier of imports) {
        if (specifier.startsWith('.') || isBuiltin(specifier) || specifier.startsWith('virtual:')) continue;
        const name = packageOf(specifier);
        if (name !== manifest.name) used.set(name, (used.get(name) ?? false) || !isTest);
      }
    }
    const needed = { ...manifest.dependencies, ...manifest.optionalDependencies };
    const declared = { ...needed, ...manifest.devDependencies };
    for (const [name, outsideTests] of used) {
      const counts = outsideTests && !BUNDLED.test(workspace) ? needed : declared;
      if (!(name in counts) && !isTypesOf(name, declared))
        wrong.push(`${workspace} imports ${name} without declaring it`);
    }
    if (workspace === 'contracts') continue; // Generated.
    const text = own.map((file) => file.text).join('\n');
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      // Some are named in styles or looked up by a name that is put together.
      if (!used.has(name) && !text.includes(name)) wrong.push(`${workspace} declares ${name} without importing it`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('versions of packages are exact, and each package has one', () => {
  const versions = new Map<string, Set<string>>();
  for (const manifest of manifests.values()) {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
      assert.match(version, /^\d+\.\d+\.\d+/, `${manifest.name} wants ${name} ${version}`);
    }
  }
  assert.deepEqual(
    [...versions].filter(([, wanted]) => wanted.size > 1).map(([name]) => name),
    [],
  );
});

test('the environment is read where settings are, nowhere else', () => {
  const allowed =
    /^(apps\/(server|cli)\/src\/(split\/)?main\.ts|apps\/server\/src\/audit\/(main|open-audit)\.ts|apps\/web\/vite\.config\.ts|packages\/ffmpeg\/src\/find-ffmpeg\.ts|packages\/kernel\/src\/(config|testing)\/|adapters\/embedded-postgres\/src\/|packages\/testing\/)/;
  const wrong = files.filter(
    ({ path, text, isTest }) => !isTest && !allowed.test(path) && /\bprocess\.env\b/.test(text),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('a process ends itself only in its entry file', () => {
  const allowed = /(^|\/)main\.ts$|^apps\/server\/src\/stop-on-signals\.ts$|^packages\/testing\//;
  const wrong = files.filter(
    ({ path, text, isTest }) => !isTest && !allowed.test(path) && /\bprocess\.exit\(/.test(text),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('exports have names', () => {
  const wrong = files.filter(({ path, text }) => /^export default\b/m.test(text) && !path.endsWith('vite.config.ts'));
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('no file is longer than 500 lines', () => {
  const wrong = files.filter(({ text }) => text.split('\n').length > 501).map(({ path }) => path);
  assert.deepEqual(wrong, []);
});

test('files are named in kebab-case, and none is a drawer for everything', () => {
  const wrong = files
    .map(({ path }) => path)
    .filter((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name) ||
        /^(utils?|helpers?|types|common|misc)\.tsx?$/.test(name)
      );
    });
  assert.deepEqual(wrong, []);
});

test('an index file stands at the root of a package only', () => {
  const wrong = files
    .map(({ path }) => path)
    .filter((path) => /\/index\.tsx?$/.test(path) && !/\/src\/(conformance\/)?index\.tsx?$/.test(path));
  assert.deepEqual(wrong, []);
});

test('pure packages know neither Node nor a browser', () => {
  const wrong = files
    .filter(({ workspace, isTest }) => ['packages/media', 'packages/sdk'].includes(workspace) && !isTest)
    .filter(({ imports, text }) => imports.some(isBuiltin) || /\b(process|Buffer|document|window)\./.test(text))
    .map(({ path }) => path);
  assert.deepEqual(wrong, []);
});

test('deciding in a service needs no I/O', () => {
  const wrong = files
    .filter(({ path, isTest }) => /^services\/[^/]+\/src\/domain\//.test(path) && !isTest)
    .filter(({ imports }) =>
      imports.some((specifier) =>
        /^(node:(?!crypto|path|buffer)|kysely|fastify)|\/(store|http|rpc|consumers)\//.test(specifier),
      ),
    )
    .map(({ path }) => path);
  assert.deepEqual(wrong, []);
});

function mayImport(file: SourceFile, target: string): boolean {
  // Tests may boot the product, on real engines.
  if (file.isTest && /^(packages\/(testing|ffmpeg|ports)|contracts|adapters\/.*)$/.test(target)) return true;
  const rule = MAY_IMPORT.find(([from]) => from.test(file.workspace));
  return rule?.[1].test(target) ?? false;
}

function workspaceImports({ imports }: SourceFile): string[] {
  return imports.flatMap((specifier) => folderOf.get(packageOf(specifier)) ?? []);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Types alone may come from `@types/NAME`. */
function isTypesOf(name: string, declared: Record<string, string>): boolean {
  return `@types/${name}` in declared;
}

function sourcesOf(workspace: string): SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'gen'].includes(entry.name)) visit(path);
      } else if (/(?<!\.d)\.tsx?$/.test(entry.name)) {
        const text = readFileSync(join(ROOT, path), 'utf8');
        found.push({
          path,
          workspace,
          text,
          imports: importsOf(text),
          isTest:
            /\.test\.tsx?$/.test(path) ||
            path.startsWith(`${workspace}/test/`) ||
            /^(e2e|packages\/testing)\//.test(path) ||
            path.includes('/src/conformance/'),
        });
      }
    }
  };
  visit(workspace);
  return found;
}

/** Static and dynamic imports and re-exports; types too, for they are dependencies as well. */
function importsOf(text: string): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const forms = [/^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'/gm, /^import '([^']+)'/gm, /\bimport\('([^']+)'\)/g];
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, specifier = '']) => specifier));
}
