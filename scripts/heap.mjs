/**
 * Arguments of Node for the app: as in package.json's `start`. V8 chooses how much garbage it leaves by the size that the
 * heap may have: from 2 GiB on three times what is in use, and at this size about half of it.
 */
export const HEAP = ["--max-old-space-size=1024"];
