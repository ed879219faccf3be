import type { Plugin, Rolldown } from 'vite';

/** What a page is going to ask for, told before its script has run. */
export interface EarlyPage {
  /** Where its code begins, and what it loads by itself as it begins; without them the shell has it all. */
  entries?: string[];
  /** Addresses that answer everybody alike. */
  lists?: string[];
  /** Addresses that answer visitors who are not logged in without a token. */
  asks?: string[];
}

export interface EarlyOptions {
  /** By the path of the page, whose one `$` stands for one part of it; in addresses `$` is that part. */
  [path: string]: EarlyPage;
}

/** Writes `early.json`: what the server names in the head of each page, so that nothing of it waits for the script. */
export function early(pages: EarlyOptions): Plugin {
  return {
    name: 'kinora:early',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const shell = filesOf(chunks, (chunk) => chunk.isEntry);
        const told = Object.entries(pages).map(([path, { entries = [], lists = [], asks = [] }]) => {
          const files = entries.flatMap((entry) => {
            const found = filesOf(chunks, (chunk) => chunk.facadeModuleId?.endsWith(`/${entry}`) ?? false);
            if (found.size === 0) throw new Error(`No file of the app begins with ${entry}.`);
            return [...found];
          });
          const wanted = [...new Set(files)].filter((name) => !shell.has(name));
          const styles = chunks
            .filter(({ fileName }) => wanted.includes(fileName))
            .flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
          return {
            path,
            modules: wanted.map((name) => `/${name}`),
            styles: [...new Set(styles)].map((name) => `/${name}`),
            lists,
            asks,
          };
        });
        const source = JSON.stringify({ pages: told, words: wordsOf(chunks) });
        this.emitFile({ type: 'asset', fileName: 'early.json', source });
      },
    },
  };
}

/** With all that they import, but for what they import later. */
function filesOf(chunks: Rolldown.OutputChunk[], isFirst: (chunk: Rolldown.OutputChunk) => boolean): Set<string> {
  const found = new Set<string>();
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  for (const chunk of chunks) if (isFirst(chunk)) visit(chunk);
  return found;
}

/** By language: what the shell says, and what all other pages say. English is in the shell. */
function wordsOf(chunks: Rolldown.OutputChunk[]): Record<string, { shell?: string; rest?: string }> {
  const words: Record<string, { shell?: string; rest?: string }> = {};
  for (const { facadeModuleId, fileName } of chunks) {
    const [, language, part] = /\/messages\/([\w-]+)\.json\?part=(shell|rest)$/.exec(facadeModuleId ?? '') ?? [];
    if (language && part) words[language] = { ...words[language], [part]: `/${fileName}` };
  }
  return words;
}
