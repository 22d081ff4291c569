import { defineConfig } from "vite";

// One entry a folder. The template tag `{% island "name" %}` reads manifest.json. Nothing is inlined: the
// security policy allows neither inline script and style nor data: fonts.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "../secunda/portals/parts/static/islands",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome111", "safari16.4", "firefox121"],
    rollupOptions: {
      input: { site: "site/main.ts", upload: "upload/main.ts", passkey: "passkey/main.ts", document: "document/main.ts" },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "chunk-[name]-[hash].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith(".woff2")) ? "fonts/[name][extname]" : "[name]-[hash][extname]",
      },
    },
  },
});
