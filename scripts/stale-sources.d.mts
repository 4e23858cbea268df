export const MAIN: string;
export function staleSources(root: string): string[];
