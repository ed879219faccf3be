import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { compressed } from './vite-plugins/compressed.ts';
import { early } from './vite-plugins/early.ts';
import { messages } from './vite-plugins/messages.ts';
import { offline } from './vite-plugins/offline.ts';
import { phosphorWeights } from './vite-plugins/phosphor-weights.ts';
import { preloadFont } from './vite-plugins/preload-font.ts';

const server = process.env.KINORA_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': { target: server }, '/media': { target: server } };

/** As the pages ask for it, letter for letter: a browser takes an answer that is on its way for the same address alone. */
const NEWEST = '/api/v1/videos?sort=newest&limit=24';
const PLAYER = 'packages/player/src/index.ts';

export default defineConfig({
  plugins: [
    tailwindcss(),
    messages({ shell: ['app', 'formats', 'home', 'card'] }),
    phosphorWeights(),
    preloadFont(/instrument-sans-latin-wght-normal.*\.woff2$/),
    early({
      '/': { lists: [NEWEST, '/api/v1/premieres?limit=4'] },
      '/watch/$': {
        entries: ['features/playback/watch-page.tsx', PLAYER],
        lists: [NEWEST],
        asks: ['/api/v1/videos/$'],
      },
      '/embed/$': { entries: ['features/playback/embed-page.tsx', PLAYER], asks: ['/api/v1/videos/$'] },
      '/@$': {
        entries: ['features/channels/channel-page.tsx'],
        lists: [`${NEWEST}&channel=%40$`, '/api/v1/premieres?limit=4&channel=%40$'],
        asks: ['/api/v1/channels/%40$'],
      },
      '/tag/$': { entries: ['features/videos/found-page.tsx'], lists: [`${NEWEST}&tag=$`] },
      '/category/$': { entries: ['features/videos/found-page.tsx'], lists: [`${NEWEST}&category=$`] },
      '/login': { entries: ['features/identity/log-in-page.tsx'], lists: ['/api/v1/login-providers'] },
      '/register': { entries: ['features/identity/register-page.tsx'] },
    }),
    offline(),
    compressed(),
  ],
  oxc: { jsx: { runtime: 'automatic' } },
  resolve: {
    alias: [
      // Written for React and run by Preact: a third of the script (docs/decisions/0033).
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
      // Messages are compiled when the app is built.
      { find: /^use-intl\/format-message$/, replacement: 'use-intl/format-message/format-only' },
      // The hook is there itself.
      {
        find: /^use-sync-external-store\/shim\/with-selector(\.js)?$/,
        replacement: new URL('./src/app/with-selector.ts', import.meta.url).pathname,
      },
    ],
  },
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2023',
    // Fonts and pictures stay files: they are cached for themselves, and the policy needs no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // "use client" in libraries means nothing here, and would be a warning for each of their files.
      checks: { moduleLevelDirective: false },
      output: {
        // What every page needs is one file: it compresses better, and is one request.
        codeSplitting: { groups: [{ name: 'shell', tags: ['$initial'] }] },
      },
    },
  },
});
