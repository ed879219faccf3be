import { readFile } from 'node:fs/promises';
import compile from 'icu-minify/compile';
import type { Plugin } from 'vite';

type Messages = { [name: string]: string | Messages };
type Compiled = { [name: string]: ReturnType<typeof compile> | Compiled };

export interface MessagesOptions {
  /** Namespaces that the first page needs; the others come with `?part=rest`. */
  shell: string[];
}

/**
 * Messages are parsed when the app is built, so that no parser is sent; and sent in two parts. What a language has not
 * said yet it says in English.
 */
export function messages({ shell }: MessagesOptions): Plugin {
  return {
    name: 'kinora:messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/messages\/[\w-]+\.json\?part=(shell|rest)$/ },
      async handler(code, id) {
        const wanted = (name: string) => shell.includes(name) === id.endsWith('shell');
        const english = id.replace(/[\w-]+\.json\?.*$/, 'en.json');
        this.addWatchFile(english);
        const said = over(JSON.parse(await readFile(english, 'utf8')) as Messages, JSON.parse(code) as Messages);
        const all = Object.entries(said).filter(([name]) => wanted(name));
        return {
          code: `export default ${JSON.stringify(compiled(Object.fromEntries(all)))}`,
          map: null,
          moduleType: 'js',
        };
      },
    },
  };
}

function over(under: Messages, top: Messages): Messages {
  const names = new Set([...Object.keys(under), ...Object.keys(top)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [first, last] = [under[name], top[name]];
      return [name, typeof first === 'object' && typeof last === 'object' ? over(first, last) : (last ?? first ?? '')];
    }),
  );
}

function compiled(part: Messages): Compiled {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, typeof value === 'string' ? compile(value) : compiled(value)]),
  );
}
