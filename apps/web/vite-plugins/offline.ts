import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const SOURCES = new URL('../src/offline/', import.meta.url);
const MESSAGES = new URL('../messages/', import.meta.url);
const RIGHT_TO_LEFT = new Set(['ar']);

interface Said {
  app: { offlineTitle: string; offlineText: string; tryAgain: string };
}

/** The page that is shown without a connection, in every language, and the service worker that keeps it. */
export function offline(): Plugin {
  return {
    name: 'kinora:offline',
    apply: 'build',
    async generateBundle() {
      const source = (name: string) => readFile(new URL(name, SOURCES), 'utf8');
      const [page, style, worker] = await Promise.all(['offline.html', 'offline.css', 'service-worker.js'].map(source));
      const languages = (await readdir(MESSAGES)).map((name) => name.replace('.json', '')).sort();
      const sections = await Promise.all(languages.map(sectionOf));
      const html = String(page).replace('<!--languages-->', () => sections.join(''));
      const css = `${style}${languages.map((code) => `html[lang="${code}"] section[lang="${code}"]{display:block}\n`).join('')}`;
      const version = createHash('sha256').update(html).update(css).digest('hex').slice(0, 12);
      const emit = (fileName: string, text: string) => this.emitFile({ type: 'asset', fileName, source: text });
      emit('offline.html', html);
      emit('offline.css', css);
      emit('service-worker.js', String(worker).replace('__VERSION__', version));
    },
  };
}

async function sectionOf(language: string): Promise<string> {
  const { app } = JSON.parse(await readFile(new URL(`${language}.json`, MESSAGES), 'utf8')) as Said;
  const dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<section lang="${language}" dir="${dir}"><h1>${text(app.offlineTitle)}</h1><p>${text(app.offlineText)}</p><a href="">${text(app.tryAgain)}</a></section>`;
}
