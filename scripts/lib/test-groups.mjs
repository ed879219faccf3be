import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './find-programs.mjs';
import { listFiles } from './fingerprint.mjs';

const inModules = (path) => join(ROOT, 'node_modules', path);
const isUnit = (path) => /\.test\.tsx?$/.test(path) && !/\.(split|media|long|browser|faults|api)\.test\.ts$/.test(path);
const isKind = (kind) => (path) => path.endsWith(`.${kind}.test.ts`);
const UNIT_FOLDERS = ['packages', 'adapters', 'services', 'apps', 'scripts'];
const ALL_FOLDERS = [...UNIT_FOLDERS, 'e2e'];

/** Groups in the order in which they are reported. `asked` groups run only when they are named, one file after another. */
export const GROUPS = [
  { name: 'lint', steps: () => [check('biome', [inModules('@biomejs/biome/bin/biome'), 'ci', '.'])] },
  { name: 'types', steps: types },
  { name: 'contracts', steps: contracts },
  { name: 'unit', steps: () => together(files(UNIT_FOLDERS, isUnit)) },
  { name: 'e2e', steps: () => files(['e2e'], isUnit) },
  { name: 'split', asked: true, steps: () => files(['e2e'], isKind('split')) },
  { name: 'browser', asked: true, steps: () => files(['e2e'], isKind('browser')) },
  { name: 'faults', asked: true, steps: () => files(ALL_FOLDERS, isKind('faults')) },
  { name: 'media', asked: true, steps: () => files(ALL_FOLDERS, isKind('media')) },
  { name: 'api', asked: true, steps: () => files(['e2e'], isKind('api')) },
  { name: 'long', asked: true, steps: () => files(ALL_FOLDERS, isKind('long')) },
];

/**
 * Elsewhere the files of a workspace share a process: loading what they all need is most of what a small file costs. Here
 * they are long, or about processes.
 */
const APART = /^(adapters\/[^/]+|packages\/ffmpeg|apps\/server|scripts\/docs)\//;

/** Those that take longest, longest first: begun last they would run alone in the end. */
const LONGEST = [
  'e2e/scenarios.test.ts',
  'apps/server/test/',
  'e2e/',
  'services/transcoding/',
  'packages/ffmpeg/test/',
  'adapters/',
  'scripts/docs/',
  'packages/kernel/',
  'services/',
];

/** The steps of some groups in the order in which they are begun. */
export function stepsOf(groups) {
  const steps = groups.flatMap(({ name, asked, steps }) =>
    steps().map((step) => ({ ...step, group: name, live: asked === true })),
  );
  const rank = ({ tests }) => {
    if (!tests) return -1;
    const found = LONGEST.findIndex((prefix) => tests[0].startsWith(prefix));
    return found < 0 ? LONGEST.length : found;
  };
  return steps.sort((a, b) => rank(a) - rank(b));
}

const check = (name, args) => ({ name, args });

const files = (folders, wanted) => listFiles(ROOT, folders, wanted).map(({ path }) => ({ name: path, tests: [path] }));

function together(steps) {
  const byWorkspace = new Map();
  for (const { name, tests } of steps) {
    const workspace = APART.test(name) ? name : name.split('/').slice(0, 2).join('/');
    byWorkspace.set(workspace, [...(byWorkspace.get(workspace) ?? []), ...tests]);
  }
  return [...byWorkspace].map(([name, tests]) => ({ name, tests }));
}

function types() {
  const projects = ['tsconfig.json', 'apps/web', 'packages/ui', 'packages/player'];
  return projects.map((project) => check(project, [inModules('typescript/bin/tsc'), '--noEmit', '-p', project]));
}

function contracts() {
  const buf = inModules('@bufbuild/buf/bin/buf');
  const release = lastRelease();
  return [
    check('lint', [buf, 'lint', 'contracts']),
    ...(release ? [check(`since ${release}`, [buf, 'breaking', 'contracts', '--against', against(release)])] : []),
  ];
}

const against = (release) => `.git#tag=${release},subdir=contracts`;

/** The tag with which later contracts have to get along, or undefined before the first. */
function lastRelease() {
  try {
    const tags = execFileSync('git', ['tag', '--list', 'v*', '--sort=-v:refname'], { cwd: ROOT, encoding: 'utf8' });
    return tags.split('\n')[0] || undefined;
  } catch {
    // Sources without a history have no release to compare with.
    return undefined;
  }
}
