/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // Our own server does it, with Brotli (scripts/request-listener.mjs).
  compress: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  // All images are our own files. Without the optimizer there is one endpoint less to attack.
  images: { unoptimized: true },
  // `npm test` has checked the types before it builds.
  typescript: { ignoreBuildErrors: process.env["LATCHKEY_TYPES_CHECKED"] === "1" },
  experimental: {
    // For `forbidden()`: a page that a member may not open answers 403.
    authInterrupts: true,
    // Writing the cache takes a quarter of the first build, and only halves later ones.
    turbopackFileSystemCacheForBuild: false,
  },
  // The title is in the head from the start, for everybody and not only for robots: a page never stands without one.
  htmlLimitedBots: /.*/,
  // These packages load binaries or WebAssembly from their own folder, or need a single instance per process.
  serverExternalPackages: [
    "@libsql/client",
    "libsql",
    "@prisma/adapter-libsql",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pino",
    "undici",
  ],
};
