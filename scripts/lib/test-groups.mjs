import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './find-programs.mjs';
import { listFiles } from './fingerprint.mjs';
import { runProgram } from './run-program.mjs';

const inModules = (path) => join(ROOT, 'node_modules', path);
const isUnit = (path) => /\.test\.tsx?$/.test(path) && !/\.(media|long|browser|faults)\.test\.ts$/.test(path);
const UNIT_FOLDERS = ['packages', 'adapters', 'services', 'apps', 'scripts'];
const ALL_FOLDERS = [...UNIT_FOLDERS, 'e2e'];

/** Groups in the order in which they run. Each answers its counts. `asked` groups run only when they are named. */
export const GROUPS = [
  { name: 'lint', run: ({ node }) => runOne(node, [inModules('@biomejs/biome/bin/biome'), 'ci', '.']) },
  { name: 'types', run: runTypes },
  { name: 'contracts', run: runContracts },
  { name: 'unit', run: (tools) => runTests(tools, files(UNIT_FOLDERS, isUnit), availableParallelism()) },
  {
    name: 'e2e',
    run: (tools) => runTests(tools, files(['e2e'], isUnit), 1),
  },
  {
    name: 'browser',
    run: (tools) =>
      runTests(
        tools,
        files(['e2e'], (path) => path.endsWith('.browser.test.ts')),
        1,
      ),
  },
  {
    name: 'faults',
    asked: true,
    run: (tools) =>
      runTests(
        tools,
        files(ALL_FOLDERS, (path) => path.endsWith('.faults.test.ts')),
        1,
      ),
  },
  {
    name: 'media',
    asked: true,
    run: (tools) =>
      runTests(
        tools,
        files(ALL_FOLDERS, (path) => path.endsWith('.media.test.ts')),
        1,
      ),
  },
  {
    name: 'long',
    asked: true,
    run: (tools) =>
      runTests(
        tools,
        files(ALL_FOLDERS, (path) => path.endsWith('.long.test.ts')),
        1,
      ),
  },
];

const files = (folders, wanted) => listFiles(ROOT, folders, wanted).map(({ path }) => path);

/** A check that is one test: it passes or fails. */
async function runOne(command, args) {
  const code = await runProgram(command, args, { cwd: ROOT });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runTypes({ node }) {
  let total = { passed: 0, failed: 0 };
  for (const project of ['tsconfig.json', 'apps/web', 'packages/ui', 'packages/player']) {
    total = add(total, await runOne(node, [inModules('typescript/bin/tsc'), '--noEmit', '-p', project]));
  }
  return total;
}

async function runContracts({ node }) {
  const buf = inModules('@bufbuild/buf/bin/buf');
  const lint = await runOne(node, [buf, 'lint', 'contracts']);
  const release = lastRelease();
  if (!release) return lint;
  const against = `.git#tag=${release},subdir=contracts`;
  return add(lint, await runOne(node, [buf, 'breaking', 'contracts', '--against', against]));
}

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

async function runTests({ node, environment }, paths, concurrency) {
  if (paths.length === 0) return { passed: 0, failed: 0 };
  const directory = mkdtempSync(join(tmpdir(), 'kinora-test-'));
  const counts = join(directory, 'counts.json');
  try {
    const reporters = [
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${join(ROOT, 'scripts/lib/count-reporter.mjs')}`, `--test-reporter-destination=${counts}`],
    ];
    const args = ['--test', `--test-concurrency=${concurrency}`, ...reporters, ...paths];
    const code = await runProgram(node, args, { cwd: ROOT, env: { ...process.env, ...environment } });
    const { passed, failed, skipped, failures } = JSON.parse(readFileSync(counts, 'utf8') || '{"passed":0,"failed":1}');
    // A file that ends badly without a failed test of its own is a failure too.
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped, failures };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export function add(left, right) {
  return { passed: left.passed + right.passed, failed: left.failed + right.failed };
}
