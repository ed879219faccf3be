import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { phosphorWeights } from './vite-plugins/phosphor-weights.ts';
import { preloadFont } from './vite-plugins/preload-font.ts';

const server = process.env.KINORA_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': { target: server }, '/media': { target: server } };

export default defineConfig({
  plugins: [react(), tailwindcss(), phosphorWeights(), preloadFont(/instrument-sans-latin-wght-normal.*\.woff2$/)],
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2023',
    // Fonts and pictures stay files: they are cached for themselves, and the policy needs no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
