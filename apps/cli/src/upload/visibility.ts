import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { Client, NewVideo, Visibility } from '@kinora/sdk';
import { CommandError, type CommandInput, text } from '../command.ts';

const VISIBILITIES: readonly string[] = ['public', 'unlisted', 'private', 'password', 'members'] satisfies Visibility[];
const LEAST_SIGNS = 6;

/** Who may watch, and what lets them in. A password has no option of its own: command lines are read by other accounts. */
export const VISIBILITY_OPTIONS = {
  'password-file': {
    type: 'string',
    help: 'With visibility password: a file with it, - for standard input; or KINORA_VIDEO_PASSWORD.',
  },
  list: { type: 'string', help: 'With visibility members: the name of a list of yours.' },
} as const;

/** What was said about who may watch. */
export interface Doors {
  /** Undefined where nothing says so. */
  visibility: Visibility | undefined;
  password: string | undefined;
  /** The name of a list. */
  list: string | undefined;
}

/** From the options, and from what they name. */
export async function readDoors({ values, environment }: Pick<CommandInput, 'values' | 'environment'>): Promise<Doors> {
  const [given, path, list] = [text(values, 'visibility'), text(values, 'password-file'), text(values, 'list')];
  if (given !== undefined && !isVisibility(given))
    throw usage(`--visibility is ${given}: it takes ${visibilityNames()}.`);
  const password = path === undefined ? environment.KINORA_VIDEO_PASSWORD || undefined : await readPassword(path);
  return { visibility: given, password, list };
}

/** Of one video: throws where something is missing for it. */
export function assertOpens(visibility: Visibility, { password, list }: Doors): void {
  if (visibility === 'password' && password === undefined)
    throw usage('Visibility password needs --password-file or KINORA_VIDEO_PASSWORD.');
  if (visibility === 'password' && (password?.length ?? 0) < LEAST_SIGNS)
    throw new CommandError(`The password of a video has at least ${LEAST_SIGNS} signs.`);
  if (visibility === 'members' && list === undefined) throw usage('Visibility members needs --list.');
}

/** What is given for a visibility that no video has is a mistake. */
export function assertNothingUnused(visibilities: readonly (Visibility | undefined)[], values: CommandInput['values']) {
  for (const [name, needed] of [
    ['password-file', 'password'],
    ['list', 'members'],
  ] as const)
    if (values[name] !== undefined && !visibilities.includes(needed))
      throw usage(`--${name} goes with visibility ${needed}, which is not asked for.`);
}

export function isVisibility(text: string): text is Visibility {
  return VISIBILITIES.includes(text);
}

export function visibilityNames(): string {
  return `${VISIBILITIES.slice(0, -1).join(', ')} or ${VISIBILITIES.at(-1)}`;
}

/** What a video is made with besides its visibility; asks the server for the list once. */
export async function openersOf(
  client: Client,
  { password, list }: Doors,
): Promise<(visibility: Visibility) => Pick<NewVideo, 'password' | 'viewerListId'>> {
  const viewerListId = list === undefined ? undefined : await findList(client, list);
  return (visibility) => {
    if (visibility === 'password' && password !== undefined) return { password };
    return visibility === 'members' && viewerListId !== undefined ? { viewerListId } : {};
  };
}

async function findList(client: Client, name: string): Promise<string> {
  const lists = await client.viewerLists.list();
  const found = lists.find((one) => one.name === name);
  if (found) return found.id;
  const names = lists.map((one) => one.name);
  throw new CommandError(
    names.length === 0
      ? `You have no list called ${name}, nor any other. Lists are made in the studio, under Viewers.`
      : `You have no list called ${name}. Yours are: ${names.join(', ')}.`,
  );
}

/** Without the end of the line, which editors write. */
async function readPassword(path: string): Promise<string> {
  const content = await (path === '-' ? textOf(process.stdin) : readFile(path, 'utf8')).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CommandError(`The password cannot be read from ${path} (${error.code}).`, { cause: error });
    },
  );
  return content.replace(/\r?\n$/, '');
}

function usage(message: string): CommandError {
  return new CommandError(message, { exitCode: 2 });
}
