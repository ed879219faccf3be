import compile from 'icu-minify/compile';
import type { Plugin } from 'vite';

type Messages = { [name: string]: string | Messages };
type Compiled = { [name: string]: ReturnType<typeof compile> | Compiled };

export interface MessagesOptions {
  /** Namespaces that the first page needs; the others come with `?part=rest`. */
  shell: string[];
}

/** Messages are parsed when the app is built, so that no parser is sent; and sent in two parts. */
export function messages({ shell }: MessagesOptions): Plugin {
  return {
    name: 'kinora:messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/messages\/[\w-]+\.json\?part=(shell|rest)$/ },
      handler(code, id) {
        const wanted = (name: string) => shell.includes(name) === id.endsWith('shell');
        const all = Object.entries(JSON.parse(code) as Messages).filter(([name]) => wanted(name));
        return {
          code: `export default ${JSON.stringify(compiled(Object.fromEntries(all)))}`,
          map: null,
          moduleType: 'js',
        };
      },
    },
  };
}

function compiled(part: Messages): Compiled {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, typeof value === 'string' ? compile(value) : compiled(value)]),
  );
}
