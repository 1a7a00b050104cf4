/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  // We serve no pictures but our own; the optimizer is one door less.
  images: { unoptimized: true },
  // These load binaries or WebAssembly from their own folder, or have one instance per process.
  serverExternalPackages: [
    "@libsql/client",
    "libsql",
    "@prisma/adapter-libsql",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
    "pino",
    "undici",
  ],
};
