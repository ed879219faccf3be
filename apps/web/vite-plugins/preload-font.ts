import type { Plugin } from 'vite';

/** The text face is wanted at once, before the style sheet has been read. */
export function preloadFont(name: RegExp): Plugin {
  return {
    name: 'kinora:preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((one) => name.test(one));
        if (!file) throw new Error(`No font in the bundle matches ${name}.`);
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' };
        return [{ tag: 'link', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}
