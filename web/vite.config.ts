import { defineConfig } from "vitest/config";

// KRONIKA_API names a running `kronika serve` for `npm run dev`.
const api = process.env["KRONIKA_API"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    outDir: "../build/web/dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the page's policy allows no data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  test: { include: ["src/**/*.test.ts"] },
  server: { proxy: { "/api": { target: api, changeOrigin: true } } },
});
