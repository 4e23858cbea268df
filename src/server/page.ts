/** The live page: the files of `src/dashboard`, which the build copies next to the compiled server. */
import { fileURLToPath } from 'node:url';
import { static as serveStatic, type RequestHandler } from 'express';

export function page(): RequestHandler {
  const folder = fileURLToPath(new URL('../dashboard/', import.meta.url));
  // Few small files that change with each release: asking whether they did is cheaper than an old page.
  return serveStatic(folder, {
    cacheControl: false,
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
  });
}
