/** Headers that hold on every answer, also where the proxy (which adds the nonce) did not run. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // `npm test` checks the types of the whole repository; checking them again here would only make the build slower.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pino", "graphile-worker", "@prisma/client", "@prisma/adapter-pg"],
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default nextConfig;
