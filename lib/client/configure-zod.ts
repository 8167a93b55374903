import { z } from "zod";

/** zod tries whether it may compile schemas with eval; the page's policy forbids that and would report each try. */
if (typeof window !== "undefined") z.config({ jitless: true });
