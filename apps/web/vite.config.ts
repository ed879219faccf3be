import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './vite-plugins/compressed.ts';
import { messages } from './vite-plugins/messages.ts';
import { offline } from './vite-plugins/offline.ts';
import { phosphorWeights } from './vite-plugins/phosphor-weights.ts';
import { preloadFont } from './vite-plugins/preload-font.ts';

const server = process.env.KINORA_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': { target: server }, '/media': { target: server } };

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    messages({ shell: ['app', 'formats', 'home', 'card'] }),
    phosphorWeights(),
    preloadFont(/instrument-sans-latin-wght-normal.*\.woff2$/),
    offline(),
    compressed(),
  ],
  resolve: {
    alias: [
      // Messages are compiled when the app is built.
      { find: /^use-intl\/format-message$/, replacement: 'use-intl/format-message/format-only' },
      // React 19 has the hook itself.
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
      output: {
        // What every page needs is one file: it compresses better, and is one request.
        codeSplitting: { groups: [{ name: 'shell', tags: ['$initial'] }] },
      },
    },
  },
});
