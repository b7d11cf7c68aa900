// The preview as one page that opens from disk.
import type { Preview } from "../preview.ts";
import type { Estate } from "../resource.ts";

export const previewPage = (estate: Estate, preview: Preview, seconds: number): string => `${estate.environment} ${preview.resources} ${seconds}`;
