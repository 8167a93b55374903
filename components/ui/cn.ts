import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** The product's own type sizes must be known, or a size and a colour would cancel each other out. */
const merge = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["number", "title", "body", "meta", "chart", "input"] }] },
  },
});

/** cn joins class names; of two that set the same property the later one wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
